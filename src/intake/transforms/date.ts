// Dates as people and spreadsheets write them, to FHIR `date`. Two-digit years are refused: 16 may be 1916.

import { type Remark, rejected, repaired } from '../finding.ts';
import type { CellTransform } from './transform.ts';

const YEAR_FIRST = /^(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const ENGLISH = /^(\d{1,2})[- ]([A-Za-z]{3})[A-Za-z]*[- ](\d{4})$/;
const SHORT_YEAR = /^(\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[- ][A-Za-z]{3,}[- ]\d{2}|\d{6})$/;
const SERIAL = /^(\d{5})(?:\.0+)?$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY_MS = 86_400_000;
/** Day 0 of Excel's 1900 calendar as it counts from March 1900 on. */
const EXCEL_EPOCH_MS = Date.UTC(1899, 11, 30);
/** A workbook of the 1904 calendar counts this many days less. */
const DAYS_1904 = 1462;
/** 1927 to 2119: no plausible date is read from a smaller or larger serial. */
const SERIAL_RANGE = [10_000, 80_000] as const;

export type DateForm = 'iso' | 'slash' | 'dot' | 'chinese' | 'compact' | 'english' | 'serial';

/** The calendar day and how it was written; undefined when it is no date or not a day of the calendar. */
export function readDate(text: string, calendar1904 = false): { date: string; form: DateForm } | undefined {
  const first = YEAR_FIRST.exec(text);
  if (first) {
    const [, year, separator, month, second, day] = first;
    if ((separator === '年') !== (second === '月') || (separator !== '年' && separator !== second))
      return undefined;
    const forms: Record<string, DateForm> = { '-': 'iso', '/': 'slash', '.': 'dot', 年: 'chinese' };
    return form(ymd(year!, month!, day!), forms[separator!]!);
  }
  const compact = COMPACT.exec(text);
  if (compact) return form(ymd(compact[1]!, compact[2]!, compact[3]!), 'compact');
  const english = ENGLISH.exec(text);
  if (english) {
    const month = MONTHS.indexOf(english[2]!.toLowerCase()) + 1;
    return form(ymd(english[3]!, String(month), english[1]!), 'english');
  }
  const serial = SERIAL.exec(text);
  if (serial) {
    const days = Number(serial[1]) + (calendar1904 ? DAYS_1904 : 0);
    if (days < SERIAL_RANGE[0] || days > SERIAL_RANGE[1]) return undefined;
    return { date: new Date(EXCEL_EPOCH_MS + days * DAY_MS).toISOString().slice(0, 10), form: 'serial' };
  }
  return undefined;
}

function form(date: string | undefined, written: DateForm) {
  return date === undefined ? undefined : { date, form: written };
}

function ymd(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

const WHY: Partial<Record<DateForm, string>> = {
  serial: 'A spreadsheet had stored the date as a number of days.',
};

/** `plain`: the forms this source normally writes; any other is read as well and reported as repaired. */
export const date: CellTransform = {
  outputs: [],
  read(cell, options) {
    const read = readDate(cell, options.calendar === '1904');
    if (read) {
      const plain = (options.plain as string[] | undefined) ?? ['iso', 'slash'];
      const remarks: Remark[] = plain.includes(read.form)
        ? []
        : [
            repaired(
              read.form === 'serial' ? 'excel-serial-date' : 'date-form',
              read.date,
              WHY[read.form] ?? 'The date was written in another form than the rest of this source.',
            ),
          ];
      return { values: { '': read.date }, remarks };
    }
    const short = SHORT_YEAR.test(cell);
    return {
      values: {},
      remarks: [
        short
          ? rejected('two-digit-year', `"${cell}" has a year of two digits. Write the year with four digits.`)
          : rejected('date', `"${cell}" is no date. Write it as year-month-day, such as 2015-09-30.`),
      ],
    };
  },
};

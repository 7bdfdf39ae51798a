// FHIR date, dateTime, instant and time: strict form and calendar, and the span of time that a partial one
// stands for. R4 datatypes.html#date, #dateTime, #instant, #time; search.html#date.

import type { TimeZone } from './time-zone.ts';

/** Milliseconds since 1970 UTC, half open: lo <= t < hi. */
export interface Span {
  lo: number;
  hi: number;
}

export type DatePrecision = 'year' | 'month' | 'day' | 'minute' | 'second' | 'fraction';

/** A date as written; what is not written is 1 for month and day, 0 for the rest. */
export interface DateParts {
  precision: DatePrecision;
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  /** 60 is a leap second. */
  second: number;
  /** Digits after the point, or ''. */
  fraction: string;
  /** Minutes east of UTC; undefined: none written. */
  offset: number | undefined;
}

const FORM = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAY = 86_400_000;

/**
 * Any FHIR date, also in the wider form that searches allow: seconds and offset may be missing.
 * undefined: malformed, or not in the calendar (2021-02-30, month 13, hour 24).
 */
export function parseDate(text: string): DateParts | undefined {
  const match = FORM.exec(text);
  if (!match) return undefined;
  const year = Number(match[1]);
  if (year === 0) return undefined;
  const month = match[2] === undefined ? 1 : Number(match[2]);
  const day = match[3] === undefined ? 1 : Number(match[3]);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  const hour = match[4] === undefined ? 0 : Number(match[4]);
  const minute = match[5] === undefined ? 0 : Number(match[5]);
  const second = match[6] === undefined ? 0 : Number(match[6]);
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const offset = match[8] === undefined ? undefined : parseOffset(match[8]);
  if (offset === null) return undefined;
  return {
    precision: precisionOf(match),
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction: match[7] ?? '',
    offset,
  };
}

/** The span that a date stands for; without an offset of its own it is read in `zone`. undefined as in parseDate. */
export function dateSpan(text: string, zone: TimeZone): Span | undefined {
  const parts = parseDate(text);
  return parts && spanOf(parts, zone);
}

export function spanOf(parts: DateParts, zone: TimeZone): Span {
  const { year, month, day } = parts;
  switch (parts.precision) {
    case 'year':
      return {
        lo: zone.toInstant(dayNumber(year, 1, 1) * DAY),
        hi: zone.toInstant(dayNumber(year + 1, 1, 1) * DAY),
      };
    case 'month': {
      const next = month === 12 ? dayNumber(year + 1, 1, 1) : dayNumber(year, month + 1, 1);
      return { lo: zone.toInstant(dayNumber(year, month, 1) * DAY), hi: zone.toInstant(next * DAY) };
    }
    case 'day': {
      const start = dayNumber(year, month, day) * DAY;
      const lo = zone.toInstant(start);
      // Where a zone has skipped a whole day, that day is the moment between its neighbours: a span is never empty.
      return { lo, hi: Math.max(zone.toInstant(start + DAY), lo + 1) };
    }
  }
  const minutes = dayNumber(year, month, day) * 1440 + parts.hour * 60 + parts.minute;
  // Digits beyond the millisecond are cut off.
  const millis = parts.fraction === '' ? 0 : Number(parts.fraction.slice(0, 3).padEnd(3, '0'));
  const wall = minutes * 60_000 + parts.second * 1000 + millis;
  const lo = parts.offset === undefined ? zone.toInstant(wall) : wall - parts.offset * 60_000;
  return { lo, hi: lo + lengthOf(parts) };
}

/** R4 `date`: a year, a month or a day. */
export function isFhirDate(text: string): boolean {
  const parts = parseDate(text);
  return parts !== undefined && DATE_ONLY.has(parts.precision);
}

/** R4 `dateTime`: a date, or a time with seconds and offset. */
export function isFhirDateTime(text: string): boolean {
  const parts = parseDate(text);
  return parts !== undefined && (DATE_ONLY.has(parts.precision) || isWhole(parts));
}

/** R4 `instant`: seconds and offset are required. */
export function isFhirInstant(text: string): boolean {
  const parts = parseDate(text);
  return parts !== undefined && isWhole(parts);
}

/** R4 `time`: hh:mm:ss, never with an offset. */
export function isFhirTime(text: string): boolean {
  return TIME.test(text);
}

/** Days since 1970-01-01 of the Gregorian calendar, for any year. */
export function dayNumber(year: number, month: number, day: number): number {
  // Years begin in March here, so that the leap day is the last of them.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : DAYS[month - 1]!;
}

const DATE_ONLY: ReadonlySet<DatePrecision> = new Set(['year', 'month', 'day']);

function isWhole(parts: DateParts): boolean {
  return (parts.precision === 'second' || parts.precision === 'fraction') && parts.offset !== undefined;
}

function precisionOf(match: RegExpExecArray): DatePrecision {
  if (match[7] !== undefined) return 'fraction';
  if (match[6] !== undefined) return 'second';
  if (match[5] !== undefined) return 'minute';
  if (match[3] !== undefined) return 'day';
  return match[2] === undefined ? 'year' : 'month';
}

/** Milliseconds: `.5` stands for a tenth of a second, `.500` for a millisecond. */
function lengthOf(parts: DateParts): number {
  if (parts.precision === 'minute') return 60_000;
  if (parts.precision === 'second') return 1000;
  return parts.fraction.length === 1 ? 100 : parts.fraction.length === 2 ? 10 : 1;
}

/** null: beyond ±14:00, the widest that R4 allows. */
function parseOffset(text: string): number | null {
  if (text === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (minutes > 59 || hours > 14 || (hours === 14 && minutes > 0)) return null;
  const size = hours * 60 + minutes;
  return text[0] === '-' ? -size : size;
}

// A visual acuity cell: five-grade, decimal, Snellen or logMAR, or a word below the chart, to five-grade.

import { Decimal, parseDecimal } from '../decimal.ts';
import { noted, type Remark, rejected, repaired } from '../finding.ts';
import { decimalOfFiveGrade, fiveGradeOfDecimal, logmarOfFiveGrade } from './acuity-scale.ts';
import type { CellTransform, Options, Reading, TransformContext } from './transform.ts';

export type Notation = 'five-grade' | 'decimal' | 'logmar' | 'snellen-feet' | 'snellen-metre';

const NUMBER = /^(-?\d(?:\.\d{1,2})?)(?:([+-])(\d?))?$/;
const BOTH = /^(\d(?:\.\d{1,2})?)\/(\d\.\d)$/;
const SNELLEN = /^(20|6)\/(\d{1,3}(?:\.\d)?)$/;
const LOGMAR = /^(?:logmar\s*(-?\d\.\d{1,2})|(-?\d\.\d{1,2})\s*logmar)$/i;
/** A chart never differs by more than this between its two columns. */
const CHART_TOLERANCE = 0.051;

/** Which notation a lone number is in; undefined when no scale has it. */
export function notationOf(value: number): Notation | undefined {
  if (value < 0) return value >= -0.3 ? 'logmar' : undefined;
  if (value >= 3 && value <= 5.3) return 'five-grade';
  if (value >= 0.01 && value <= 2) return 'decimal';
  return undefined;
}

export const acuity: CellTransform = {
  outputs: ['notation', 'decimal', 'logmar', 'category', 'display', 'note'],
  tables: (options) => (options.categories === undefined ? [] : [String(options.categories)]),
  read(cell, options, context) {
    const word = category(cell, options, context);
    if (word) return word;
    const tidy = cell.replace(/\s/g, '');
    const snellen = SNELLEN.exec(tidy);
    if (snellen) {
      const decimal = Number(snellen[1]) / Number(snellen[2]);
      return converted(
        cell,
        fiveGradeOfDecimal(decimal),
        snellen[1] === '20' ? 'snellen-feet' : 'snellen-metre',
      );
    }
    const logmar = LOGMAR.exec(cell);
    if (logmar) return converted(cell, fiveGrade(5 - Number(logmar[1] ?? logmar[2])), 'logmar');
    const both = BOTH.exec(tidy);
    if (both) return chartPair(cell, both[1]!, both[2]!);
    const number = NUMBER.exec(tidy);
    return number ? scored(cell, number, context) : unexplained(cell);
  },
};

/** Words that no chart expresses: `指数/30cm` keeps its distance as a note. */
function category(cell: string, options: Options, { codes }: TransformContext): Reading | undefined {
  const table = options.categories === undefined ? undefined : codes.get(String(options.categories));
  if (!table) return undefined;
  for (const [word, { code, display }] of table) {
    if (!cell.toUpperCase().startsWith(word.toUpperCase())) continue;
    const values = {
      category: code,
      display,
      notation: 'five-grade',
      note: cell === word ? undefined : cell,
    };
    return { values };
  }
  return undefined;
}

function scored(cell: string, [, written, sign, count]: RegExpExecArray, context: TransformContext): Reading {
  const value = Number(written);
  const notation = notationOf(value);
  const wanted = context.parameters.notation;
  if (!notation) return unexplained(cell);
  if (wanted !== undefined && notation !== wanted) {
    return reject('acuity-notation', `"${cell}" is ${notation}, but this file is ${wanted}. Check the cell.`);
  }
  const grade =
    notation === 'five-grade'
      ? written!.includes('.')
        ? written
        : `${written}.0`
      : notation === 'decimal'
        ? fiveGradeOfDecimal(value)
        : fiveGrade(5 - value);
  if (grade === undefined) return unexplained(cell);
  const remarks: Remark[] = [];
  if (grade.length > 3)
    remarks.push(noted('acuity-digits', 'Five-grade acuity usually has one digit after the point.'));
  if (sign)
    remarks.push(
      repaired('acuity-letters', grade, `The letters read beyond the line (${sign}${count}) became a note.`),
    );
  return { values: { ...valuesOf(grade, notation), note: sign ? cell : undefined }, remarks };
}

function chartPair(cell: string, decimal: string, grade: string): Reading {
  if (Math.abs(Number(fiveGradeOfDecimal(Number(decimal)) ?? Number.NaN) - Number(grade)) > CHART_TOLERANCE) {
    return reject(
      'acuity-pair',
      `"${cell}": the decimal and the five-grade number disagree. Correct the cell.`,
    );
  }
  return {
    values: valuesOf(grade, 'five-grade'),
    remarks: [repaired('acuity-pair', grade, 'Both notations stood in the cell and agree.')],
  };
}

function converted(cell: string, grade: string | undefined, notation: Notation): Reading {
  if (grade === undefined || Number(grade) < 3 || Number(grade) > 5.3) return unexplained(cell);
  const remarks = [repaired('acuity-converted', grade, `The ${notation} value became five-grade.`)];
  return { values: valuesOf(grade, notation), remarks };
}

function valuesOf(grade: string, notation: Notation) {
  return {
    '': new Decimal(grade),
    notation,
    decimal: parseDecimal(decimalOfFiveGrade(Number(grade))),
    logmar: new Decimal(logmarOfFiveGrade(grade)),
  };
}

function fiveGrade(value: number): string | undefined {
  if (value < 3 || value > 5.3) return undefined;
  const text = value.toFixed(2);
  return text.endsWith('0') ? text.slice(0, -1) : text;
}

function unexplained(cell: string): Reading {
  return reject(
    'acuity-range',
    `"${cell}" is no acuity: five-grade is 3.0 to 5.3, decimal 0.01 to 2.0. Correct the cell, or write 未查 or 测不出.`,
  );
}

function reject(rule: string, reason: string): Reading {
  return { values: {}, remarks: [rejected(rule, reason)] };
}

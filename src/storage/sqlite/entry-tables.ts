// The entry tables: their columns in the order rows are kept in, and how many of them make the key.

import type { Kind, Parameter } from './names.ts';

export type EntryTable = Exclude<Kind, 'number' | 'position'>;

export interface TableShape {
  columns: readonly string[];
  /** Columns that name a row; the rest hangs on it. */
  key: number;
  /** Position of rid. */
  rid: number;
}

export const ENTRY_TABLES: Readonly<Record<EntryTable, TableShape>> = {
  token: { columns: ['p', 'code', 'rid', 'sys', 'exact', 'dated', 'lo', 'len'], key: 5, rid: 2 },
  string: { columns: ['p', 'v', 'rid', 'exact'], key: 4, rid: 2 },
  date: { columns: ['p', 'lo', 'hi', 'rid'], key: 4, rid: 3 },
  quantity: { columns: ['p', 'lo', 'hi', 'rid', 'sys', 'code', 'unit'], key: 7, rid: 3 },
  reference: { columns: ['target', 'p', 'rid', 'version', 'ref'], key: 4, rid: 2 },
  uri: { columns: ['p', 'v', 'rid'], key: 3, rid: 2 },
  composite: { columns: ['p', 'code', 'lo', 'hi', 'rid', 'n', 'parts'], key: 6, rid: 4 },
};

export const TABLE_NAMES = Object.keys(ENTRY_TABLES) as EntryTable[];

/** Numbers are quantities without a unit; a position is latitude and longitude in the place of lo and hi. */
export function tableOf(kind: Kind): EntryTable {
  return kind === 'number' || kind === 'position' ? 'quantity' : kind;
}

const DAY = 86_400_000;

/**
 * The longest interval of each class; the last has no bound. Overlap is unbounded on one side in an index by
 * start, unless the length is known.
 */
export const DATE_CLASSES: readonly number[] = [DAY, 31 * DAY, 366 * DAY, Number.POSITIVE_INFINITY];

/** Class 0 holds exact numbers (lo = hi), class 1 the rest. */
export const NUMBER_CLASSES: readonly number[] = [0, Number.POSITIVE_INFINITY];

export function classOf(lengths: readonly number[], length: number): number {
  return lengths.findIndex((longest) => length <= longest);
}

/** Of the range that a composite is found by: of numbers, then of dates. */
const COMPOSITE_CLASSES: readonly number[] = [...NUMBER_CLASSES, ...DATE_CLASSES];

/** What an entry with such a range is classed as; of a composite, its first range. */
export function lengthClass(kind: Kind, range: { kind: string; lo: number; hi: number } | undefined): number {
  if (!range) return 0;
  const length = range.hi - range.lo;
  if (kind !== 'composite') return classOf(kind === 'date' ? DATE_CLASSES : NUMBER_CLASSES, length);
  return range.kind === 'date'
    ? NUMBER_CLASSES.length + classOf(DATE_CLASSES, length)
    : classOf(NUMBER_CLASSES, length);
}

/** How long an entry of this number can be: hi - lo at most. */
export function longestOf(parameter: Parameter): number {
  if (parameter.kind === 'date') return DATE_CLASSES[parameter.class]!;
  return (parameter.kind === 'composite' ? COMPOSITE_CLASSES : NUMBER_CLASSES)[parameter.class]!;
}

// What a sort key reads: the table and columns of its kind, and the comparison of the values.

import type { SortKey } from '../../query.ts';
import { compareText } from '../../text-order.ts';
import { type EntryTable, tableOf } from '../entry-tables.ts';
import type { SortValue } from './cursor.ts';

export type ParamKey = Extract<SortKey, { by: 'param' }>;

export interface SortColumns {
  table: EntryTable;
  /** Empty for references: their text stands in `resources`. */
  columns: readonly string[];
}

export function sortColumns(key: ParamKey): SortColumns {
  const table = tableOf(key.kind);
  switch (key.kind) {
    case 'token':
      return { table, columns: ['code'] };
    case 'string':
    case 'uri':
      return { table, columns: ['v'] };
    case 'date':
    case 'number':
    case 'quantity':
      return { table, columns: ['lo', 'hi'] };
    case 'reference':
      return { table, columns: [] };
  }
}

/** Of two values of the same key; part by part. */
export function compareValues(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    // Not by subtraction: open intervals end at infinity.
    if (x === y) continue;
    return typeof x === 'string' ? compareText(x, y as string) : x < (y as number) ? -1 : 1;
  }
  return 0;
}

/** In the direction of the key; a resource without a value comes last either way. */
export function compareSortValues(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return descending ? compareValues(b, a) : compareValues(a, b);
}

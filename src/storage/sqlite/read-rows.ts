// The rows that one resource has in one entry table.

import type { EntryRow } from './entry-rows.ts';
import { ENTRY_TABLES, type EntryTable, TABLE_NAMES } from './entry-tables.ts';
import type { Statements } from './statements.ts';

const TEXTS = Object.fromEntries(
  TABLE_NAMES.map((table) => [table, `SELECT ${ENTRY_TABLES[table].columns} FROM ${table} WHERE rid = +?`]),
) as Record<EntryTable, string>;

export function readRows(statements: Statements, table: EntryTable, rid: number): EntryRow[] {
  return statements
    .rows(TEXTS[table])
    .all(rid)
    .map((values) => ({ table, values: values as (string | number)[] }));
}

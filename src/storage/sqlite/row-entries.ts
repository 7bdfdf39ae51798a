// Rows of the entry tables back to the entries they were made of.

import { type Entry, type EntryValue, RESERVED } from '../index-entry.ts';
import { unpackParts } from './composite-parts.ts';
import type { EntryRow } from './entry-rows.ts';
import { type EntryTable, TABLE_NAMES } from './entry-tables.ts';
import type { Kind, Names } from './names.ts';
import { readRows } from './read-rows.ts';
import type { Statements } from './statements.ts';

const REF = RESERVED[0];

/** The entries of a live resource, those of what it contains included. */
export function readEntries(rid: number, statements: Statements, names: Names): Entry[] {
  const contained = statements
    .rows(
      'SELECT c.rid, c.cid, x.type FROM contained c JOIN resources x ON x.rid = c.rid WHERE c.container = ?',
    )
    .all(rid);
  const entries = TABLE_NAMES.flatMap((table) =>
    readRows(statements, table, rid).flatMap((row) => toEntries(row, statements, names)),
  );
  for (const [inner, cid, type] of contained) {
    const within = { type: names.typeName(type as number), id: cid as string };
    for (const table of TABLE_NAMES)
      for (const row of readRows(statements, table, inner as number))
        for (const entry of toEntries(row, statements, names)) entries.push({ ...entry, within });
  }
  return entries;
}

/** One entry, or two where a reference stands for its `_ref` too. */
function toEntries(row: EntryRow, statements: Statements, names: Names): Entry[] {
  const p = row.values[row.table === 'reference' ? 1 : 0] as number;
  const { code: param, kind } = names.parameter(p);
  const value = toValue(row, kind, statements, names);
  const entry = { ...value, param } as Entry;
  return row.table === 'reference' && row.values[4] === 1 ? [entry, { ...entry, param: REF }] : [entry];
}

function toValue(row: EntryRow, kind: Kind, statements: Statements, names: Names): EntryValue {
  const v = row.values as never[];
  const table: EntryTable = row.table;
  switch (table) {
    case 'token':
      return { kind: 'token', system: names.systemName(v[3]!), code: v[4]! || v[1]!, fold: v[1]! };
    case 'string':
      return { kind: 'string', text: v[3]! || v[1]!, fold: v[1]! };
    case 'date':
      return { kind: 'date', lo: v[1]!, hi: v[2]! };
    case 'quantity':
      if (kind === 'number') return { kind, lo: v[1]!, hi: v[2]! };
      if (kind === 'position') return { kind, latitude: v[1]!, longitude: v[2]! };
      return {
        kind: 'quantity',
        lo: v[1]!,
        hi: v[2]!,
        system: names.systemName(v[4]!),
        code: v[5]!,
        unit: v[6]!,
      };
    case 'reference':
      return { ...readTarget(v[0]!, statements, names), ...(v[3] ? { version: v[3] } : {}) };
    case 'uri':
      return { kind: 'uri', value: v[1]! };
    case 'composite':
      return { kind: 'composite', parts: unpackParts(v[6]!, names) };
  }
}

function readTarget(rid: number, statements: Statements, names: Names): EntryValue {
  const row = statements
    .rows(
      'SELECT x.type, x.id, c.cid FROM resources x LEFT JOIN contained c ON c.rid = x.rid WHERE x.rid = ?',
    )
    .get(rid)!;
  const [type, id, cid] = row as [number, string, string | null];
  const typed = type ? { type: names.typeName(type) } : {};
  if (cid !== null) return { kind: 'reference', ...typed, id: `#${cid}` };
  if (id.startsWith('|')) return { kind: 'reference', ...typed, url: id.slice(1) };
  return { kind: 'reference', ...typed, id };
}

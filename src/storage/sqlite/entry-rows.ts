// Entries of one resource as rows of the entry tables. A `_ref` entry whose target another reference of the
// same resource has too is kept as a mark on that one.

import type { Entry, SimpleValue } from '../index-entry.ts';
import { packParts } from './composite-parts.ts';
import { type EntryTable, lengthClass } from './entry-tables.ts';
import { isListed, leadingDateOf } from './leading-date.ts';
import type { Names } from './names.ts';

export interface EntryRow {
  table: EntryTable;
  values: (string | number)[];
}

/** What row making asks of the writer: numbers for resources, given when missing. */
export interface Rids {
  of(type: string, id: string): number;
  elsewhere(type: string, url: string): number;
  /** A contained resource, by the container's rid. */
  inside(container: number, type: string, cid: string): number;
}

/** Rows of a resource with this type and rid; equal entries give one row. */
export function entryRows(
  entries: readonly Entry[],
  type: string,
  rid: number,
  names: Names,
  rids: Rids,
): EntryRow[] {
  const rows: EntryRow[] = [];
  const links = new Map<string, EntryRow>();
  const refs: { key: string; row: EntryRow }[] = [];
  const counts = countRanged(entries);
  const composites = new Map<string, string[]>();
  const leading = leadingColumns(entries, type, names);
  for (const entry of entries) {
    const owner = entry.within ? rids.inside(rid, entry.within.type, entry.within.id) : rid;
    const ownerType = entry.within ? entry.within.type : type;
    const many = RANGED.has(entry.kind) && counts.get(countKey(entry))! > 1;
    const p = names.addParameter(
      ownerType,
      entry.param,
      entry.kind,
      lengthClass(entry.kind, rangeOf(entry)),
      many,
    );
    const row = rowOf(entry, p, owner, rid, names, rids);
    if (row.table === 'token') row.values.push(...datedColumns(entry, leading));
    if (row.table === 'composite') {
      if (isNewComposite(row, composites)) rows.push(row);
    } else if (row.table !== 'reference') rows.push(row);
    else {
      const key = `${row.values[0]} ${owner} ${row.values[3]}`;
      if (entry.param === '_ref') refs.push({ key, row });
      else {
        rows.push(row);
        if (!entry.param.startsWith('_') && !links.has(key)) links.set(key, row);
      }
    }
  }
  for (const { key, row } of refs) {
    const link = links.get(key);
    if (link) link.values[4] = 1;
    else rows.push(row);
  }
  return rows;
}

type DatedColumns = readonly [p: number, lo: number, len: number];

const UNLISTED: DatedColumns = [0, 0, -1];

/** The date that leads lists of the type: number of its parameter, start and length. */
function leadingColumns(entries: readonly Entry[], type: string, names: Names): DatedColumns {
  const date = leadingDateOf(entries);
  if (!date) return [0, 0, 0];
  const p = names.addParameter(type, date.param, 'date', lengthClass('date', date));
  return [p, date.lo, date.hi - date.lo];
}

/** What is contained is in no list. */
function datedColumns({ param, within }: Entry, leading: DatedColumns): DatedColumns {
  return within === undefined && isListed(param) ? leading : UNLISTED;
}

/** Kinds that are asked for by ranges of their order. */
const RANGED: ReadonlySet<string> = new Set(['date', 'number', 'quantity', 'string']);

function countRanged(entries: readonly Entry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries)
    if (RANGED.has(entry.kind)) counts.set(countKey(entry), (counts.get(countKey(entry)) ?? 0) + 1);
  return counts;
}

function countKey({ kind, param, within }: Entry): string {
  return within ? `${kind} ${param} ${within.type} ${within.id}` : `${kind} ${param}`;
}

/** The range that an entry is found by; undefined: none. */
function rangeOf(entry: Entry): Ranged | undefined {
  if (entry.kind === 'composite') return entry.parts.find(isRanged);
  return isRanged(entry) ? entry : undefined;
}

type Ranged = Extract<SimpleValue, { kind: 'date' | 'number' | 'quantity' }>;

function isRanged(value: Entry | SimpleValue): value is Ranged & typeof value {
  return value.kind === 'date' || value.kind === 'number' || value.kind === 'quantity';
}

function rowOf(
  entry: Entry,
  p: number,
  owner: number,
  container: number,
  names: Names,
  rids: Rids,
): EntryRow {
  switch (entry.kind) {
    case 'token': {
      const exact = entry.code === entry.fold ? '' : entry.code;
      return { table: 'token', values: [p, entry.fold, owner, names.addSystem(entry.system), exact] };
    }
    case 'string':
      return { table: 'string', values: [p, entry.fold, owner, entry.text === entry.fold ? '' : entry.text] };
    case 'date':
      return { table: 'date', values: [p, entry.lo, entry.hi, owner] };
    case 'number':
      return { table: 'quantity', values: [p, entry.lo, entry.hi, owner, 0, '', ''] };
    case 'position':
      return { table: 'quantity', values: [p, entry.latitude, entry.longitude, owner, 0, '', ''] };
    case 'quantity': {
      const sys = names.addSystem(entry.system);
      return { table: 'quantity', values: [p, entry.lo, entry.hi, owner, sys, entry.code, entry.unit] };
    }
    case 'reference': {
      let target: number;
      if (entry.id === undefined) target = rids.elsewhere(entry.type ?? '', entry.url ?? '');
      else if (entry.id.startsWith('#')) target = rids.inside(container, entry.type ?? '', entry.id.slice(1));
      else target = rids.of(entry.type ?? '', entry.id);
      return { table: 'reference', values: [target, p, owner, entry.version ?? '', 0] };
    }
    case 'uri':
      return { table: 'uri', values: [p, entry.value, owner] };
    case 'composite': {
      const { code, lo, hi } = compositeKey(entry.parts);
      return { table: 'composite', values: [p, code, lo, hi, owner, 0, packParts(entry.parts, names)] };
    }
  }
}

/** Numbers composites that are found by the same key; false for one that is there already. */
function isNewComposite({ values }: EntryRow, composites: Map<string, string[]>): boolean {
  const key = values.slice(0, 5).join('\u0000');
  const parts = values[6] as string;
  const alike = composites.get(key);
  if (alike?.includes(parts)) return false;
  values[5] = alike?.length ?? 0;
  if (alike) alike.push(parts);
  else composites.set(key, [parts]);
  return true;
}

/** What a composite is found by: its first code and its first range. */
function compositeKey(parts: readonly SimpleValue[]): { code: string; lo: number; hi: number } {
  const token = parts.find((part) => part.kind === 'token');
  const range = parts.find(isRanged);
  return { code: token?.fold ?? '', lo: range?.lo ?? 0, hi: range?.hi ?? 0 };
}

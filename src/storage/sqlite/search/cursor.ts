// Where a page ended: the last key of the order, never an offset, so that writes in between neither repeat nor
// skip what they do not change. A cursor names the order it belongs to.

import { createHash } from 'node:crypto';
import { BadCursor } from '../../errors.ts';
import type { Cursor } from '../../query.ts';

/** One value of a sort key, of one or two parts; null: the resource has none. */
export type SortValue = readonly (string | number)[] | null;

export interface Position {
  values: SortValue[];
  rid: number;
}

/** Short name of an order: what it is about, and its keys. */
export function orderName(...what: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('base64url').slice(0, 10);
}

export function writeCursor(order: string, position: Position): Cursor {
  return JSON.stringify([order, position.rid, ...position.values]);
}

/** undefined at the start. `keys` is the number of sort keys. */
export function readCursor(order: string, cursor: Cursor | undefined, keys: number): Position | undefined {
  if (cursor === undefined) return undefined;
  let parts: unknown;
  try {
    parts = JSON.parse(cursor);
  } catch {
    throw new BadCursor();
  }
  if (!Array.isArray(parts) || parts.length !== keys + 2) throw new BadCursor();
  const [name, rid, ...values] = parts as unknown[];
  if (name !== order) throw new BadCursor('This page link belongs to another search.');
  if (!Number.isSafeInteger(rid) || !values.every(isSortValue)) throw new BadCursor();
  return { rid: rid as number, values: values as SortValue[] };
}

function isSortValue(value: unknown): value is SortValue {
  if (value === null) return true;
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((v) => typeof v === 'string' || typeof v === 'number')
  );
}

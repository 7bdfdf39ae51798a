// Where a page ended: the last key of the order, never an offset, so that writes in between neither repeat nor
// skip what they do not change. A cursor names the order it belongs to.

import { crc32 } from 'node:zlib';
import { BadCursor } from '../../errors.ts';
import type { Cursor } from '../../query.ts';

/** One value of a sort key, of one or two parts; null: the resource has none. */
export type SortValue = readonly (string | number)[] | null;

export interface Position {
  values: SortValue[];
  rid: number;
}

/**
 * Short name of an order: what it is about, and its keys. Worked out only where a cursor is. It tells mistakes; against
 * forgery whole tokens are sealed.
 */
export function orderName(...what: unknown[]): () => string {
  return () => crc32(JSON.stringify(what)).toString(36);
}

export function writeCursor(order: () => string, { rid, values }: Position): Cursor {
  return JSON.stringify([order(), rid, ...values.map((value) => value?.map(pack) ?? null)]);
}

/** undefined at the start. `keys` is the number of sort keys. */
export function readCursor(
  order: () => string,
  cursor: Cursor | undefined,
  keys: number,
): Position | undefined {
  if (cursor === undefined) return undefined;
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== keys + 2) throw new BadCursor();
  const [name, rid, ...values] = parts as unknown[];
  if (name !== order()) throw new BadCursor('This page link belongs to another search.');
  if (!Number.isSafeInteger(rid)) throw new BadCursor();
  return { rid: rid as number, values: values.map(readValue) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadCursor();
  }
}

function readValue(value: unknown): SortValue {
  if (value === null) return null;
  if (!Array.isArray(value) || value.length === 0) throw new BadCursor();
  return value.map(unpack);
}

/** JSON has no infinity, where open intervals end. */
function pack(part: string | number): unknown {
  if (part === Number.POSITIVE_INFINITY) return true;
  return part === Number.NEGATIVE_INFINITY ? false : part;
}

function unpack(part: unknown): string | number {
  if (typeof part === 'boolean') return part ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (typeof part === 'string' || typeof part === 'number') return part;
  throw new BadCursor();
}

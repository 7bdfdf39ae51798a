// Long lists on their way to the writer: packed as bytes, some of them at a time, so that neither thread is held up
// by thousands at once, and unpacked some at a time where they are used, so that they are never all there as objects.

import { deserialize, serialize } from 'node:v8';
import { createPace } from '../../../fhir/pace.ts';

/** What the writer needs of a list: an array is one, so is a packed list. */
export interface Sequence<T> extends Iterable<T> {
  readonly length: number;
  /** Of a packed one, as it is packed. */
  readonly bytes?: number;
}

export interface Packed {
  length: number;
  /** Each holds up to so many items, in order. */
  parts: Uint8Array<ArrayBuffer>[];
}

/** Items in one part: one or two milliseconds of work. */
const PART = 32;

/** Gives way to others between parts. Throws DataCloneError for what cannot be sent. */
export async function pack(items: readonly unknown[]): Promise<Packed> {
  const parts: Packed['parts'] = [];
  const pace = createPace();
  for (let at = 0; at < items.length; at += PART) {
    await pace();
    parts.push(serialize(items.slice(at, at + PART)) as Buffer<ArrayBuffer>);
  }
  return { length: items.length, parts };
}

/** Can be gone through more than once; each time everything is unpacked anew. */
export function unpack<T>({ length, parts }: Packed): Sequence<T> {
  return {
    length,
    bytes: parts.reduce((sum, part) => sum + part.byteLength, 0),
    *[Symbol.iterator]() {
      for (const part of parts) yield* deserialize(part) as T[];
    },
  };
}

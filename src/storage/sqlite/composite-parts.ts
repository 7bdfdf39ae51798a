// The parts of a composite entry as one JSON text, and back. JSON has no infinity, which an open interval needs.

import type { SimpleValue } from '../index-entry.ts';

const INFINITE = new Map<unknown, number>([
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
]);

export function packParts(parts: readonly SimpleValue[]): string {
  return JSON.stringify(parts, (_, value) => {
    if (value === Number.POSITIVE_INFINITY) return '+inf';
    return value === Number.NEGATIVE_INFINITY ? '-inf' : value;
  });
}

export function unpackParts(text: string): SimpleValue[] {
  const parts = JSON.parse(text) as SimpleValue[];
  for (const part of parts)
    if (part.kind === 'number' || part.kind === 'quantity') {
      part.lo = INFINITE.get(part.lo) ?? part.lo;
      part.hi = INFINITE.get(part.hi) ?? part.hi;
    }
  return parts;
}

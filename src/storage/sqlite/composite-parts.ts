// The parts of a composite entry as one short JSON text, and back: an array a part, systems by number. JSON has no
// infinity, which an open interval needs: null stands for +∞, false for -∞.

import type { ReferenceValue, SimpleValue } from '../index-entry.ts';
import type { Names } from './names.ts';

type Packed = readonly [kind: string, ...fields: unknown[]];

export function packParts(parts: readonly SimpleValue[], names: Names): string {
  return JSON.stringify(parts.map((part) => packPart(part, names)));
}

export function unpackParts(text: string, names: Names): SimpleValue[] {
  return (JSON.parse(text) as Packed[]).map((part) => unpackPart(part, names));
}

function packPart(part: SimpleValue, names: Names): Packed {
  switch (part.kind) {
    case 'token':
      return ['t', names.addSystem(part.system), part.code, ...(part.fold === part.code ? [] : [part.fold])];
    case 'string':
      return ['s', part.text, ...(part.fold === part.text ? [] : [part.fold])];
    case 'date':
      return ['d', part.lo, part.hi];
    case 'number':
      return ['n', packEnd(part.lo), packEnd(part.hi)];
    case 'quantity':
      return ['q', packEnd(part.lo), packEnd(part.hi), names.addSystem(part.system), part.code, part.unit];
    case 'reference':
      return ['r', part.type ?? 0, part.id ?? 0, part.url ?? 0, part.version ?? 0];
    case 'uri':
      return ['u', part.value];
  }
}

function unpackPart([kind, a, b, c, d, e]: Packed, names: Names): SimpleValue {
  switch (kind) {
    case 't':
      return {
        kind: 'token',
        system: names.systemName(a as number),
        code: b as string,
        fold: (c ?? b) as string,
      };
    case 's':
      return { kind: 'string', text: a as string, fold: (b ?? a) as string };
    case 'd':
      return { kind: 'date', lo: a as number, hi: b as number };
    case 'n':
      return { kind: 'number', lo: unpackEnd(a), hi: unpackEnd(b) };
    case 'q':
      return {
        kind: 'quantity',
        lo: unpackEnd(a),
        hi: unpackEnd(b),
        system: names.systemName(c as number),
        code: d as string,
        unit: e as string,
      };
    case 'r': {
      const reference: ReferenceValue = { kind: 'reference' };
      if (a !== 0) reference.type = a as string;
      if (b !== 0) reference.id = b as string;
      if (c !== 0) reference.url = c as string;
      if (d !== 0) reference.version = d as string;
      return reference;
    }
    default:
      return { kind: 'uri', value: a as string };
  }
}

function packEnd(end: number): unknown {
  if (end === Number.POSITIVE_INFINITY) return null;
  return end === Number.NEGATIVE_INFINITY ? false : end;
}

function unpackEnd(end: unknown): number {
  if (end === null) return Number.POSITIVE_INFINITY;
  return end === false ? Number.NEGATIVE_INFINITY : (end as number);
}

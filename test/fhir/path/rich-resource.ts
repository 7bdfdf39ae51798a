// A resource of any type with every element filled down to a depth: what hand-written examples never cover.

import { type ElementShape, jsonName, type TypeModel } from '../../../src/fhir/elements.ts';

type Json = Record<string, unknown>;

const DEPTH = 4;
const PRIMITIVES: Record<string, (n: number) => unknown> = {
  boolean: (n) => n % 2 === 0,
  integer: (n) => n,
  unsignedInt: (n) => n,
  positiveInt: (n) => n + 1,
  decimal: (n) => n + 0.25,
  date: (n) => `2024-02-${String(10 + (n % 15))}`,
  dateTime: (n) => `2024-02-${String(10 + (n % 15))}T09:30:00+08:00`,
  instant: (n) => `2024-02-${String(10 + (n % 15))}T09:30:00.125+08:00`,
  time: () => '09:30:00',
  uri: (n) => `http://example.org/uri/${n}`,
  url: (n) => `http://example.org/url/${n}`,
  canonical: (n) => `http://example.org/canonical/${n}|1.0`,
  oid: (n) => `urn:oid:1.2.${n}`,
  uuid: () => 'urn:uuid:0f3b1c3e-8a52-4f5e-9a41-6d1f5e0c7b11',
  base64Binary: () => 'aGVsbG8=',
  id: (n) => `id-${n}`,
  code: (n) => `code-${n}`,
  xhtml: () => '<div xmlns="http://www.w3.org/1999/xhtml">Text</div>',
};
const TARGETS = ['Patient', 'Practitioner', 'Encounter', 'Organization', 'Group', 'Location', 'Device'];

/** `variant` picks the types of choices and the targets of references; another one gives other values. */
export function richResource(type: string, variant: number, model: TypeModel): Json {
  let count = variant * 7;
  const next = (): number => count++;

  function object(ofType: string, depth: number): Json {
    const content: Json = {};
    for (const shape of model.elements(ofType)?.values() ?? []) fill(content, shape, depth);
    return content;
  }

  function fill(content: Json, shape: ElementShape, depth: number): void {
    if (shape.name === 'contained' || (shape.name === 'extension' && depth > 1)) return;
    const chosen = shape.types[(variant + shape.name.length) % shape.types.length]!;
    const value = (): unknown => one(chosen, depth);
    const first = value();
    if (first === undefined) return;
    content[jsonName(shape, chosen)] = shape.max > 1 ? [first, value()] : first;
  }

  function one(ofType: string, depth: number): unknown {
    if (ofType === 'Resource') return depth < 2 ? { resourceType: 'Basic', id: `b-${next()}` } : undefined;
    if (model.kind(ofType) === 'primitive') {
      const n = next();
      return PRIMITIVES[ofType]?.(n) ?? `text ${n}`;
    }
    if (ofType === 'Reference')
      return { reference: `${TARGETS[next() % TARGETS.length]}/r-${next()}`, display: 'x' };
    if (depth >= DEPTH) return undefined;
    const content = object(ofType, depth + 1);
    return Object.keys(content).length === 0 ? undefined : content;
  }

  return { resourceType: type, ...object(type, 0) };
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bundleBytes, bundleText } from '../../src/fhir/bundle.ts';
import { PageMemory } from '../../src/fhir/page-memory.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const url = fc.oneof(fc.webUrl(), text).map((one) => one.replaceAll(/["\\\p{Cc}]/gu, ''));
const resource = text.map((name) => JSON.stringify({ resourceType: 'Patient', name: [{ text: name }] }));

describe('A Bundle joined from texts', () => {
  it('is the same as text and as bytes, whether or not all of it is ASCII', () => {
    const memory = new PageMemory();
    fc.assert(
      fc.property(
        fc.array(url, { maxLength: 3 }),
        fc.array(fc.record({ fullUrl: url, resource }), { maxLength: 5 }),
        (links, entries) => {
          const parts = (asBytes: boolean) => ({
            type: 'searchset' as const,
            links: links.map((one) => ({ relation: 'self', url: one })),
            entries: entries.map((entry) => ({
              ...entry,
              resource: asBytes ? Buffer.from(entry.resource) : entry.resource,
              search: 'match' as const,
            })),
          });
          const expected = bundleText(parts(false));
          const { bytes, release } = bundleBytes(parts(true), memory);
          expect(bytes.toString()).toBe(expected);
          expect(bundleText(parts(true))).toBe(expected);
          const read = JSON.parse(expected) as { entry?: { fullUrl: string; resource: unknown }[] };
          expect(read.entry ?? []).toEqual(
            entries.map((entry) => ({
              fullUrl: entry.fullUrl,
              resource: JSON.parse(entry.resource),
              search: { mode: 'match' },
            })),
          );
          release?.();
        },
      ),
      { numRuns: 300 },
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { bundleBytes, bundleText } from '../../src/fhir/bundle.ts';
import { PageMemory } from '../../src/fhir/page-memory.ts';

describe('Memory of answers', () => {
  it('is nobody else’s until it is released', () => {
    const memory = new PageMemory();
    const pieces = Array.from({ length: 100 }, () => memory.take(1000));
    expect(new Set(pieces.map(({ bytes }) => bytes.buffer)).size).toBe(100);
  });

  it('is used again after it was released', () => {
    const memory = new PageMemory();
    const first = memory.take(1000);
    first.release!();
    expect(memory.take(2000).bytes.buffer).toBe(first.bytes.buffer);
    expect(memory.take(2000).bytes.buffer).not.toBe(first.bytes.buffer);
  });

  it('is as large as asked for', () => {
    const memory = new PageMemory();
    for (const size of [1, 65_536, 65_537, 1_000_000])
      expect(memory.take(size).bytes.length).toBeGreaterThanOrEqual(size);
  });

  it('holds the same Bundle as its text, whatever it held before', () => {
    const memory = new PageMemory();
    const parts = (name: string, many: number) => ({
      type: 'searchset' as const,
      entries: Array.from({ length: many }, (_, i) => ({
        fullUrl: `http://localhost/fhir/Patient/${i}#"${i}`,
        resource: Buffer.from(JSON.stringify({ resourceType: 'Patient', name: [{ text: name }] })),
        search: 'match' as const,
      })),
    });
    for (const [name, many] of [
      ['王小禾', 300],
      ['Li', 3],
      ['😀', 0],
      ['王小禾', 2],
    ] as const) {
      const { bytes, release } = bundleBytes(parts(name, many), memory);
      expect(bytes.toString()).toBe(bundleText(parts(name, many)));
      expect(JSON.parse(bytes.toString()).entry?.length ?? 0).toBe(many);
      release?.();
    }
  });
});

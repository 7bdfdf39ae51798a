import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareTemporal } from '../../../src/fhir/path/temporal.ts';

describe('two dates or times', () => {
  it.each([
    ['2024-02-29', '2024-03-01', -1],
    ['2024', '2023-12', 1],
    ['2024', '2024-02', undefined],
    ['2024-02-29T10:00:00+08:00', '2024-02-29T02:00:00Z', 0],
    ['2024-02-29T07:00:00+08:00', '2024-02-28T23:00:00Z', 0],
    ['2024-01-01T00:30:00+08:00', '2023-12-31T16:29:59.999Z', 1],
    ['2024-02-29T10:00', '2024-02-29T10:00:30', undefined],
    ['2024-02-29', '2024-02-29T10:00:00Z', undefined],
    ['10:30:00', '10:30:00.500', -1],
    ['10:30', '09:59:59', 1],
  ])('%s and %s compare to the precision that both have', (a, b, expected) => {
    const order = compareTemporal(a, b);
    expect(order === undefined ? undefined : Math.sign(order)).toBe(expected);
  });

  it('that are none cannot be compared', () => {
    expect(compareTemporal('soon', '2024')).toBeNaN();
  });

  it('compare in UTC as the clock does, whatever their offsets', () => {
    const offset = fc.integer({ min: -14 * 4, max: 14 * 4 }).map((quarters) => quarters * 15);
    const instant = fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000);
    fc.assert(
      fc.property(instant, instant, offset, offset, (a, b, zoneA, zoneB) => {
        expect(Math.sign(compareTemporal(written(a, zoneA), written(b, zoneB))!)).toBe(Math.sign(a - b));
      }),
    );
  });
});

function written(at: number, offset: number): string {
  const local = new Date(at + offset * 60_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offset);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.trunc(minutes / 60))}:${pad(minutes % 60)}`;
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDecimal } from '../../src/search/decimal.ts';

describe('the digits of a number', () => {
  // R4 search.html#number: "100 … [99.5 … 100.5)", "100.00 … [99.995 … 100.005)".
  it.each([
    ['100', 100, 99.5, 100.5],
    ['100.00', 100, 99.995, 100.005],
    ['0.5', 0.5, 0.45, 0.55],
    ['0.50', 0.5, 0.495, 0.505],
    ['-1.25', -1.25, -1.255, -1.245],
    ['5e-1', 0.5, 0.45, 0.55],
    ['1e2', 100, 50, 150],
    ['2E-3', 0.002, 0.0015, 0.0025],
    ['0', 0, -0.5, 0.5],
  ])('%s is %d, from %d until before %d', (text, value, lo, hi) => {
    expect(parseDecimal(text)).toEqual({ value, lo, hi });
  });

  it.each([
    '',
    '.',
    '5.',
    '.5',
    'abc',
    '1,5',
    '1e',
    '1e400',
    '0x10',
    'Infinity',
    'NaN',
    '１',
    '1'.repeat(61),
  ])('%j is no number', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  it('always enclose the number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
        const decimal = parseDecimal(String(value))!;
        expect(decimal.value).toBe(value === 0 ? decimal.value : value);
        expect(decimal.lo <= value && value <= decimal.hi).toBe(true);
      }),
    );
  });
});

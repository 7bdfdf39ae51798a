import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calculate } from '../../../src/fhir/path/decimal.ts';

describe('decimal arithmetic', () => {
  it.each([
    ['+', 0.1, 0.2, 0.3],
    ['-', 5, 4.9, 0.1],
    ['*', 1.1, 1.1, 1.21],
    ['*', 4.35, 100, 435],
    ['/', -0.5, 2, -0.25],
    ['mod', 49, 1, 0],
    ['mod', 0.3, 0.1, 0],
    ['mod', 5.5, 2, 1.5],
    ['div', 0.6, 0.2, 3],
  ] as const)('%s of %d and %d is what people expect', (operator, a, b, expected) => {
    expect(calculate(operator, a, b)).toBe(expected);
  });

  it('has no answer to a division by zero', () => {
    expect(calculate('/', 1, 0)).toBeUndefined();
    expect(calculate('mod', 1, 0)).toBeUndefined();
  });

  it('is exact on quarters of a dioptre', () => {
    const quarters = fc.integer({ min: -120, max: 120 });
    fc.assert(
      fc.property(quarters, quarters, (a, b) => {
        expect(calculate('+', a / 4, b / 4)).toBe((a + b) / 4);
        expect(calculate('*', a / 100, 100)! + 0).toBe(a + 0);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type CodeSet,
  type Codes,
  difference,
  intersection,
  unionOf,
} from '../../src/conformance/terminology/code-set.ts';

const SYSTEMS = ['s', 't'];
const CODES = ['a', 'b', 'c', 'one that nobody names'];

const codes: fc.Arbitrary<Codes> = fc
  .tuple(fc.subarray(CODES.slice(0, 3)), fc.boolean())
  .map(([list, only]) => (only ? { only: new Set(list) } : { allBut: new Set(list) }));
const set: fc.Arbitrary<CodeSet> = fc
  .dictionary(fc.constantFrom(...SYSTEMS), codes)
  .map((bySystem) => new Map(Object.entries(bySystem)));

function has(codeSet: CodeSet, system: string, code: string): boolean {
  const found = codeSet.get(system);
  if (!found) return false;
  return 'only' in found ? found.only.has(code) : !found.allBut.has(code);
}

describe('Sets of codes', () => {
  it('are united, met and taken away code by code', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        for (const system of SYSTEMS)
          for (const code of CODES) {
            const [inA, inB] = [has(a, system, code), has(b, system, code)];
            expect(has(unionOf([a, b]), system, code)).toBe(inA || inB);
            expect(has(intersection(a, b), system, code)).toBe(inA && inB);
            expect(has(difference(a, b), system, code)).toBe(inA && !inB);
          }
      }),
    );
  });
});

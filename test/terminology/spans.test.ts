import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Circle, spansOf } from '../../src/terminology/spans.ts';

/** Each concept under some that come before it: every hierarchy without circles, but for its order. */
const hierarchy = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 40 })
  .map((lists) => lists.map((list, at) => [...new Set(at === 0 ? [] : list.map((one) => one % at))]));

function isBelow(one: number, top: number, parents: readonly number[][]): boolean {
  return one === top || parents[one]!.some((parent) => isBelow(parent, top, parents));
}

describe('intervals of a hierarchy', () => {
  it('hold what is at or below a concept, and nothing else', () => {
    fc.assert(
      fc.property(hierarchy, (parents) => {
        const { places, spans } = spansOf(parents);
        expect([...places].sort((a, b) => a - b)).toEqual(parents.map((_, at) => at));
        for (let top = 0; top < parents.length; top++) {
          for (let one = 0; one < parents.length; one++) {
            let isIn = false;
            const span = spans[top]!;
            for (let at = 0; at < span.length; at += 2)
              if (span[at]! <= places[one]! && places[one]! <= span[at + 1]!) isIn = true;
            expect([one, top, isIn]).toEqual([one, top, isBelow(one, top, parents)]);
          }
        }
      }),
    );
  });

  it('are one for each concept of a tree', () => {
    const { spans } = spansOf([[], [0], [0], [1], [1], [2]]);
    expect(spans.map(({ length }) => length)).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it('are refused for a circle', () => {
    expect(() => spansOf([[], [2], [1]])).toThrow(Circle);
  });
});

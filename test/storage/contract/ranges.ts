// Intervals: every comparison over every length of date and number, found, and found in the order of the same
// parameter, by resources with one value and with several.

import { describe, expect, it } from '@jest/globals';
import { type Entry, OPEN } from '../../../src/storage/index-entry.ts';
import { matches } from '../../../src/storage/match.ts';
import type { Comparison, Match, SortKey } from '../../../src/storage/query.ts';
import { commit, findAll, type OpenEngine, query, withStore, write } from './support.ts';

const OPS: Comparison[] = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'];
const DAY = 86_400_000;
const STARTS = [0, 10, 100, 400, 1000].map((days) => days * DAY);
const LENGTHS = [1, DAY, 20 * DAY, 100 * DAY, 700 * DAY];

const dates: Entry[] = [
  ...STARTS.flatMap((lo) =>
    LENGTHS.map((length): Entry => ({ kind: 'date', param: 'v', lo, hi: lo + length })),
  ),
  { kind: 'date', param: 'v', lo: -OPEN, hi: 10 * DAY },
  { kind: 'date', param: 'v', lo: 10 * DAY, hi: OPEN },
];
const askedDates = (op: Comparison): Match[] =>
  STARTS.flatMap((lo) =>
    [DAY, 400 * DAY].map((length): Match => ({ kind: 'date', op, lo, hi: lo + length })),
  );

const NUMBERS = [-2, 0, 0.5, 1, 3];
const numbers: Entry[] = [
  ...NUMBERS.flatMap((lo) =>
    NUMBERS.filter((hi) => hi >= lo).map((hi): Entry => ({ kind: 'number', param: 'v', lo, hi })),
  ),
  { kind: 'number', param: 'v', lo: 1, hi: Number.MAX_VALUE },
];
const askedNumbers = (op: Comparison): Match[] =>
  NUMBERS.map((value): Match => ({ kind: 'number', op, value, lo: value - 0.5, hi: value + 0.5 }));

export function ranges(open: OpenEngine): void {
  describe('Intervals', () => {
    const cases = [
      { kind: 'date' as const, values: dates, asked: askedDates },
      { kind: 'number' as const, values: numbers, asked: askedNumbers },
    ];
    for (const { kind, values, asked } of cases)
      for (const several of [false, true])
        it(`of ${kind}s are found by every comparison, ${several ? 'several' : 'one'} to a resource`, () =>
          withStore(open, async (store) => {
            // Each value alone, or with one far from it.
            const held = values.map((value, i) =>
              several ? [value, values[(i * 7 + 5) % values.length]!] : [value],
            );
            await commit(
              store,
              held.map((entries, i) => write(`Group/${i}`, 'x', entries)),
            );
            for (const op of OPS)
              for (const match of asked(op)) {
                const expected = held.flatMap((entries, i) =>
                  entries.some((entry) => matches(entry, match)) ? [`Group/${i}`] : [],
                );
                const q = query('Group', { kind: 'match', param: 'v', match });
                expect((await findAll(store, q)).sort()).toEqual([...expected].sort());
                const sort: SortKey[] = [{ by: 'param', param: 'v', kind, descending: op < 'h' }];
                expect((await findAll(store, { ...q, sort, count: 20 })).sort()).toEqual(
                  [...expected].sort(),
                );
              }
          }));
  });
}

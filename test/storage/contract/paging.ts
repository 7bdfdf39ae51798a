// Pages while others write: what does not change comes exactly once, what changes at most once a version.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cursor, SortKey, Where } from '../../../src/storage/query.ts';
import { ALWAYS } from '../../../src/storage/query.ts';
import type { Write } from '../../../src/storage/store.ts';
import {
  commit,
  date,
  hasCode,
  name,
  type OpenEngine,
  query,
  string,
  token,
  withStore,
  write,
} from './support.ts';

const IDS = Array.from({ length: 40 }, (_, i) => `Patient/${i}`);
const facts = fc.record({
  code: fc.constantFrom('a', 'b'),
  on: fc.nat(12),
  called: fc.constantFrom('li', 'wang', 'zhang', undefined),
});
type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;

const written = (of: string, { code, on, called }: Facts): Write =>
  write(of, `${code} ${on}`, [
    token('code', code),
    // Some have no date.
    ...(on === 0 ? [] : [date('date', on * 10)]),
    ...(called === undefined ? [] : [string('name', called)]),
  ]);

const by = (param: string, kind: 'date' | 'string' | 'token', descending: boolean): SortKey => ({
  by: 'param',
  param,
  kind,
  descending,
});
const orders = fc.constantFrom<SortKey[]>(
  [],
  [by('date', 'date', true)],
  [by('date', 'date', false)],
  [by('name', 'string', false)],
  [by('code', 'token', true), by('date', 'date', false)],
  [{ by: '_lastUpdated', descending: true }],
  [{ by: '_id', descending: false }],
);
const wheres = fc.constantFrom<Where>(ALWAYS, hasCode('code', 'a'), {
  kind: 'or',
  any: [hasCode('code', 'a'), hasCode('code', 'b')],
});
const change = fc.record({ at: fc.nat(IDS.length - 1), facts: fc.option(facts, { nil: null }) });

export function paging(open: OpenEngine): void {
  describe('Pages while others write', () => {
    it('hold what does not change exactly once, and no version of anything twice', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(facts, { minLength: IDS.length, maxLength: IDS.length }),
          fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 12 }),
          orders,
          wheres,
          fc.integer({ min: 1, max: 9 }),
          (first, changes, sort, where, count) =>
            withStore(open, async (store) => {
              await commit(
                store,
                IDS.map((of, i) => written(of, first[i]!)),
              );
              const all = await store.search(query('Patient', where));
              const standing = new Set(all.versions.map((version) => name(version.key)));
              const touched = new Set<string>();
              const versions: string[] = [];
              const found: string[] = [];
              let after: Cursor | undefined;
              for (let page = 0; page === 0 || after !== undefined; page++) {
                const answer = await store.search(query('Patient', where, { sort, count, after }));
                found.push(...answer.versions.map(({ key }) => name(key)));
                versions.push(...answer.versions.map(({ key, version }) => `${name(key)} ${version}`));
                after = answer.next;
                for (const { at, facts: now } of changes[page] ?? []) {
                  touched.add(IDS[at]!);
                  await commit(store, [now ? written(IDS[at]!, now) : write(IDS[at]!, null)]);
                }
              }
              expect(new Set(versions).size).toBe(versions.length);
              for (const one of standing)
                if (!touched.has(one)) expect(found.filter((of) => of === one)).toHaveLength(1);
            }),
        ),
        { numRuns: 40 },
      ));
  });
}

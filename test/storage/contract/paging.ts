// Pages: all of it, each once, in one order; while others write, what does not change comes exactly once, what changes at
// most once a version.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Cursor, SortKey, Where } from '../../../src/storage/query.ts';
import { ALWAYS } from '../../../src/storage/query.ts';
import type { See } from '../../../src/storage/see.ts';
import type { Store, Write } from '../../../src/storage/store.ts';
import {
  commit,
  date,
  findAll,
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

  describe('Pages of a prefix', () => {
    // Names fall as the numbers rise, and most have two of them.
    const person = (i: number): Write =>
      write(
        `Patient/${i}`,
        'x',
        i % 2 ? [string('name', 'wang')] : [string('name', `li${99 - i}`), string('name', `lin${99 - i}`)],
        [i % 3 ? 'blue' : 'red'],
      );
    const startsWithLi: Where = {
      kind: 'match',
      param: 'name',
      match: { kind: 'string', how: 'starts', text: 'li' },
    };
    const fill = async (store: Store) => {
      await commit(
        store,
        Array.from({ length: 60 }, (_, i) => person(i)),
      );
      await commit(store, [write('Patient/4', null), write('Patient/60', null)]);
    };
    const even = Array.from({ length: 30 }, (_, i) => 2 * i).filter((i) => i !== 4);
    const names = (numbers: readonly number[]) => numbers.map((i) => `Patient/${i}`);

    it('come in the order of the store, each once however many names begin so', () =>
      withStore(open, async (store) => {
        await fill(store);
        expect(await findAll(store, query('Patient', startsWithLi, { count: 3 }))).toEqual(names(even));
        expect(await findAll(store, query('Patient', startsWithLi, { count: 10 }))).toEqual(names(even));
        expect((await store.search(query('Patient', startsWithLi, { count: 3 }))).versions).toHaveLength(3);
      }));

    it('go on in the same order when more and more values begin so', () =>
      withStore(open, async (store) => {
        const bearers = (from: number, to: number, name: string) =>
          commit(
            store,
            Array.from({ length: to - from }, (_, i) =>
              write(`Patient/${from + i}`, 'x', [string('name', name)]),
            ),
          );
        await bearers(0, 5, 'wangli');
        await bearers(5, 10, 'wang');
        const startsWithWang = query('Patient', {
          kind: 'match',
          param: 'name',
          match: { kind: 'string', how: 'starts', text: 'wang' },
        });
        const found: string[] = [];
        let after: Cursor | undefined;
        for (let more = 0; more === 0 || after; more++) {
          const { versions, next } = await store.search({ ...startsWithWang, count: 2, after });
          found.push(...versions.map(({ key }) => key.id));
          after = next;
          // From two values to ten, the later the smaller.
          if (more < 8) await bearers(10 + more, 11 + more, `wang${8 - more}`);
        }
        expect(found).toEqual(Array.from({ length: 18 }, (_, i) => String(i)));
      }));

    it('leave out what is not in sight, and go on behind it', () =>
      withStore(open, async (store) => {
        await fill(store);
        const see: See = { types: {}, others: { anyOf: ['red'] } };
        expect(await findAll(store, query('Patient', startsWithLi, { count: 1 }), { see })).toEqual(
          names(even.filter((i) => i % 3 === 0)),
        );
        const none: See = { types: {}, others: { anyOf: ['green'] } };
        expect(await findAll(store, query('Patient', startsWithLi, { count: 1 }), { see: none })).toEqual([]);
      }));
  });
}

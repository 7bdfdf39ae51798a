// Searching: orders, pages, what a caller may see; every kind of match against evaluate() by property.

import { describe, expect, it } from '@jest/globals';
import { BadCursor } from '../../../src/storage/errors.ts';
import type { Entry } from '../../../src/storage/index-entry.ts';
import type { Match, SortKey, Where } from '../../../src/storage/query.ts';
import {
  commit,
  date,
  findAll,
  hasCode,
  key,
  name,
  type OpenEngine,
  query,
  reference,
  refersTo,
  string,
  token,
  withStore,
  write,
} from './support.ts';

const ALL: Where = { kind: 'and', all: [] };
const byDate = (descending: boolean): SortKey => ({ by: 'param', param: 'date', kind: 'date', descending });

export function searching(open: OpenEngine): void {
  describe('A search', () => {
    it('in the store’s own order gives each resource once over all pages', () =>
      withStore(open, async (store) => {
        for (let i = 0; i < 25; i++)
          await commit(store, [write(`Patient/p${i}`, 'x', [token('code', i % 2 ? 'odd' : 'even')])]);
        for (const count of [1, 4, 13, 100]) {
          const found = await findAll(store, query('Patient', hasCode('code', 'even'), { count }));
          expect(found).toHaveLength(13);
          expect(new Set(found).size).toBe(13);
        }
      }));

    it('sorts by the smallest value ascending and the largest descending, with the missing last', () =>
      withStore(open, async (store) => {
        await commit(store, [
          write('Group/none', 'x'),
          write('Group/wide', 'x', [date('date', 10), date('date', 50), date('date', 30)]),
          write('Group/middle', 'x', [date('date', 20)]),
          write('Group/twice', 'x', [date('date', 40), date('date', 40), date('date', 5)]),
        ]);
        for (const count of [1, 2, 10]) {
          const up = await findAll(store, query('Group', ALL, { sort: [byDate(false)], count }));
          expect(up.map((n) => n.slice(6))).toEqual(['twice', 'wide', 'middle', 'none']);
          const down = await findAll(store, query('Group', ALL, { sort: [byDate(true)], count }));
          expect(down.map((n) => n.slice(6))).toEqual(['wide', 'twice', 'middle', 'none']);
        }
      }));

    it('gives resources that sort alike once each, in one order, over all pages', () =>
      withStore(open, async (store) => {
        const ids = Array.from({ length: 9 }, (_, i) => `g${i}`);
        await commit(
          store,
          ids.map((id, i) => write(`Group/${id}`, 'x', [date('date', i % 3)])),
        );
        for (const descending of [false, true]) {
          const sort = [byDate(descending)];
          const whole = await findAll(store, query('Group', ALL, { sort }));
          expect([...whole].sort()).toEqual(ids.map((id) => `Group/${id}`));
          for (const count of [1, 2, 4])
            expect(await findAll(store, query('Group', ALL, { sort, count }))).toEqual(whole);
        }
      }));

    it('sorts by several keys, by id and by time of change', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Group/c', 'x', [token('status', 'b'), string('name', 'z')])]);
        await commit(store, [write('Group/a', 'x', [token('status', 'b'), string('name', 'y')])]);
        await commit(store, [write('Group/b', 'x', [token('status', 'a'), string('name', 'z')])]);
        const ordered = async (...sort: SortKey[]) =>
          (await findAll(store, query('Group', ALL, { sort, count: 2 }))).map((n) => n.slice(6)).join('');
        const status: SortKey = { by: 'param', param: 'status', kind: 'token', descending: false };
        const title: SortKey = { by: 'param', param: 'name', kind: 'string', descending: false };
        expect(await ordered(status, title)).toBe('bac');
        expect(await ordered({ ...status, descending: true }, { ...title, descending: true })).toBe('cab');
        expect(await ordered({ by: '_id', descending: false })).toBe('abc');
        expect(await ordered({ by: '_id', descending: true })).toBe('cba');
        expect(await ordered({ by: '_lastUpdated', descending: false })).toBe('cab');
        expect(await ordered({ by: '_lastUpdated', descending: true })).toBe('bac');
      }));

    it('shows an unchanged resource exactly once while others are written, changed and removed', () =>
      withStore(open, async (store) => {
        const still = Array.from({ length: 20 }, (_, i) => `Patient/still${i}`);
        await commit(
          store,
          still.map((of, i) => write(of, 'x', [date('date', i)])),
        );
        await commit(
          store,
          Array.from({ length: 20 }, (_, i) => write(`Patient/moving${i}`, 'x', [date('date', i)])),
        );
        for (const sort of [[], [byDate(false)], [byDate(true)]]) {
          const found: string[] = [];
          let after: string | undefined;
          let round = 0;
          do {
            const page = await store.search(query('Patient', ALL, { sort, count: 3, after }));
            found.push(...page.versions.map((v) => name(v.key)));
            after = page.next;
            round++;
            const words = round % 3 === 0 ? null : 'y';
            await commit(store, [
              write(`Patient/moving${round % 20}`, words, words ? [date('date', 40 - round)] : []),
              write(`Patient/new${round}${sort.length}${sort[0]?.descending}`, 'x', [date('date', round)]),
            ]);
          } while (after);
          expect(found.filter((n) => n.includes('still')).sort()).toEqual([...still].sort());
        }
      }));

    it('no longer finds what was deleted, and finds it again when it was recreated', () =>
      withStore(open, async (store) => {
        const q = query('Patient', hasCode('code', 'c'));
        await commit(store, [write('Patient/a', 'x', [token('code', 'c')])]);
        await commit(store, [write('Patient/a', null)]);
        expect(await findAll(store, q)).toEqual([]);
        expect(await findAll(store, query('Patient', ALL))).toEqual([]);
        await commit(store, [write('Patient/a', 'x', [token('code', 'c')])]);
        expect(await findAll(store, q)).toEqual(['Patient/a']);
        expect((await store.read([key('Patient/a')]))[0]).toMatchObject({ version: 3, deleted: false });
      }));

    it('refuses the page link of another order, and one that is not of its making', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a'), write('Patient/b')]);
        const { next } = await store.search(query('Patient', ALL, { count: 1 }));
        expect(next).toBeDefined();
        const others = [
          query('Patient', ALL, { sort: [byDate(false)], after: next }),
          query(['Group'], ALL, { after: next }),
          query('Patient', ALL, { after: 'garbage' }),
          query('Patient', ALL, { after: '[1]' }),
        ];
        for (const q of others) await expect(store.search(q)).rejects.toThrow(BadCursor);
      }));

    it('are about right where nobody counts them to the end', () =>
      withStore(open, async (store) => {
        const kinds = Array.from({ length: 900 }, (_, n) => (n % 3 === 0 ? 'rare' : 'common'));
        await commit(
          store,
          kinds.map((kind, n) => write(`Patient/${n}`, kind, [token('code', kind)])),
        );
        const about = (code: string) => store.estimate(query('Patient', hasCode('code', code)), 50);
        for (const [code, count] of [
          ['rare', 300],
          ['common', 600],
        ] as const) {
          const estimate = await about(code);
          expect(Math.abs(estimate - count)).toBeLessThan(count * 0.15);
          expect(Number(estimate.toPrecision(2))).toBe(estimate);
        }
        expect(await about('none')).toBe(0);
        // Of what a caller does not see, nothing is told.
        const see = { types: {}, others: 'none' as const };
        expect(await store.estimate(query('Patient', hasCode('code', 'rare')), 50, { see })).toBe(0);
      }));

    it('asked for none counts only, and counts up to a limit', () =>
      withStore(open, async (store) => {
        await commit(
          store,
          Array.from({ length: 8 }, (_, i) => write(`Patient/p${i}`, 'x', [token('code', 'c')])),
        );
        await commit(store, [write('Patient/p0', null)]);
        const q = query('Patient', hasCode('code', 'c'), { count: 0 });
        expect(await store.search(q)).toMatchObject({ versions: [] });
        expect(await store.count(q)).toBe(7);
        expect(await store.count(q, 7)).toBe(7);
        expect(await store.count(q, 3)).toBe(4);
        expect(await store.count(query(['Patient', 'Group'], ALL))).toBe(7);
        expect(await store.estimate(q, 7)).toBe(7);
        expect(await store.estimate(q, 100)).toBe(7);
      }));

    it('says which state it was judged on', () =>
      withStore(open, async (store) => {
        const { seq } = await commit(store, [write('Patient/a')]);
        expect((await store.search(query('Patient', ALL))).seq).toBe(seq);
      }));

    it('follows a reference into a contained resource, which is never found by itself', () =>
      withStore(open, async (store) => {
        const entries = [
          reference('medication', 'Medication/#m1'),
          { ...token('code', 'abc'), within: { type: 'Medication', id: 'm1' } },
        ];
        await commit(store, [
          write('MedicationRequest/r', 'x', entries),
          write('Medication/m', 'x', [token('code', 'abc')]),
        ]);
        const chain: Where = {
          kind: 'chain',
          param: 'medication',
          targets: ['Medication'],
          where: hasCode('code', 'abc'),
        };
        expect(await findAll(store, query('MedicationRequest', chain))).toEqual(['MedicationRequest/r']);
        expect(await findAll(store, query('Medication', hasCode('code', 'abc')))).toEqual(['Medication/m']);
        expect(await findAll(store, query('MedicationRequest', hasCode('code', 'abc')))).toEqual([]);
        await commit(store, [write('MedicationRequest/r', 'x', [token('status', 'active')])]);
        expect(await findAll(store, query('MedicationRequest', chain))).toEqual([]);
      }));

    it('may have a thousand alternatives of any kind, sorted or not', () =>
      withStore(open, async (store) => {
        const wanted = Array.from({ length: 1200 }, (_, n) => n);
        const of = (n: number): Entry[] => [
          token('code', `c${n}`, n % 2 ? 'urn:odd' : 'urn:even'),
          string('name', `n${n}x`),
          date('date', n * 10),
          { kind: 'quantity', param: 'weight', lo: n, hi: n, system: '', code: '', unit: '' },
          { kind: 'uri', param: 'url', value: `urn:u:${n}` },
          reference('link', `Patient/p${n}`),
        ];
        await commit(store, [
          ...[0, 1, 7, 999].map((n) => write(`Group/g${n}`, 'x', of(n))),
          write('Group/other', 'x', of(5000)),
          write('Patient/p7', 'x', [token('code', 'p7')]),
        ]);
        const any = (match: (n: number) => Match, param: string): Where => ({
          kind: 'or',
          any: wanted.map((n): Where => ({ kind: 'match', param, match: match(n) })),
        });
        const range = (n: number) => ({ op: 'eq' as const, value: n, lo: n - 0.5, hi: n + 0.5 });
        const questions: Where[] = [
          any((n) => ({ kind: 'token', code: `c${n}` }), 'code'),
          any((n) => ({ kind: 'token', code: `c${n}`, system: n % 2 ? 'urn:odd' : 'urn:even' }), 'code'),
          any((n) => ({ kind: 'string', how: 'starts', text: `n${n}x` }), 'name'),
          any((n) => ({ kind: 'date', op: 'eq', lo: n * 10, hi: n * 10 + 1 }), 'date'),
          any((n) => ({ kind: 'quantity', ...range(n) }), 'weight'),
          any((n) => ({ kind: 'uri', how: 'equals', value: `urn:u:${n}` }), 'url'),
          any((n) => ({ kind: 'reference', type: 'Patient', id: `p${n}` }), 'link'),
          any((n) => ({ kind: 'reference', id: `p${n}` }), 'link'),
          { kind: 'or', any: wanted.map((n): Where => ({ kind: 'ids', ids: [`g${n}`] })) },
        ];
        const four = ['Group/g0', 'Group/g1', 'Group/g7', 'Group/g999'];
        for (const where of questions) {
          for (const sort of [[], [byDate(true)], [{ by: '_id', descending: false } as const]]) {
            const ask = (asked: Where) => findAll(store, query('Group', asked, { sort, count: 3 }));
            expect((await ask(where)).sort()).toEqual(four);
            expect(await ask({ kind: 'not', where })).toEqual(['Group/other']);
          }
        }
        const chain: Where = {
          kind: 'chain',
          param: 'link',
          targets: ['Patient'],
          where: any((n) => ({ kind: 'token', code: `p${n}` }), 'code'),
        };
        expect(await findAll(store, query('Group', chain))).toEqual(['Group/g7']);
      }));

    it('tells people how it was answered', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a', 'x', [token('code', 'c')])]);
        const explanation = await store.explain(query('Patient', hasCode('code', 'c')));
        expect(explanation.driver).toContain('code');
        expect(explanation.found).toBe(1);
        const searched = explanation.statements.filter(({ purpose }) => purpose === 'search');
        expect(searched.map(({ rows }) => rows)).toEqual([1]);
        expect(searched[0]!.plan.length).toBeGreaterThan(0);
      }));
  });

  describe('What a caller may see', () => {
    const see = {
      types: { Observation: { anyOf: ['owner:1'], noneOf: ['secret'] }, Group: 'none' as const },
      others: 'all' as const,
    };
    const fill = async (store: Parameters<Parameters<typeof withStore>[1]>[0]) => {
      await commit(store, [
        write('Patient/p', 'x', [token('code', 'p')]),
        write(
          'Observation/mine',
          'x',
          [reference('subject', 'Patient/p'), token('code', 'mine')],
          ['owner:1'],
        ),
        write(
          'Observation/secret',
          'x',
          [reference('subject', 'Patient/p'), token('code', 'secret')],
          ['owner:1', 'secret'],
        ),
        write(
          'Observation/other',
          'x',
          [reference('subject', 'Patient/p'), token('code', 'other')],
          ['owner:2'],
        ),
        write('Group/g', 'x', [reference('member', 'Observation/mine')], ['owner:1']),
      ]);
    };

    it('bounds searches and counts, sorted or not', () =>
      withStore(open, async (store) => {
        await fill(store);
        for (const sort of [[], [{ by: '_id', descending: true } as const], [byDate(false)]])
          expect(await findAll(store, query('Observation', ALL, { sort }), { see })).toEqual([
            'Observation/mine',
          ]);
        expect(
          await store.count(query('Observation', refersTo('subject', 'Patient/p')), undefined, { see }),
        ).toBe(1);
        const all = await findAll(store, query(['Patient', 'Observation', 'Group'], ALL), { see });
        expect(all.sort()).toEqual(['Observation/mine', 'Patient/p']);
      }));

    it('bounds every hop of a chain, forth and back', () =>
      withStore(open, async (store) => {
        await fill(store);
        const referred = (code: string): Where => ({
          kind: 'has',
          type: 'Observation',
          param: 'subject',
          where: hasCode('code', code),
        });
        expect(await findAll(store, query('Patient', referred('mine')), { see })).toEqual(['Patient/p']);
        expect(await findAll(store, query('Patient', referred('secret')), { see })).toEqual([]);
        expect(await findAll(store, query('Patient', referred('other')), { see })).toEqual([]);
        expect(await findAll(store, query('Patient', referred('other')))).toEqual(['Patient/p']);
        const twice: Where = {
          kind: 'chain',
          param: 'member',
          targets: ['Observation'],
          where: { kind: 'chain', param: 'subject', targets: ['Patient'], where: hasCode('code', 'p') },
        };
        const open = { types: {}, others: 'all' as const };
        expect(await findAll(store, query('Group', twice), { see: open })).toEqual(['Group/g']);
        const noObservation = { types: { Observation: { anyOf: ['owner:2'] } }, others: 'all' as const };
        expect(await findAll(store, query('Group', twice), { see: noObservation })).toEqual([]);
      }));

    it('bounds reads, versions, history, scans and the log, tombstones too', () =>
      withStore(open, async (store) => {
        await fill(store);
        await commit(store, [
          write('Observation/mine', null, [], ['owner:1']),
          write('Observation/other', null, [], ['owner:2']),
        ]);
        const keys = ['Patient/p', 'Observation/mine', 'Observation/other', 'Group/g'].map(key);
        const seen = (await store.read(keys, { see })).map((v) => v && [name(v.key), v.deleted]);
        expect(seen).toEqual([['Patient/p', false], ['Observation/mine', true], undefined, undefined]);
        expect(await store.readVersion(key('Observation/other'), 1, { see })).toBeUndefined();
        expect(await store.readVersion(key('Observation/mine'), 1, { see })).toMatchObject({ version: 1 });
        const told = (await store.history({}, { count: 20 }, { see })).versions.map(
          (v) => `${name(v.key)}/${v.version}`,
        );
        expect(told).toEqual(['Observation/mine/2', 'Observation/mine/1', 'Patient/p/1']);
        const { committed, upTo } = await store.changes(0, { limit: 10 }, { see });
        expect(committed.flatMap((c) => c.versions).map((v) => `${name(v.key)}/${v.version}`)).toEqual([
          'Patient/p/1',
          'Observation/mine/1',
          'Observation/mine/2',
        ]);
        expect(upTo).toBe(2);
        const scanned = await store.scan(['Patient', 'Observation', 'Group'], 1, { count: 10 }, { see });
        expect(scanned.versions.map((v) => name(v.key))).toEqual(['Patient/p', 'Observation/mine']);
      }));
  });
}

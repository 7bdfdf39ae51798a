// Expectations: judged inside the commit, so that of two racing callers exactly one finds them true.

import { describe, expect, it } from '@jest/globals';
import type { Expect, Outcome } from '../../../src/storage/store.ts';
import {
  commit,
  hasCode,
  key,
  type OpenEngine,
  reference,
  refersTo,
  token,
  tx,
  withStore,
  write,
} from './support.ts';

const won = (outcomes: Outcome[]) => outcomes.filter((outcome) => outcome.ok).length;

export function expectations(open: OpenEngine): void {
  describe('An expectation', () => {
    it('of a version lets one of many racing updates through', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a')]);
        const expects: Expect[] = [{ key: key('Patient/a'), version: 1 }];
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () => store.transact(tx([write('Patient/a')], { expects }))),
        );
        expect(won(outcomes)).toBe(1);
        const lost = outcomes.filter((outcome) => !outcome.ok);
        expect(lost).toEqual(Array(19).fill({ ok: false, failed: [{ index: 0, found: 2 }] }));
      }));

    it('of absence lets one of many racing creates through', () =>
      withStore(open, async (store) => {
        const expects: Expect[] = [{ key: key('Patient/a'), version: 'absent' }];
        const outcomes = await Promise.all(
          Array.from({ length: 20 }, () => store.transact(tx([write('Patient/a')], { expects }))),
        );
        expect(won(outcomes)).toBe(1);
      }));

    it('of presence fails for what was deleted in between', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a')]);
        const expects: Expect[] = [{ key: key('Patient/a'), version: 'present' }];
        const [, second] = await Promise.all([
          store.transact(tx([write('Patient/a', null)])),
          store.transact(tx([write('Observation/o')], { expects })),
        ]);
        expect(second).toEqual({ ok: false, failed: [{ index: 0, found: 'deleted' }] });
        expect(await store.read([key('Observation/o')])).toEqual([undefined]);
      }));

    it('says what was found instead', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/live'), write('Patient/gone')]);
        await commit(store, [write('Patient/gone', null)]);
        const expects: Expect[] = [
          { key: key('Patient/live'), version: 'absent' },
          { key: key('Patient/never'), version: 'present' },
          { key: key('Patient/gone'), version: 'present' },
          { key: key('Patient/gone'), version: 2 },
          { key: key('Patient/gone'), version: 'absent' },
          { key: key('Patient/live'), version: 7 },
          { key: key('Patient/never'), version: 1 },
        ];
        expect(await store.transact(tx([write('Patient/x')], { expects }))).toEqual({
          ok: false,
          failed: [
            { index: 0, found: 1 },
            { index: 1, found: 'absent' },
            { index: 2, found: 'deleted' },
            { index: 5, found: 1 },
            { index: 6, found: 'absent' },
          ],
        });
      }));

    it('that a search finds nothing lets one of many equal conditional creates through', () =>
      withStore(open, async (store) => {
        const where = hasCode('identifier', 'x1', 'https://school');
        const expects: Expect[] = [{ types: ['Patient'], where, keys: [] }];
        const outcomes = await Promise.all(
          Array.from({ length: 16 }, (_, i) =>
            store.transact(
              tx([write(`Patient/p${i}`, 'x', [token('identifier', 'X1', 'https://school')])], { expects }),
            ),
          ),
        );
        expect(won(outcomes)).toBe(1);
        const winner = outcomes.findIndex((outcome) => outcome.ok);
        expect(outcomes.find((outcome) => !outcome.ok)).toEqual({
          ok: false,
          failed: [{ index: 0, found: [key(`Patient/p${winner}`)] }],
        });
      }));

    it('that a search finds exactly these fails for one more, one less, another', () =>
      withStore(open, async (store) => {
        const entries = [token('code', 'c')];
        await commit(store, [write('Group/a', 'x', entries), write('Group/b', 'x', entries)]);
        const judge = async (ids: string[]) => {
          const keys = ids.map((id) => key(`Group/${id}`));
          const expects: Expect[] = [{ types: ['Group'], where: hasCode('code', 'c'), keys }];
          return (await store.transact(tx([], { expects }))).ok;
        };
        expect(await judge(['a', 'b'])).toBe(true);
        expect(await judge(['b', 'a'])).toBe(true);
        expect(await judge(['a'])).toBe(false);
        expect(await judge(['a', 'b', 'c'])).toBe(false);
        expect(await judge(['a', 'c'])).toBe(false);
        expect(await judge([])).toBe(false);
      }));

    it('that nothing refers here is judged over every type when none is named', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a')]);
        const expects: Expect[] = [{ types: [], where: refersTo('_ref', 'Patient/a'), keys: [] }];
        expect(await store.transact(tx([], { expects }))).toMatchObject({ ok: true });
        const referring = [reference('subject', 'Patient/a'), reference('_ref', 'Patient/a')];
        const [, removal] = await Promise.all([
          store.transact(tx([write('Observation/o', 'x', referring)])),
          store.transact(tx([write('Patient/a', null)], { expects })),
        ]);
        expect(removal).toEqual({ ok: false, failed: [{ index: 0, found: [key('Observation/o')] }] });
        await commit(store, [write('Observation/o', null)]);
        expect(await store.transact(tx([write('Patient/a', null)], { expects }))).toMatchObject({ ok: true });
      }));

    it('is judged before the transaction’s own writes and after earlier ones', () =>
      withStore(open, async (store) => {
        const entries = [token('code', 'c')];
        const expects: Expect[] = [{ types: ['Group'], where: hasCode('code', 'c'), keys: [] }];
        const outcomes = await Promise.all([
          store.transact(tx([write('Group/a', 'x', entries)], { expects })),
          store.transact(tx([write('Group/b', 'x', entries)], { expects })),
        ]);
        expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false]);
      }));
  });
}

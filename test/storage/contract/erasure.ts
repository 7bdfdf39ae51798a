// Erasure: texts, entries and salts go, the chain still verifies.

import { describe, expect, it } from '@jest/globals';
import { verifyStore } from '../../../src/storage/verify.ts';
import {
  commit,
  findAll,
  hasCode,
  key,
  type OpenEngine,
  query,
  string,
  token,
  withStore,
  write,
} from './support.ts';

export function erasure(open: OpenEngine): void {
  describe('An erasure', () => {
    it('of a resource leaves a tombstone, no text, no entries, and a whole chain', () =>
      withStore(open, async (store) => {
        const entries = [token('code', 'c'), string('name', '王小明')];
        await commit(store, [write('Patient/a', 'one', entries)], { id: 'first', receipt: 'one' });
        await commit(store, [write('Patient/a', 'two', entries), write('Patient/b', 'keep', entries)]);
        expect(await store.erase({ id: 'e', keys: [{ key: key('Patient/a') }] })).toBe(3);
        const [a, b] = await store.read([key('Patient/a'), key('Patient/b')]);
        expect(a).toMatchObject({ version: 3, method: 'ERASE', deleted: true, seq: 3 });
        expect(a!.text).toBeUndefined();
        expect(b!.text).toContain('keep');
        for (const version of [1, 2])
          expect((await store.readVersion(key('Patient/a'), version))!.text).toBeUndefined();
        expect(await store.entries(key('Patient/a'))).toEqual([]);
        expect(await findAll(store, query('Patient', hasCode('code', 'c')))).toEqual(['Patient/b']);
        expect((await store.receipt('first'))!.receipt).toBeUndefined();
        const { committed } = await store.changes(0, { limit: 10 });
        expect(
          committed
            .flatMap((c) => c.versions)
            .filter((v) => v.salt)
            .map((v) => v.key.id),
        ).toEqual(['b']);
        expect(committed[2]!.versions).toMatchObject([{ method: 'ERASE', erased: [1, 2] }]);
        expect(await verifyStore(store, {})).toEqual([]);
      }));

    it('of old versions leaves the resource alive under a new version', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a', 'one', [token('code', 'old')])]);
        await commit(store, [write('Patient/a', 'two', [token('code', 'new')])]);
        await store.erase({ id: 'e', keys: [{ key: key('Patient/a'), versions: [1] }] });
        const [now] = await store.read([key('Patient/a')]);
        expect(now).toMatchObject({ version: 3, method: 'ERASE', deleted: false });
        expect(JSON.parse(now!.text!)).toMatchObject({ meta: { versionId: '3' }, words: 'two' });
        expect((await store.readVersion(key('Patient/a'), 1))!.text).toBeUndefined();
        expect((await store.readVersion(key('Patient/a'), 2))!.text).toContain('two');
        expect(await findAll(store, query('Patient', hasCode('code', 'new')))).toEqual(['Patient/a']);
        expect(await verifyStore(store, {})).toEqual([]);
      }));

    it('cannot name the current version alone', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a')]);
        await commit(store, [write('Patient/a')]);
        const erasing = store.erase({ id: 'e', keys: [{ key: key('Patient/a'), versions: [2] }] });
        await expect(erasing).rejects.toThrow(/current/);
        expect((await store.tip()).seq).toBe(2);
      }));

    it('given twice is done once, and leaves room to write the resource again', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a')]);
        const asked = { id: 'e', keys: [{ key: key('Patient/a') }] };
        expect(await store.erase(asked)).toBe(2);
        expect(await store.erase(asked)).toBe(2);
        expect(await commit(store, [write('Patient/a', 'again')])).toMatchObject({ seq: 3, versions: [3] });
        expect(await verifyStore(store, {})).toEqual([]);
      }));
  });
}

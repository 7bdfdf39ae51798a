// The log: history, changes, scans at an old number, waiting, and taking it over into another store.

import { describe, expect, it } from '@jest/globals';
import { GENESIS, hashCommitted, hashText } from '../../../src/storage/chain.ts';
import type { Where } from '../../../src/storage/query.ts';
import type { Committed, Store } from '../../../src/storage/store.ts';
import { verifyStore } from '../../../src/storage/verify.ts';
import {
  canonical,
  commit,
  key,
  name,
  type OpenEngine,
  query,
  reference,
  token,
  withStore,
  write,
} from './support.ts';

async function allChanges(store: Store): Promise<Committed[]> {
  const all: Committed[] = [];
  let after = 0;
  for (;;) {
    const { committed, upTo } = await store.changes(after, { limit: 2 });
    if (upTo === after) return all;
    all.push(...committed);
    after = upTo;
  }
}

export function log(open: OpenEngine): void {
  describe('History', () => {
    it('comes newest first, of one resource, of a type, of everything, page by page', () =>
      withStore(open, async (store) => {
        for (const resource of ['Patient/a', 'Group/g', 'Patient/b', 'Patient/a'])
          await commit(store, [write(resource)]);
        await commit(store, [write('Patient/a', null)]);
        const pages = async (scope: Parameters<Store['history']>[0], count: number) => {
          const found: string[] = [];
          let after: string | undefined;
          do {
            const page = await store.history(scope, { count, after });
            found.push(...page.versions.map((v) => `${name(v.key)}/${v.version} ${v.method}`));
            after = page.next;
          } while (after);
          return found;
        };
        const ofA = ['Patient/a/3 DELETE', 'Patient/a/2 PUT', 'Patient/a/1 PUT'];
        expect(await pages({ key: key('Patient/a') }, 1)).toEqual(ofA);
        expect(await pages({ key: key('Patient/a') }, 10)).toEqual(ofA);
        const ofType = ['Patient/a/3 DELETE', 'Patient/a/2 PUT', 'Patient/b/1 PUT', 'Patient/a/1 PUT'];
        expect(await pages({ type: 'Patient' }, 3)).toEqual(ofType);
        const all = [...ofType.slice(0, 3), 'Group/g/1 PUT', 'Patient/a/1 PUT'];
        expect(await pages({}, 2)).toEqual(all);
        expect(await pages({ key: key('Patient/never') }, 2)).toEqual([]);
        expect(await pages({ type: 'Nothing' }, 2)).toEqual([]);
      }));

    it('hands out bytes instead of text where they are asked for, everywhere the same', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a', '张小禾 㛃')]);
        await commit(store, [write('Patient/b', null)]);
        const one = key('Patient/a');
        const [asText] = await store.read([one]);
        const all = query(['Patient'], { kind: 'and', all: [] });
        const found = [
          ...(await store.read([one], { bytes: true })),
          await store.readVersion(one, 1, { bytes: true }),
          ...(await store.search(all, { bytes: true })).versions,
          ...(await store.history({ key: one }, { count: 9 }, { bytes: true })).versions,
          ...(await store.scan(['Patient'], 1, { count: 9 }, { bytes: true })).versions,
        ];
        expect(found).toHaveLength(5);
        for (const version of found) {
          expect(version!.text).toBeUndefined();
          expect(Buffer.from(version!.bytes!).toString('utf8')).toBe(asText!.text);
        }
      }));

    it('keeps to since and before', async () => {
      let clock = 1000;
      await withStore(
        open,
        async (store) => {
          for (clock of [1000, 2000, 2000, 3000]) await commit(store, [write('Patient/a')]);
          const versions = async (since?: number, before?: number) =>
            (await store.history({ key: key('Patient/a') }, { count: 10, since, before })).versions.map(
              (v) => v.version,
            );
          expect(await versions(2000)).toEqual([4, 3, 2]);
          expect(await versions(2001)).toEqual([4]);
          expect(await versions(undefined, 2000)).toEqual([1]);
          expect(await versions(2000, 3000)).toEqual([3, 2]);
          expect(await versions(4000)).toEqual([]);
        },
        { now: () => clock },
      );
    });

    it('pages on without repeating while others write', () =>
      withStore(open, async (store) => {
        for (let i = 0; i < 6; i++) await commit(store, [write('Patient/a')]);
        const first = await store.history({ type: 'Patient' }, { count: 3 });
        await commit(store, [write('Patient/b')]);
        const second = await store.history({ type: 'Patient' }, { count: 3, after: first.next });
        expect([...first.versions, ...second.versions].map((v) => v.version)).toEqual([6, 5, 4, 3, 2, 1]);
        expect(second.next).toBeUndefined();
      }));
  });

  describe('The log', () => {
    it('chains every entry to the one before it, by what the transaction wrote', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a', 'x', [], ['owner:1']), write('Group/g')]);
        await commit(store, [write('Patient/a', null)]);
        const entries = await allChanges(store);
        expect(entries.map((entry) => entry.seq)).toEqual([1, 2]);
        let previous = GENESIS;
        for (const entry of entries) {
          expect(entry.hash).toBe(hashCommitted(previous, entry));
          previous = entry.hash;
        }
        expect((await store.tip()).hash).toBe(previous);
        const [first] = entries[0]!.versions;
        expect(first!.textHash).toBe(hashText(first!.salt!, first!.text!));
        expect(entries[1]!.versions[0]).toMatchObject({ deleted: true, textHash: '' });
      }));

    it('moves on where nothing of the wanted types was written', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a'), write('Group/g')]);
        await commit(store, [write('Group/g')]);
        const { committed, upTo } = await store.changes(0, { types: ['Patient'], limit: 10 });
        expect(committed.map((c) => c.versions.map((v) => name(v.key)))).toEqual([['Patient/a']]);
        expect(upTo).toBe(2);
        expect(await store.changes(2, { limit: 10 })).toEqual({ committed: [], upTo: 2 });
      }));

    it('appended to an empty store gives the same chain and the same answers', () =>
      withStore(open, async (source) => {
        const entries = [token('code', 'c'), reference('subject', 'Patient/b')];
        await commit(source, [
          write('Patient/a', 'one', entries, ['l1', 'l2'], 'POST'),
          write('Patient/b', 'two'),
        ]);
        await commit(source, [write('Patient/a', 'three', entries, ['l2'])]);
        await commit(source, [write('Patient/b', null)]);
        await source.erase({ id: 'erasure', keys: [{ key: key('Patient/a'), versions: [1] }] });
        await withStore(open, async (copy) => {
          for (const committed of await allChanges(source)) {
            const current = await Promise.all(
              committed.versions.map(async (v) => (v.deleted ? [] : await source.entries(v.key))),
            );
            await copy.append(committed, current);
          }
          expect(await copy.tip()).toEqual(await source.tip());
          expect(await allChanges(copy)).toEqual(await allChanges(source));
          expect(await copy.history({}, { count: 10 })).toMatchObject({
            versions: (await source.history({}, { count: 10 })).versions,
          });
          const all = [key('Patient/a'), key('Patient/b')];
          expect(await copy.read(all)).toEqual(await source.read(all));
          expect(canonical(await copy.entries(all[0]!))).toEqual(canonical(await source.entries(all[0]!)));
          const where: Where = { kind: 'and', all: [] };
          expect((await copy.search(query('Patient', where))).versions).toEqual(
            (await source.search(query('Patient', where))).versions,
          );
          expect(await verifyStore(copy, {})).toEqual([]);
        });
      }));

    it('takes over nothing that does not follow from what it holds', () =>
      withStore(open, async (source) => {
        await commit(source, [write('Patient/a')]);
        await commit(source, [write('Patient/a')]);
        const [first, second] = await allChanges(source);
        await withStore(open, async (copy) => {
          await expect(copy.append(second!, [[]])).rejects.toThrow(/next number here is 1/);
          await expect(copy.append({ ...first!, id: 'other' }, [[]])).rejects.toThrow(/hash/);
          const forged = { ...first!, versions: [{ ...first!.versions[0]!, text: '{"forged":true}' }] };
          await expect(copy.append(forged, [[]])).rejects.toThrow(/not the one that was logged/);
          expect((await copy.tip()).seq).toBe(0);
          await copy.append(first!, [[]]);
          await expect(copy.append(first!, [[]])).rejects.toThrow(/next number here is 2/);
        });
      }));
  });

  describe('A scan', () => {
    it('gives the live resources as they stood at an old number, page by page', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a', 'a1'), write('Patient/b', 'b1'), write('Group/g', 'g1')]);
        await commit(store, [write('Patient/a', 'a2'), write('Patient/b', null), write('Patient/c', 'c1')]);
        await commit(store, [write('Patient/b', 'b3'), write('Group/g', null)]);
        const at = async (seq: number, count: number) => {
          const found: string[] = [];
          let after: string | undefined;
          do {
            const page = await store.scan(['Patient', 'Group'], seq, { count, after });
            found.push(...page.versions.map((v) => (JSON.parse(v.text!) as { words: string }).words));
            after = page.next;
          } while (after);
          return found.sort();
        };
        for (const count of [1, 2, 10]) {
          expect(await at(1, count)).toEqual(['a1', 'b1', 'g1']);
          expect(await at(2, count)).toEqual(['a2', 'c1', 'g1']);
          expect(await at(3, count)).toEqual(['a2', 'b3', 'c1']);
        }
      }));

    it('by key answers the version of that number', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a')]);
        await commit(store, [write('Patient/a'), write('Patient/b')]);
        await commit(store, [write('Patient/a', null)]);
        const keys = [key('Patient/a'), key('Patient/b')];
        const versions = async (seq: number) =>
          (await store.readAt(keys, seq)).map((v) => v && [v.version, v.deleted]);
        expect(await versions(1)).toEqual([[1, false], undefined]);
        expect(await versions(2)).toEqual([
          [2, false],
          [1, false],
        ]);
        expect(await versions(3)).toEqual([
          [3, true],
          [1, false],
        ]);
      }));
  });

  describe('Waiting', () => {
    it('ends with the next commit, at once when there is one already, and with its signal', () =>
      withStore(open, async (store) => {
        const never = new AbortController();
        const waiting = store.wait(0, never.signal);
        await commit(store, [write('Patient/a')]);
        expect(await waiting).toBe(1);
        expect(await store.wait(0, never.signal)).toBe(1);
        const stopped = new AbortController();
        const stoppedWait = store.wait(1, stopped.signal);
        stopped.abort(new Error('stopped'));
        await expect(stoppedWait).rejects.toThrow('stopped');
      }));
  });
}

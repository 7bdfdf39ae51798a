// What a store keeps beside the log: cells, leases, blobs, and entries made anew.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { BlobMissing, BlobTooLarge, StoreTimeout, StoreUnavailable } from '../../../src/storage/errors.ts';
import {
  canonical,
  commit,
  findAll,
  hasCode,
  key,
  type OpenEngine,
  query,
  token,
  withStore,
  write,
} from './support.ts';

export function keeping(open: OpenEngine): void {
  describe('A cell', () => {
    it('is written only over what was expected', () =>
      withStore(open, async ({ cells }) => {
        expect(await cells.read('at')).toBeUndefined();
        expect(await cells.write('at', '1', undefined)).toBe(true);
        expect(await cells.write('at', '2', undefined)).toBe(false);
        expect(await cells.write('at', '2', 'other')).toBe(false);
        expect(await cells.write('at', '2', '1')).toBe(true);
        expect(await cells.read('at')).toBe('2');
        const race = await Promise.all(['a', 'b', 'c'].map((value) => cells.write('at', value, '2')));
        expect(race.filter(Boolean)).toHaveLength(1);
      }));
  });

  describe('A lease', () => {
    it('is held by one until it is released, lost or over', async () => {
      let clock = 0;
      await withStore(
        open,
        async (store) => {
          const first = await store.lease('job', 1000);
          expect(first).toBeDefined();
          expect(await store.lease('job', 1000)).toBeUndefined();
          expect(await store.lease('other', 1000)).toBeDefined();
          clock = 900;
          expect(await first!.renew(1000)).toBe(true);
          clock = 1800;
          expect(await store.lease('job', 1000)).toBeUndefined();
          clock = 1901;
          const second = await store.lease('job', 1000);
          expect(second).toBeDefined();
          expect(await first!.renew(1000)).toBe(false);
          await first!.release();
          expect(await store.lease('job', 1000)).toBeUndefined();
          await second!.release();
          expect(await store.lease('job', 1000)).toBeDefined();
        },
        { now: () => clock },
      );
    });
  });

  describe('A blob', () => {
    it('comes back as it was put, is known by its hash, and is kept once', () =>
      withStore(open, async ({ blobs }) => {
        const content = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * 7919) % 251));
        const hash = createHash('sha256').update(content).digest('hex');
        const put = () =>
          blobs.put(Readable.from([content.subarray(0, 300_000), content.subarray(300_000)]), 1_000_000);
        expect(await put()).toEqual({ hash, size: 700_000 });
        expect(await put()).toEqual({ hash, size: 700_000 });
        expect((await buffer(await blobs.get(hash))).equals(content)).toBe(true);
        const empty = await blobs.put(Readable.from([]), 10);
        expect((await buffer(await blobs.get(empty.hash))).length).toBe(0);
      }));

    it('beyond its limit is refused, and nothing of it stays', () =>
      withStore(open, async ({ blobs }) => {
        const content = Buffer.alloc(600_000, 1);
        await expect(blobs.put(Readable.from([content]), 599_999)).rejects.toThrow(BlobTooLarge);
        await expect(blobs.get(createHash('sha256').update(content).digest('hex'))).rejects.toThrow(
          BlobMissing,
        );
      }));
  });

  describe('Entries made anew', () => {
    it('replace those of a current version and of no other', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a', 'x', [token('code', 'old'), token('code', 'both')])]);
        const again = [token('code', 'new'), token('code', 'both')];
        await store.index([
          { key: key('Patient/a'), version: 2, entries: [token('code', 'never')] },
          { key: key('Patient/none'), version: 1, entries: [] },
        ]);
        expect(await findAll(store, query('Patient', hasCode('code', 'old')))).toEqual(['Patient/a']);
        await store.index([{ key: key('Patient/a'), version: 1, entries: again }]);
        expect(canonical(await store.entries(key('Patient/a')))).toEqual(canonical(again));
        expect(await findAll(store, query('Patient', hasCode('code', 'old')))).toEqual([]);
        expect(await findAll(store, query('Patient', hasCode('code', 'new')))).toEqual(['Patient/a']);
        expect((await store.tip()).seq).toBe(1);
      }));
  });

  describe('A reading', () => {
    it('whose deadline is over throws instead of answering late', () =>
      withStore(open, async (store) => {
        const reading = { deadline: Date.now() - 1 };
        await expect(store.search(query('Patient', { kind: 'and', all: [] }), reading)).rejects.toThrow(
          StoreTimeout,
        );
        await expect(store.read([key('Patient/a')], { min: 5, deadline: Date.now() + 20 })).rejects.toThrow(
          StoreTimeout,
        );
      }));

    it('of a closed store says so', async () => {
      const engine = await open();
      const store = await engine.open('default');
      await engine.close();
      await expect(store.read([key('Patient/a')])).rejects.toThrow(StoreUnavailable);
      await expect(commit(store, [write('Patient/a')])).rejects.toThrow(StoreUnavailable);
    });
  });

  describe('Tenants', () => {
    it('share nothing', async () => {
      const engine = await open();
      try {
        const [one, other] = [await engine.open('default'), await engine.open('east')];
        await commit(one, [write('Patient/a')]);
        expect(await other.read([key('Patient/a')])).toEqual([undefined]);
        expect((await other.tip()).seq).toBe(0);
      } finally {
        await engine.close();
      }
    });
  });
}

// Content beside a text: a blob that versions keep, held while they are written, gone when the last of them is erased.

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { filled, withContents } from '../../../src/storage/contents.ts';
import { BlobMissing } from '../../../src/storage/errors.ts';
import type { Blob, Store, Write } from '../../../src/storage/store.ts';
import { verifyStore } from '../../../src/storage/verify.ts';
import { commit, key, type OpenEngine, query, tx, withStore, write } from './support.ts';

const BYTES = Buffer.from(Array.from({ length: 600_000 }, (_, i) => (i * 7919) % 251));

const hold = ({ blobs }: Store, bytes = BYTES) => blobs.hold(Readable.from([bytes]), 1_000_000);
const binary = (of: string, { hash, size }: Blob, words = 'x'): Write => ({
  ...write(of, words),
  content: { hash, size },
});
const isThere = async ({ blobs }: Store, { hash }: Blob): Promise<boolean> => {
  try {
    return (await buffer(await blobs.get(hash))).length >= 0;
  } catch (error) {
    if (error instanceof BlobMissing) return false;
    throw error;
  }
};

export function contents(open: OpenEngine): void {
  describe('A blob that is held', () => {
    it('goes when it is released and no version has it', () =>
      withStore(open, async (store) => {
        const [first, second] = [await hold(store), await hold(store)];
        await first.release();
        await first.release();
        expect(await isThere(store, second)).toBe(true);
        await second.release();
        expect(await isThere(store, second)).toBe(false);
      }));

    it('is nowhere when its source fails', () =>
      withStore(open, async (store) => {
        const source = async function* () {
          yield BYTES;
          throw new Error('the source is gone');
        };
        await expect(store.blobs.hold(Readable.from(source()), 1_000_000)).rejects.toThrow(
          'the source is gone',
        );
        const held = await hold(store);
        expect(held.size).toBe(600_000);
        await held.release();
        expect(await isThere(store, held)).toBe(false);
      }));

    it('stays when it was put for good, before or after', () =>
      withStore(open, async (store) => {
        const held = await hold(store);
        await store.blobs.put(Readable.from([BYTES]), 1_000_000);
        await held.release();
        const again = await hold(store);
        await again.release();
        expect(await isThere(store, held)).toBe(true);
      }));

    it('comes in parts: any range of it reads as the same bytes', () =>
      withStore(open, async (store) => {
        const { hash } = await hold(store);
        for (const [first, last] of [
          [0, 0],
          [262_143, 262_145],
          [599_999, 599_999],
          [100, 599_000],
          [262_144, 524_287],
        ] as const) {
          const part = await buffer(await store.blobs.get(hash, { first, last }));
          expect(part.equals(BYTES.subarray(first, last + 1))).toBe(true);
        }
      }));
  });

  describe('The content of a version', () => {
    it('is told beside its text wherever it is read, and its data by a store with contents', () =>
      withStore(open, async (store) => {
        const held = await hold(store);
        await commit(store, [binary('Binary/a', held)]);
        await held.release();
        const content = { hash: held.hash, size: 600_000 };
        const whole = withContents(store);
        const a = key('Binary/a');
        const all = { kind: 'and' as const, all: [] };
        const readings = async (from: Store) => [
          (await from.read([a]))[0]!,
          (await from.readAt([a], 1))[0]!,
          (await from.readVersion(a, 1))!,
          (await from.search(query('Binary', all))).versions[0]!,
          (await from.history({}, { count: 1 })).versions[0]!,
          (await from.scan(['Binary'], 1, { count: 1 })).versions[0]!,
        ];
        for (const version of await readings(store)) {
          expect(version.content).toEqual(content);
          expect(version.text).not.toContain('"data"');
        }
        for (const { text, content } of await readings(whole)) {
          expect(content).toBeUndefined();
          expect(JSON.parse(text!)).toMatchObject({ id: 'a', words: 'x', data: BYTES.toString('base64') });
        }
        const [bytes] = await whole.read([a], { bytes: true });
        expect(JSON.parse(Buffer.from(bytes!.bytes!).toString()).data).toBe(BYTES.toString('base64'));
        const [bare] = await whole.read([a], { bare: true });
        expect(bare!.content).toEqual(content);
        expect((await filled(bare!, store.blobs)).text).toBe((await whole.read([a]))[0]!.text);
        expect(await verifyStore(whole, {})).toEqual([]);
      }));

    it('must be there: a version without it is refused, with all of its transaction', () =>
      withStore(open, async (store) => {
        const held = await hold(store);
        await held.release();
        const writes = [write('Patient/p'), binary('Binary/a', held)];
        await expect(store.transact(tx(writes))).rejects.toThrow(BlobMissing);
        expect(await store.read([key('Patient/p'), key('Binary/a')])).toEqual([undefined, undefined]);
        expect((await store.tip()).seq).toBe(0);
      }));

    it('outlives a deletion, and every version but the last that has it', () =>
      withStore(open, async (store) => {
        const held = await hold(store);
        await commit(store, [binary('Binary/a', held), binary('Binary/b', held)]);
        await held.release();
        await commit(store, [write('Binary/a', null), write('Binary/b', 'no content now')]);
        await store.erase({ id: '1', keys: [{ key: key('Binary/a') }] });
        expect((await store.readVersion(key('Binary/a'), 1))!.content).toBeUndefined();
        expect(await isThere(store, held)).toBe(true);
        await store.erase({ id: '2', keys: [{ key: key('Binary/b'), versions: [1] }] });
        expect(await isThere(store, held)).toBe(false);
        expect(await verifyStore(store, {})).toEqual([]);
      }));

    it('goes on under the new version when only the past is erased', () =>
      withStore(open, async (store) => {
        const held = await hold(store);
        await commit(store, [binary('Binary/a', held, 'one')]);
        await commit(store, [binary('Binary/a', held, 'two')]);
        await held.release();
        await store.erase({ id: 'e', keys: [{ key: key('Binary/a'), versions: [1] }] });
        const [current] = await store.read([key('Binary/a')]);
        expect(current).toMatchObject({ version: 3, content: { hash: held.hash, size: 600_000 } });
        expect(await isThere(store, held)).toBe(true);
        expect(await verifyStore(store, {})).toEqual([]);
      }));

    it('stays for who holds it while the last version with it is erased', () =>
      withStore(open, async (store) => {
        const first = await hold(store);
        await commit(store, [binary('Binary/a', first)]);
        await first.release();
        const second = await hold(store);
        await store.erase({ id: 'e', keys: [{ key: key('Binary/a') }] });
        await commit(store, [binary('Binary/b', second)]);
        await second.release();
        expect(await isThere(store, second)).toBe(true);
        expect(await verifyStore(store, {})).toEqual([]);
      }));

    it('belongs to the chain, and goes before the log when that is appended to another store', () =>
      withStore(open, async (source) => {
        const held = await hold(source);
        await commit(source, [binary('Binary/a', held)]);
        await held.release();
        const [committed] = (await source.changes(0, { limit: 1 })).committed;
        const [version] = committed!.versions;
        await withStore(open, async (copy) => {
          await expect(copy.append(committed!, [[]])).rejects.toThrow(BlobMissing);
          const copied = await hold(copy);
          const other = { ...version!, content: { hash: held.hash, size: 1 } };
          await expect(copy.append({ ...committed!, versions: [other] }, [[]])).rejects.toThrow();
          await copy.append(committed!, [[]]);
          await copied.release();
          expect(await copy.read([version!.key])).toEqual(await source.read([version!.key]));
          expect(await verifyStore(copy, {})).toEqual([]);
        });
      }));
  });
}

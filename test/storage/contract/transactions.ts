// Transactions: all or none, numbers without holes, ids remembered.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IdReused } from '../../../src/storage/errors.ts';
import type { Expect, Store, Version } from '../../../src/storage/store.ts';
import { verifyStore } from '../../../src/storage/verify.ts';
import {
  canonical,
  commit,
  findAll,
  hasCode,
  key,
  name,
  type OpenEngine,
  query,
  token,
  tx,
  withStore,
  write,
} from './support.ts';

const absentKey = (of: string): Expect => ({ key: key(of), version: 'absent' });

export function transactions(open: OpenEngine): void {
  describe('A transaction', () => {
    it('gives versions 1, 2, 3 to a resource and numbers 1, 2, 3 to itself', () =>
      withStore(open, async (store) => {
        expect(await commit(store, [write('Patient/a'), write('Patient/b')])).toMatchObject({
          seq: 1,
          versions: [1, 1],
        });
        expect(await commit(store, [write('Patient/b')])).toMatchObject({ seq: 2, versions: [2] });
        expect(await store.tip()).toMatchObject({ seq: 2 });
      }));

    it('puts version and time between head and tail of the text', () =>
      withStore(
        open,
        async (store) => {
          await commit(store, [write('Patient/a', 'first')]);
          const [version] = await store.read([key('Patient/a')]);
          expect(version!.text).toBe(
            '{"resourceType":"Patient","id":"a","meta":{"versionId":"1","lastUpdated":"2026-11-25T22:31:05.123+08:00"},"words":"first"}',
          );
          expect(version!.at).toBe(Date.UTC(2026, 10, 25, 14, 31, 5, 123));
        },
        { now: () => Date.UTC(2026, 10, 25, 14, 31, 5, 123) },
      ));

    it('never dates itself before the one before it, even when the clock falls', async () => {
      let clock = 2_000_000;
      await withStore(
        open,
        async (store) => {
          await commit(store, [write('Patient/a')]);
          clock = 1_000_000;
          expect((await commit(store, [write('Patient/a')])).at).toBe(2_000_000);
        },
        { now: () => clock },
      );
    });

    it('without writes only judges, and spends no number', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a')]);
        const expects = [{ key: key('Patient/a'), version: 1 }];
        expect(await store.transact(tx([], { expects }))).toMatchObject({ ok: true, seq: 1, versions: [] });
        expect((await store.tip()).seq).toBe(1);
      }));

    it('given twice under one id answers the first commit with its receipt', () =>
      withStore(open, async (store) => {
        const asked = tx([write('Patient/a')], { digest: 'd1', receipt: '{"status":201}' });
        const first = await store.transact(asked);
        await commit(store, [write('Patient/a')]);
        const again = await store.transact(asked);
        expect(again).toEqual({
          ...first,
          repeated: { seq: 1, at: (first as { at: number }).at, digest: 'd1', receipt: '{"status":201}' },
        });
        expect((await store.tip()).seq).toBe(2);
        expect(await store.receipt(asked.id)).toMatchObject({
          seq: 1,
          digest: 'd1',
          receipt: '{"status":201}',
        });
        expect(await store.receipt('never')).toBeUndefined();
      }));

    it('under a used id with other content throws and writes nothing', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/a')], { id: 'same' });
        await expect(store.transact(tx([write('Patient/b')], { id: 'same' }))).rejects.toThrow(IdReused);
        expect(await store.read([key('Patient/b')])).toEqual([undefined]);
      }));

    it('that was refused is not remembered: the same id may be tried again', () =>
      withStore(open, async (store) => {
        const asked = tx([write('Patient/b')], { expects: [{ key: key('Patient/a'), version: 'present' }] });
        expect(await store.transact(asked)).toMatchObject({ ok: false });
        await commit(store, [write('Patient/a')]);
        expect(await store.transact(asked)).toMatchObject({ ok: true, seq: 2 });
      }));

    it('that writes one resource twice is a fault and writes nothing', () =>
      withStore(open, async (store) => {
        await expect(store.transact(tx([write('Patient/a'), write('Patient/a')]))).rejects.toThrow(
          /distinct/,
        );
        expect((await store.tip()).seq).toBe(0);
      }));

    it('of hundreds of writes is like a small one: all or none, in order, remembered by its content', () =>
      withStore(open, async (store) => {
        await commit(store, [write('Patient/p7', 'before', [token('code', 'old')])]);
        const writes = Array.from({ length: 300 }, (_, i) =>
          write(`Patient/p${i}`, `w${i}`, [token('code', `c${i}`)], [`owner:${i % 3}`]),
        );
        const absent = { types: ['Patient'], where: hasCode('code', 'c7'), keys: [] };
        const expects = [...Array.from({ length: 100 }, () => absent), absentKey('Patient/p8')];

        const refused = await store.transact(tx(writes, { expects: [...expects, absentKey('Patient/p7')] }));
        expect(refused).toEqual({ ok: false, failed: [{ index: 101, found: 1 }] });
        expect((await store.tip()).seq).toBe(1);

        const asked = tx(writes, { id: 'large', expects, receipt: 'mine' });
        const versions = writes.map((_, i) => (i === 7 ? 2 : 1));
        const first = await store.transact(asked);
        expect(first).toMatchObject({ ok: true, seq: 2, versions });
        expect(await store.transact(asked)).toMatchObject({
          ok: true,
          seq: 2,
          versions,
          repeated: { receipt: 'mine' },
        });
        const changed = [...writes.slice(0, -1), write('Patient/p299', 'other')];
        await expect(store.transact({ ...asked, writes: changed })).rejects.toThrow(IdReused);

        expect(await findAll(store, query('Patient', hasCode('code', 'c299')))).toEqual(['Patient/p299']);
        expect(await findAll(store, query('Patient', hasCode('code', 'old')))).toEqual([]);
        expect((await store.read([key('Patient/p299')]))[0]?.text).toContain('"words":"w299"');
        expect(await verifyStore(store, {})).toEqual([]);
      }));

    it('that breaks harms none of those committed together with it', () =>
      withStore(open, async (store) => {
        const broken = write('Patient/broken', 'x', [
          { kind: 'token', param: 'p', system: '', code: 'c', fold: { not: 'text' } as never },
        ]);
        const outcomes = await Promise.allSettled([
          store.transact(tx([write('Patient/a', 'x', [token('code', 'one')])])),
          store.transact(tx([write('Patient/b'), broken])),
          store.transact(tx([write('Patient/c')])),
        ]);
        expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
        const there = await store.read([key('Patient/a'), key('Patient/b'), key('Patient/c')]);
        expect(there.map((version) => version?.version)).toEqual([1, undefined, 1]);
        expect((await store.tip()).seq).toBe(2);
        expect(await verifyStore(store, {})).toEqual([]);
      }));

    it('is indexed as it says when it changes what one committed together with it wrote', () =>
      withStore(open, async (store) => {
        const versions = [['a', 'b'], ['b', 'c'], [], ['c']].map((codes) =>
          codes.map((code) => token('code', code)),
        );
        await Promise.all(
          versions.map((entries, i) => store.transact(tx([write('Patient/p', `v${i}`, entries)]))),
        );
        const [last] = await store.read([key('Patient/p')]);
        const { words } = JSON.parse(last!.text!) as { words: string };
        const entries = versions[Number(words.slice(1))]!;
        expect(canonical(await store.entries(key('Patient/p')))).toEqual(canonical(entries));
        for (const code of ['a', 'b', 'c']) {
          const found = await findAll(store, query('Patient', hasCode('code', code)));
          expect(found).toEqual(
            entries.some((e) => e.kind === 'token' && e.code === code) ? ['Patient/p'] : [],
          );
        }
      }));

    it('is seen by a reading that asks for its number', () =>
      withStore(open, async (store) => {
        const { seq } = await commit(store, [write('Patient/a')]);
        expect(await store.read([key('Patient/a')], { min: seq })).toMatchObject([{ version: 1 }]);
        const later = store.read([key('Patient/b')], { min: seq + 1 });
        await commit(store, [write('Patient/b')]);
        expect(await later).toMatchObject([{ version: 1, seq: seq + 1 }]);
      }));
  });

  describe('After any transactions', () => {
    it('the store holds what a plain model holds', async () => {
      const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
      const type = fc.constantFrom('Patient', 'Group');
      const one = fc.record({
        of: fc.tuple(type, id).map(([t, i]) => `${t}/${i}`),
        words: fc.option(fc.string()),
      });
      const batch = fc.uniqueArray(one, { selector: (w) => w.of, minLength: 1, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(fc.array(batch, { maxLength: 12 }), async (batches) => {
          await withStore(open, async (store) => {
            const model = new Map<string, { words: string | null; version: number }[]>();
            // They race: the numbers they were given say in which order they came.
            const committed = await Promise.all(
              batches.map(async (writes) => {
                const { seq } = await commit(
                  store,
                  writes.map(({ of, words }) => write(of, words)),
                );
                return { seq, writes };
              }),
            );
            committed.sort((a, b) => a.seq - b.seq);
            for (const { of, words } of committed.flatMap(({ writes }) => writes))
              model.set(of, [...(model.get(of) ?? []), { words, version: (model.get(of)?.length ?? 0) + 1 }]);
            await expectModel(store, model);
            expect((await store.tip()).seq).toBe(batches.length);
            expect(await verifyStore(store, {})).toEqual([]);
          });
        }),
        { numRuns: 25 },
      );
    });
  });
}

async function expectModel(
  store: Store,
  model: Map<string, { words: string | null; version: number }[]>,
): Promise<void> {
  for (const [of, versions] of model) {
    const found: (Version | undefined)[] = [];
    for (const { version } of versions) found.push(await store.readVersion(key(of), version));
    const [current] = await store.read([key(of)]);
    expect(current).toEqual(found.at(-1));
    expect(await store.readVersion(key(of), versions.length + 1)).toBeUndefined();
    const told = found.map((v) => ({
      words: v!.text === undefined ? null : (JSON.parse(v!.text) as { words: string }).words,
      version: v!.version,
    }));
    expect(told).toEqual(versions);
    expect(found.map((v) => v!.deleted)).toEqual(versions.map(({ words }) => words === null));
    expect(name(current!.key)).toBe(of);
  }
}

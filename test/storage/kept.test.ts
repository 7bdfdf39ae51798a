// Versions that the store keeps in memory are never older than what anybody was told.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import { createKept } from '../../src/storage/sqlite/read/kept.ts';
import type { Engine, Store, Version } from '../../src/storage/store.ts';
import { commit, key, write } from './contract/support.ts';

let folder: string;
let engine: Engine;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianti-kept-'));
  engine = openSqliteEngine({
    url: `sqlite:${join(folder, 'kept.db')}`,
    timeZone: 'Asia/Shanghai',
    now: Date.now,
  });
  store = await engine.open('default');
});

afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = async (name: string, see?: Parameters<Store['read']>[1]) =>
  (await store.read([key(name)], { ...see, bytes: true }))[0];

describe('A read from memory', () => {
  it('never gives a version older than one that was acknowledged, while many write', async () => {
    const acknowledged = new Map<string, number>();
    let writing = true;
    const names = ['Patient/a', 'Patient/b', 'Patient/c'];
    const reader = async () => {
      let seen = 0;
      while (writing) {
        for (const name of names) {
          const known = acknowledged.get(name) ?? 0;
          const version = await read(name);
          if (known > 0) {
            seen++;
            expect(version!.version).toBeGreaterThanOrEqual(known);
            expect(String(Buffer.from(version!.bytes!))).toContain(`"versionId":"${version!.version}"`);
          }
        }
        await new Promise(setImmediate);
      }
      return seen;
    };
    const readers = Promise.all([reader(), reader(), reader()]);
    for (let round = 0; round < 60; round++) {
      await Promise.all(
        names.map(async (name) => {
          const outcome = await store.transact({
            id: `${name} ${round}`,
            expects: [],
            writes: [write(name, `round ${round}`)],
          });
          if (outcome.ok) acknowledged.set(name, outcome.versions[0]!);
        }),
      );
    }
    writing = false;
    expect((await readers).every((seen) => seen > 0)).toBe(true);
  });

  it('is given only to who may see it', async () => {
    await commit(store, [write('Patient/a', 'x', [], ['owner:Organization/1'])]);
    expect(await read('Patient/a')).toBeDefined();
    const others = { anyOf: ['owner:Organization/2'] };
    expect(await read('Patient/a', { see: { types: {}, others } })).toBeUndefined();
    expect(
      await read('Patient/a', { see: { types: {}, others: { anyOf: ['owner:Organization/1'] } } }),
    ).toBeDefined();
  });

  it('is gone with a deletion and with an erasure', async () => {
    await commit(store, [write('Patient/a', 'secret'), write('Patient/b', 'secret')]);
    await read('Patient/a');
    await read('Patient/b');
    await commit(store, [write('Patient/a', null)]);
    expect((await read('Patient/a'))!.deleted).toBe(true);
    await store.erase({ id: 'erasure', keys: [{ key: key('Patient/b') }] });
    expect((await read('Patient/b'))?.bytes).toBeUndefined();
  });
});

describe('What is kept', () => {
  const version = (id: string, size: number) =>
    ({ key: { type: 'Patient', id }, bytes: Buffer.alloc(size) }) as unknown as Version;

  it('is bounded: the longest unused goes', () => {
    const kept = createKept(10_000);
    for (let i = 0; i < 20; i++) for (let time = 0; time < 3; time++) kept.put(version(String(i), 1500), i);
    expect(kept.get({ type: 'Patient', id: '19' })).toBeDefined();
    expect(kept.get({ type: 'Patient', id: '0' })).toBeUndefined();
    expect(kept.at(19)).toBeDefined();
    expect(kept.at(0)).toBeUndefined();
  });

  it('is not pushed out by what is read rarely', () => {
    const kept = createKept(10_000);
    const read = (id: number) => kept.at(id) ?? kept.put(version(String(id), 1500), id);
    for (let id = 0; id < 4; id++) read(id);
    for (let id = 100; id < 1000; id++) {
      read(id);
      read(id);
    }
    for (let id = 0; id < 4; id++) expect(kept.at(id)).toBeDefined();
    expect(kept.at(999)).toBeUndefined();
    // What is read a third time gets room.
    read(999);
    expect(kept.at(999)).toBeDefined();
  });

  it('is the newest version only, by name and by number', () => {
    const kept = createKept();
    kept.put(version('a', 10), 1);
    kept.put(version('a', 20), 2);
    expect(kept.at(1)).toBeUndefined();
    expect(kept.at(2)?.bytes).toHaveLength(20);
    expect(kept.get({ type: 'Patient', id: 'a' })?.bytes).toHaveLength(20);
  });

  it('goes with a write of it', async () => {
    const kept = createKept();
    kept.put(version('a', 10), 1);
    kept.put(version('b', 10), 2);
    await kept.around([{ type: 'Patient', id: 'a' }], async () => undefined);
    expect(kept.at(1)).toBeUndefined();
    expect(kept.at(2)).toBeDefined();
    await kept.around(undefined, async () => undefined);
    expect(kept.at(2)).toBeUndefined();
  });

  it('takes nothing in while a write of it is under way', async () => {
    const kept = createKept();
    await kept.around([{ type: 'Patient', id: '1' }], async () => {
      kept.put(version('1', 10), 1);
      expect(kept.get({ type: 'Patient', id: '1' })).toBeUndefined();
    });
    kept.put(version('1', 10), 1);
    expect(kept.get({ type: 'Patient', id: '1' })).toBeDefined();
  });
});

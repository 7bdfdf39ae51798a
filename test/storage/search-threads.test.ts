// Searches that come together are found in threads: the same pages as anywhere else, and never an older state than one
// that was acknowledged.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BadCursor, StoreTimeout } from '../../src/storage/errors.ts';
import { ALWAYS, type Query, type Where } from '../../src/storage/query.ts';
import { SEE_ALL } from '../../src/storage/see.ts';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import { createSearchThreads, type SearchThreads } from '../../src/storage/sqlite/read/search-threads.ts';
import type { Engine, Store } from '../../src/storage/store.ts';
import { commit, hasCode, key, query, token, write } from './contract/support.ts';

const AT_ONCE = { count: 2, startAfter: 0, many: 2, idleMs: 60_000 };

let folder: string;
let file: string;
let engine: Engine;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianti-search-threads-'));
  file = join(folder, 'a.db');
  engine = openSqliteEngine({
    url: `sqlite:${file}`,
    timeZone: 'UTC',
    now: Date.now,
    searchThreads: AT_ONCE,
  });
  store = await engine.open('default');
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** How many of these are found by threads; all are answered. */
async function byThreads(threads: SearchThreads, asked: readonly Query[]): Promise<number> {
  const found = await Promise.all(asked.map((one) => threads.find(one, undefined)));
  return found.filter((one) => one !== undefined).length;
}

/** Searches that come together, until all of them are found by threads. */
async function untilFound(threads: SearchThreads, asked: readonly Query[]): Promise<void> {
  for (let i = 0; i < 2000; i++) {
    if ((await byThreads(threads, asked)) === asked.length) return;
    await sleep(5);
  }
  throw new Error('The threads find nothing.');
}

describe('Search threads', () => {
  const patients = query('Patient', ALWAYS);
  let threads: SearchThreads;
  const open = (settings = AT_ONCE) => {
    threads = createSearchThreads({ file, collectUpTo: undefined }, settings);
  };
  afterEach(() => threads.close());

  it('leave alone what comes alone, and find what comes together', async () => {
    open();
    await commit(store, [write('Patient/1'), write('Patient/2')]);
    for (let i = 0; i < 5; i++) {
      expect(await threads.find(patients, undefined)).toBeUndefined();
      await sleep(1);
    }
    await untilFound(threads, [patients, patients, patients]);
    const [one, other] = await Promise.all([
      threads.find(patients, undefined),
      threads.find(patients, undefined),
    ]);
    expect(other ?? one).toMatchObject({ vers: [1, 2], seq: 1 });
  });

  it('take no more than they have room for: the others are done where they are', async () => {
    open({ ...AT_ONCE, count: 1 });
    await untilFound(threads, [patients, patients]);
    const many = Array.from({ length: 300 }, () => patients);
    const found = await byThreads(threads, many);
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(300);
  });

  it('understand numbers without end, which JSON cannot say', async () => {
    open();
    await commit(store, [write('Group/1', 'x', [{ kind: 'number', param: 'v', lo: 1, hi: 1 }])]);
    const end = Number.POSITIVE_INFINITY;
    const match = { kind: 'number', op: 'lt', value: end, lo: end, hi: end } as const;
    const below = query('Group', { kind: 'match', param: 'v', match });
    await untilFound(threads, [below, below]);
    const found = await Promise.all([threads.find(below, undefined), threads.find(below, undefined)]);
    expect(found.map((one) => one?.vers)).toEqual([[1], [1]]);
  });

  it('give up what takes long', async () => {
    open();
    for (let first = 0; first < 12_000; first += 3000)
      await commit(
        store,
        Array.from({ length: 3000 }, (_, n) => write(`Patient/${first + n}`, 'x', [token('code', 'common')])),
      );
    await untilFound(threads, [query('Encounter', ALWAYS), query('Encounter', ALWAYS)]);
    const hopeless = query('Patient', { kind: 'missing', param: 'code' });
    const asked = () => threads.find(hopeless, undefined);
    // The threads take them again and again until one has.
    let isLate = false;
    for (let round = 0; round < 100 && !isLate; round++) {
      const answers = await Promise.allSettled([asked(), asked(), asked()]);
      isLate = answers.some((one) => one.status === 'rejected' && one.reason instanceof StoreTimeout);
    }
    expect(isLate).toBe(true);
    // The store answers all the same, by its long reads.
    const answers = await Promise.all([1, 2, 3].map(() => store.search(hopeless, { bytes: true })));
    expect(answers.map(({ versions }) => versions)).toEqual([[], [], []]);
  });

  it('end when nobody needs them, and start again', async () => {
    open({ ...AT_ONCE, idleMs: 20 });
    const together = [patients, patients];
    await untilFound(threads, together);
    let found = together.length;
    for (let i = 0; found > 0 && i < 100; i++) {
      await sleep(100);
      found = await byThreads(threads, together);
    }
    expect(found).toBe(0);
    await untilFound(threads, together);
  });
});

describe('Searches that come together', () => {
  const codes = ['red', 'green', 'blue'];
  const asked: Query[] = codes.flatMap((code) => [
    query('Patient', hasCode('code', code), { count: 7 }),
    query('Patient', hasCode('code', code), { count: 5, sort: [{ by: '_lastUpdated', descending: true }] }),
    query('Patient', hasCode('code', code), { count: 3, sort: [{ by: '_id', descending: false }] }),
  ]);
  const page = async (one: Query, see = SEE_ALL) => {
    const { versions, next, seq } = await store.search(one, { bytes: true, see });
    return {
      ids: versions.map((v) => v.key.id),
      texts: versions.map((v) => String(Buffer.from(v.bytes!))),
      next,
      seq,
    };
  };
  const together = (see = SEE_ALL) => Promise.all(asked.map((one) => page(one, see)));
  const fill = () =>
    commit(
      store,
      Array.from({ length: 60 }, (_, n) =>
        write(`Patient/${n}`, `child ${n}`, [token('code', codes[n % 3]!)], [`owner:${n % 2}`]),
      ),
    );

  it('find the same pages as one after another, from the first to the last', async () => {
    await fill();
    const alone: unknown[] = [];
    for (const one of asked) {
      await sleep(1);
      alone.push(await page(one));
    }
    // From before the threads are there until they have long been.
    for (let round = 0; round < 60; round++) {
      expect(await together()).toEqual(alone);
      await sleep(2);
    }
    const seen = new Map<Query, string[]>();
    let rest = asked.map((one) => ({ first: one, one }));
    while (rest.length > 0) {
      const pages = await Promise.all(rest.map(({ one }) => page(one)));
      rest = rest.flatMap(({ first, one }, i) => {
        const { ids, next } = pages[i]!;
        seen.set(first, [...(seen.get(first) ?? []), ...ids]);
        return next === undefined ? [] : [{ first, one: { ...one, after: next } }];
      });
    }
    for (const ids of seen.values()) {
      expect(ids).toHaveLength(20);
      expect(new Set(ids).size).toBe(20);
    }
  });

  it('find only what the caller may see', async () => {
    await fill();
    const see = { types: {}, others: { anyOf: ['owner:1'] } };
    for (let round = 0; round < 40; round++) {
      for (const { ids } of await together(see)) expect(ids.every((id) => Number(id) % 2 === 1)).toBe(true);
      await sleep(2);
    }
  });

  it('see whatever was acknowledged before they came', async () => {
    const newest = query('Patient', hasCode('code', 'red'), {
      count: 1,
      sort: [{ by: '_lastUpdated', descending: true }],
    });
    for (let round = 0; round < 150; round++) {
      await commit(store, [write(`Patient/${round % 5}`, `round ${round}`, [token('code', 'red')])]);
      const found = await Promise.all(Array.from({ length: 8 }, () => page(newest)));
      for (const { texts } of found) expect(texts[0]).toContain(`round ${round}"`);
    }
  });

  it('know the type of what is the first of its type', async () => {
    await fill();
    for (let round = 0; round < 120; round++) {
      await together();
      await sleep(2);
    }
    for (const type of ['Encounter', 'Observation', 'Task', 'Basic']) {
      await commit(store, [write(`${type}/1`, 'first of all')]);
      const found = await Promise.all(
        [1, 2, 3].map(() => store.search(query(type, ALWAYS), { bytes: true })),
      );
      for (const { versions } of found) expect(versions.map((one) => one.key)).toEqual([{ type, id: '1' }]);
    }
  });

  it('never give the text of what was erased before they came', async () => {
    await fill();
    for (let n = 0; n < 30; n++) {
      await store.erase({ id: `erasure ${n}`, keys: [{ key: key(`Patient/${n}`) }] });
      for (const { ids } of await together()) expect(ids).not.toContain(String(n));
    }
  });

  it('fail with what is wrong with them, and the others are answered', async () => {
    await fill();
    const wrong: Where = hasCode('code', 'red');
    for (let round = 0; round < 20; round++) {
      const settled = await Promise.allSettled([
        page(query('Patient', wrong, { after: 'no cursor' })),
        page(asked[0]!),
        page(asked[1]!),
      ]);
      expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
      expect((settled[0] as PromiseRejectedResult).reason).toBeInstanceOf(BadCursor);
      await sleep(2);
    }
  });
});

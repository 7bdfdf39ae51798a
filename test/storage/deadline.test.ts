// A reading ends when its time is over, however little it finds.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Where } from '../../src/storage/query.ts';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import type { Engine, Store } from '../../src/storage/store.ts';
import { commit, hasCode, query, token, write } from './contract/support.ts';

let engine: Engine;
let store: Store;
/** The clock of the store stands still: only what a statement itself looks at goes on. */
const NOW = 1_800_000_000_000;
/** Far beyond what a statement looks at in a millisecond. */
const MANY = 12_000;

beforeAll(async () => {
  engine = openSqliteEngine({ url: 'sqlite::memory:', timeZone: 'UTC', now: () => NOW });
  store = await engine.open('default');
  for (let first = 0; first < MANY; first += 3000) {
    const writes = Array.from({ length: 3000 }, (_, n) =>
      write(`Patient/${first + n}`, 'x', [token('code', 'common')]),
    );
    await commit(store, writes);
  }
}, 60_000);
afterAll(() => engine.close());

describe('A search that nothing satisfies, over many', () => {
  const not = (where: Where): Where => ({ kind: 'not', where });
  it.each<[string, Where]>([
    ['for what lacks a parameter', { kind: 'missing', param: 'code' }],
    ['for what is not of the usual code', not(hasCode('code', 'common'))],
  ])('%s ends at its deadline', async (_, where) => {
    const asked = query('Patient', where);
    expect((await store.search(asked)).versions).toEqual([]);
    const late = 'The search took longer than the time it was given';
    await expect(store.search(asked, { deadline: NOW + 1 })).rejects.toThrow(late);
    await expect(store.count(asked, undefined, { deadline: NOW + 1 })).rejects.toThrow(late);
  });
});

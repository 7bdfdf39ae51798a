// The store contract on SQLite: in memory, in files, and with the writer in its own thread.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from '@jest/globals';
import { openSqliteEngine, type SqliteOptions } from '../../src/storage/sqlite/engine.ts';
import type { Engine, Found, Store } from '../../src/storage/store.ts';
import { readingContract, storeContract, writingContract } from './contract/index.ts';
import { properties } from './contract/properties.ts';
import type { OpenEngine } from './contract/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'lianti-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const opener =
  (url: () => string, more: Partial<SqliteOptions> = {}): OpenEngine =>
  async (options) =>
    openSqliteEngine({ url: url(), timeZone: 'Asia/Shanghai', now: options?.now ?? Date.now, ...more });
const file = () => `sqlite:${join(folder, `${++files}.db`)}`;

storeContract(
  'SQLite in memory',
  opener(() => 'sqlite::memory:'),
);
storeContract('SQLite in a file', opener(file, { thread: false }));
describe('SQLite with its writer thread', () => writingContract(opener(file)));
describe('SQLite walking where it would collect', () => {
  readingContract(opener(() => 'sqlite::memory:', { collectUpTo: 0 }));
});
describe('SQLite with searches that threads find', () => {
  const open = opener(file, { searchThreads: { count: 1, startAfter: 0, many: 2, idleMs: 60_000 } });
  properties(async (options) => askingTogether(await open(options)));
});

/** Every search is asked several times at once besides, which threads then find; all must find the same. */
function askingTogether(engine: Engine): Engine {
  return {
    ...engine,
    async open(tenant) {
      const store = await engine.open(tenant);
      const search: Store['search'] = async (query, reading) => {
        const together = [1, 2, 3].map(() => store.search(query, { ...reading, bytes: true }));
        const [alone, ...others] = await Promise.allSettled([store.search(query, reading), ...together]);
        for (const other of others) expect(said(other)).toEqual(said(alone));
        return alone.status === 'fulfilled' ? alone.value : Promise.reject(alone.reason);
      };
      return { ...store, search };
    },
  };
}

/** The page with its texts as text; of a failure its class and what it says. */
function said(answer: PromiseSettledResult<Found>): unknown {
  if (answer.status === 'rejected') return [answer.reason.constructor, answer.reason.message];
  const { versions, ...rest } = answer.value;
  const texts = versions.map(({ bytes, ...version }) =>
    bytes ? { ...version, text: Buffer.from(bytes).toString() } : version,
  );
  return { ...rest, versions: texts };
}

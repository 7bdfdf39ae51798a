// The store contract on SQLite: in memory, in files, and with the writer in its own thread.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { openSqliteEngine, type SqliteOptions } from '../../src/storage/sqlite/engine.ts';
import { readingContract, storeContract, writingContract } from './contract/index.ts';
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

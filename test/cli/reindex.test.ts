// `lianti reindex`, on a store of its own and through a running server.

import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { runLianti, temporaryFolder } from '../support/lianti-process.ts';
import { startServer } from '../support/server-process.ts';

const folder = temporaryFolder();
const file = path.join(folder.path, 'lianti.db');
const STORE_URL = `sqlite:${file}`;
afterAll(() => folder.remove());

function loseNames(): void {
  const db = new Database(file);
  const { changes } = db.prepare('DELETE FROM string').run();
  db.close();
  expect(changes).toBeGreaterThan(0);
}

describe('lianti reindex', () => {
  it('makes an index that lacks something whole again', async () => {
    expect((await runLianti(['import', 'seed'], { STORE_URL })).code).toBe(0);
    loseNames();
    expect((await runLianti(['verify'], { STORE_URL })).code).toBe(1);
    const { code, stdout, stderr } = await runLianti(['reindex'], { STORE_URL });
    expect(stdout).toMatch(/^\d+ resources were indexed anew\.$/m);
    expect([code, stderr]).toEqual([0, '']);
    expect((await runLianti(['verify'], { STORE_URL })).code).toBe(0);
  });

  it('does the same through a server that has the store open', async () => {
    loseNames();
    const server = await startServer({ STORE_URL });
    const { code, stdout } = await runLianti(['reindex', '--server', server.baseUrl]);
    expect(stdout).toMatch(/^\d+ resources were indexed anew\.$/m);
    expect(code).toBe(0);
    const locked = await runLianti(['reindex'], { STORE_URL });
    expect([locked.code, locked.stderr]).toEqual([2, expect.stringContaining('--server')]);
    await server.stop();
    expect((await runLianti(['verify'], { STORE_URL })).code).toBe(0);
  });

  it('refuses a type that does not exist, here and at a server, and ends with 2', async () => {
    const here = await runLianti(['reindex', 'Patiend'], { STORE_URL });
    expect([here.code, here.stderr]).toEqual([2, expect.stringContaining('no resource type Patiend')]);
    const server = await startServer({ STORE_URL: 'sqlite::memory:' });
    const there = await runLianti(['reindex', 'Patiend', '--server', server.baseUrl]);
    await server.stop();
    expect([there.code, there.stderr]).toEqual([2, expect.stringContaining('"Patiend"')]);
  });
});

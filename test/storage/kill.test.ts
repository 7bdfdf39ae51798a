// kill -9 while writing: nothing acknowledged is lost, nothing is there by half, no number is skipped.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import type { Store } from '../../src/storage/store.ts';
import { verifyStore } from '../../src/storage/verify.ts';
import { findAll, hasCode, query } from './contract/support.ts';

const KILLS = 20;
const folder = mkdtempSync(join(tmpdir(), 'lianti-kill-'));
const file = join(folder, 'lianti.db');
const writer = new URL('./kill-writer.ts', import.meta.url).pathname;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lets a writer run, kills it a while after its first acknowledgement; what it said until then. */
function writeUntilKilled(round: number, afterMs: number): Promise<{ done: string[]; refused: string[] }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NODE_OPTIONS: '--no-warnings' };
    const child = spawn(process.execPath, [writer, file, `r${round}`], { env });
    let said = '';
    let wrong = '';
    child.stdout.on('data', (data) => {
      said += data;
    });
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
    child.stderr.on('data', (data) => {
      wrong += data;
    });
    child.on('close', (_, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer ended by itself: ${wrong}`));
      // The last line may be cut off: it was not said.
      const lines = said.slice(0, said.lastIndexOf('\n')).split('\n');
      const of = (word: string) =>
        lines.filter((line) => line.startsWith(word)).map((line) => line.split(' ')[1]!);
      resolve({ done: of('done'), refused: of('refused') });
    });
  });
}

async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const engine = openSqliteEngine({
    url: `sqlite:${file}`,
    timeZone: 'Asia/Shanghai',
    now: Date.now,
    thread: false,
  });
  try {
    return await work(await engine.open('default'));
  } finally {
    await engine.close();
  }
}

describe('A store whose process is killed again and again', () => {
  it(`keeps every acknowledged transaction whole, over ${KILLS} kills`, async () => {
    let acknowledged = 0;
    for (let round = 0; round < KILLS; round++) {
      const { done, refused } = await writeUntilKilled(round, 100 + Math.random() * 500);
      acknowledged += done.length;
      await inStore(async (store) => {
        for (const n of done) {
          expect((await store.receipt(n))?.seq).toBeGreaterThan(0);
          expect(await findAll(store, query('Observation', hasCode('code', n)))).toHaveLength(5);
        }
        for (const n of refused) expect(await store.receipt(n)).toBeUndefined();
      });
    }
    expect(acknowledged).toBeGreaterThan(KILLS * 5);
    await inStore(async (store) => {
      // Of everything in the log, acknowledged or not, nothing is there by half.
      for (let after = 0; ; ) {
        const { committed, upTo } = await store.changes(after, { limit: 500 });
        for (const { versions } of committed) expect(versions).toHaveLength(7);
        if (committed.length === 0) break;
        after = upTo;
      }
      expect((await store.tip()).seq).toBeGreaterThanOrEqual(acknowledged);
      expect(await verifyStore(store, {})).toEqual([]);
    });
  }, 120_000);
});

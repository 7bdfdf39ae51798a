// The writer when its disk is full or its database locked: nothing is acknowledged, nothing is half there, and
// it goes on by itself when the trouble is over.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type Database from 'better-sqlite3';
import { createConnection, openDatabase } from '../../src/storage/sqlite/connection.ts';
import { initialise } from '../../src/storage/sqlite/open-file.ts';
import type { Answer, Call } from '../../src/storage/sqlite/writer/messages.ts';
import { groupSize } from '../../src/storage/sqlite/writer/queue.ts';
import { createWriter, type Writer } from '../../src/storage/sqlite/writer/writer.ts';
import type { Write } from '../../src/storage/store.ts';
import { token, tx, write } from './contract/support.ts';

let folder: string;
let db: Database.Database;
let writer: Writer;
let answers: Map<number, Answer>;
let seq: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianti-writer-'));
  db = openDatabase(join(folder, 'lianti.db'));
  initialise(db, 'Asia/Shanghai', 'lianti.db');
  answers = new Map();
  writer = createWriter(createConnection(db), 'Asia/Shanghai', (settled, tip) => {
    for (const { n, answer } of settled) answers.set(n, answer);
    seq = tip.seq;
  });
});
afterEach(() => {
  writer.close();
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const callOf = (writes: Write[]): Call => ({ kind: 'transact', tx: { ...tx(writes), contents: [] }, now: 1 });
const call = (id: string, words = 'x') => callOf([write(`Patient/${id}`, words, [token('code', id)])]);
const settle = async (...calls: Call[]) => {
  const before = answers.size;
  calls.forEach((one, i) => {
    writer.take(before + i, one);
  });
  while (answers.size < before + calls.length) await new Promise((resolve) => setImmediate(resolve));
  return calls.map((_, i) => answers.get(before + i));
};
const thrown = (name: string) => ({ thrown: expect.objectContaining({ name }) });
const committed = (number: number) => ({ value: expect.objectContaining({ ok: true, seq: number }) });

describe('The writer', () => {
  it('answers a full disk with StoreFull and goes on without a hole when there is room again', async () => {
    expect(await settle(call('a'))).toEqual([committed(1)]);
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count=${pages}`);
    const large = 'x'.repeat(100_000);
    expect(await settle(call('b', large), call('c', large))).toEqual([
      thrown('StoreFull'),
      thrown('StoreFull'),
    ]);
    expect(seq).toBe(1);
    db.pragma(`max_page_count=${pages + 1000}`);
    expect(await settle(call('b', large))).toEqual([committed(2)]);
    const ids = db.prepare('SELECT id FROM resources WHERE state=0 ORDER BY id').pluck().all();
    expect(ids).toEqual(['a', 'b']);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('answers a lock held by others with "try again" and goes on when it is gone', async () => {
    db.pragma('busy_timeout=20');
    const other = openDatabase(join(folder, 'lianti.db'));
    other.exec('BEGIN IMMEDIATE');
    expect(await settle(call('a'))).toEqual([
      { thrown: expect.objectContaining({ name: 'StoreUnavailable', retryAfterS: 1 }) },
    ]);
    other.exec('ROLLBACK');
    other.close();
    expect(await settle(call('a'))).toEqual([committed(1)]);
  });

  it('joins waiting calls up to a bound of calls, writes and bytes, one at least', () => {
    const small = call('a');
    const writes = (n: number) => Array.from({ length: n }, (_, i) => write(`Patient/p${i}`));
    const wide = callOf(writes(400));
    const heavy = call('h', 'x'.repeat(3_000_000));
    expect(groupSize(Array(100).fill(small))).toBe(64);
    expect(groupSize([wide, wide])).toBe(1);
    expect(groupSize([small, wide, wide])).toBe(2);
    expect(groupSize([heavy, small, heavy, small])).toBe(2);
    expect(groupSize([callOf(writes(2000))])).toBe(1);
  });
});

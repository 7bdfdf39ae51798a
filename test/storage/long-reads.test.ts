import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreTimeout } from '../../src/storage/errors.ts';
import { ALWAYS } from '../../src/storage/query.ts';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import type { ReadCall } from '../../src/storage/sqlite/read/calls.ts';
import { createLongReads, type LongReads } from '../../src/storage/sqlite/read/long-reads.ts';
import { commit, query, write } from './contract/support.ts';

let folder: string;
let reads: LongReads;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianti-long-'));
  const file = join(folder, 'a.db');
  const engine = openSqliteEngine({ url: `sqlite:${file}`, timeZone: 'UTC', now: Date.now });
  await commit(await engine.open('default'), [write('Patient/1'), write('Patient/2'), write('Encounter/1')]);
  await engine.close();
  reads = createLongReads(file, undefined);
});
afterEach(async () => {
  await reads.close();
  rmSync(folder, { recursive: true, force: true });
});

const count = (type: string): ReadCall => ({ kind: 'count', query: query(type, ALWAYS) });

describe('Long reads', () => {
  it('overtake those that wait and are expected to take longer, not the one that is under way', async () => {
    const done: string[] = [];
    const ask = async (label: string, expectedMs: number) => {
      const { value } = await reads.read(count('Patient'), undefined, expectedMs);
      done.push(`${label}: ${value}`);
    };
    await Promise.all([ask('under way', 3000), ask('long', 2000), ask('short', 10)]);
    expect(done).toEqual(['under way: 2', 'short: 2', 'long: 2']);
  });

  it('end with their time while others have the thread, and those behind them go on', async () => {
    const first = reads.read(count('Patient'), undefined, 10);
    const late = reads.read(count('Patient'), 1, 20);
    const last = reads.read(count('Encounter'), undefined, 30);
    await expect(late).rejects.toThrow(StoreTimeout);
    expect((await first).value).toBe(2);
    expect((await last).value).toBe(1);
    expect((await reads.read(count('Encounter'), 10_000, 30)).value).toBe(1);
  });
});

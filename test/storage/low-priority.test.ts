import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import { createLongReads } from '../../src/storage/sqlite/read/long-reads.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianti-priority-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How far each thread of this process gives way to others: proc_pid_stat(5), field 19. */
function niceValues(): number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  });
}

describe('The thread for long reads', () => {
  // Other systems give threads no priority of their own.
  const isLinux = process.platform === 'linux';
  it('gives way to the threads that answer and write, where threads have a priority', async () => {
    const file = join(folder, 'a.db');
    const engine = openSqliteEngine({ url: `sqlite:${file}`, timeZone: 'UTC', now: Date.now });
    await engine.open('default');
    const before = isLinux ? niceValues() : [];
    const reads = createLongReads(file, undefined);
    const query = { types: ['Patient'], where: { kind: 'and' as const, all: [] }, sort: [], count: 10 };
    const { value } = await reads.read({ kind: 'count', query }, undefined, 100);
    expect(value).toBe(0);
    if (isLinux) {
      const yielding = niceValues().filter((nice) => nice > Math.max(...before));
      expect(yielding.length).toBeGreaterThan(0);
    }
    await reads.close();
    await engine.close();
  });
});

// What is kept of the statements of a connection, and what SQLite will not take.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { QueryTooLarge } from '../../src/storage/errors.ts';
import type { Where } from '../../src/storage/query.ts';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import { createStatements } from '../../src/storage/sqlite/statements.ts';

describe('statements', () => {
  const db = new Database(':memory:');
  afterAll(() => {
    db.close();
  });

  it('are prepared once, but of long texts, which hardly come again, none is kept', () => {
    const statements = createStatements(db);
    const short = 'SELECT 1';
    const long = `SELECT '${'a'.repeat(10_000)}'`;
    expect(statements.rows(short)).toBe(statements.rows(short));
    expect(statements.rows(long)).not.toBe(statements.rows(long));
  });
});

describe('a search with more values than SQLite binds', () => {
  const engine = openSqliteEngine({ url: 'sqlite::memory:', timeZone: 'UTC', now: () => 0 });
  let store: Awaited<ReturnType<typeof engine.open>>;
  beforeAll(async () => {
    store = await engine.open('default');
    await store.transact({
      id: 'one',
      expects: [],
      writes: [
        {
          key: { type: 'RiskAssessment', id: 'a' },
          method: 'PUT',
          text: { head: '{"resourceType":"RiskAssessment","id":"a","meta":{', tail: '}}' },
          entries: [{ param: 'probability', kind: 'number', lo: 1, hi: 1 }],
          labels: [],
        },
      ],
    });
  });
  afterAll(() => engine.close());

  it('is refused as too large, and others go on', async () => {
    const tests = (count: number): Where => ({
      kind: 'or',
      any: Array.from({ length: count }, (_, at) => ({
        kind: 'match',
        param: 'probability',
        match: { kind: 'number', op: 'ne', value: at, lo: at, hi: at },
      })),
    });
    const find = (count: number) =>
      store.search({ types: ['RiskAssessment'], where: tests(count), sort: [], count: 10 });
    expect((await find(3)).versions).toHaveLength(1);
    await expect(find(20_000)).rejects.toThrow(QueryTooLarge);
    expect((await find(3)).versions).toHaveLength(1);
  });
});

// `lianti verify` on a store that somebody has changed behind the server's back.

import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { runLianti, temporaryFolder } from '../support/lianti-process.ts';

const folder = temporaryFolder();
const file = path.join(folder.path, 'lianti.db');
const STORE_URL = `sqlite:${file}`;
afterAll(() => folder.remove());

function change(sql: string): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

describe('lianti verify', () => {
  it('finds a text that was changed behind the server, and an index entry that is gone, and ends with 1', async () => {
    expect((await runLianti(['import', 'seed'], { STORE_URL })).code).toBe(0);
    expect((await runLianti(['verify'], { STORE_URL })).code).toBe(0);

    change(
      'UPDATE versions SET body = replace(body, \'"active":true\', \'"active":false\') WHERE body LIKE \'%"id":"org-tongren"%\'',
    );
    const text = await runLianti(['verify'], { STORE_URL });
    expect(text.stdout).toContain(
      'The text of Organization/org-tongren version 1 is not the one that was logged.',
    );
    expect(text.code).toBe(1);

    change("DELETE FROM string WHERE exact = '上海市同仁医院'");
    const index = await runLianti(['verify'], { STORE_URL });
    expect(index.stdout).toMatch(/The index of Organization\/org-tongren lacks .*reindex it\./);
    expect(index.code).toBe(1);
  });

  it('ends with 2 when there is no such store to open', async () => {
    const { code, stderr } = await runLianti(['verify'], { STORE_URL: 'mongodb://nowhere' });
    expect(stderr).toContain('STORE_URL=mongodb://nowhere is not usable');
    expect(code).toBe(2);
  });
});

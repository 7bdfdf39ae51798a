// `lianti terminology load`, beside a server that runs.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { runLianti, temporaryFolder } from '../support/lianti-process.ts';
import { startServer } from '../support/server-process.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const STORE_URL = `sqlite:${path.join(folder.path, 'lianti.db')}`;
const URL = 'http://codes.test/wards';

it('loads a code system that a running server takes up, and lists it', async () => {
  const server = await startServer({ STORE_URL });
  const lookup = async () =>
    (await fetch(`${server.baseUrl}/CodeSystem/$lookup?system=${URL}&code=w1`)).status;
  expect(await lookup()).toBe(404);
  const csv = path.join(folder.path, 'wards.csv');
  writeFileSync(csv, 'code,display,parent\nw,Ward,\nw1,Ward 1,w\n');
  const loaded = await runLianti(['terminology', 'load', csv, '--url', URL, '--system-version', '3'], {
    STORE_URL,
  });
  expect([loaded.code, loaded.stdout]).toEqual([0, `${URL}|3: 2 concepts were loaded.\n`]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await lookup()).toBe(200);
  await server.stop();
  expect((await runLianti(['terminology', 'list'], { STORE_URL })).stdout).toBe(`${URL}|3: 2 concepts\n`);
}, 60_000);

it('says in one line what cannot be loaded', async () => {
  const csv = path.join(folder.path, 'bad.csv');
  writeFileSync(csv, 'code\na\na\n');
  for (const args of [[csv, '--url', URL], ['/nowhere.csv'], [csv]]) {
    const { code, stderr } = await runLianti(['terminology', 'load', ...args], { STORE_URL });
    expect([code, stderr.trim().split('\n').at(-1)]).toEqual([
      2,
      expect.stringMatching(/twice|no file|--url/),
    ]);
  }
}, 60_000);

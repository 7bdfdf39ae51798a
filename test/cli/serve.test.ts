// `lianti serve`: the server behind the command line, and what it says when it cannot start.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runLianti } from '../support/lianti-process.ts';
import { startServer } from '../support/server-process.ts';

const MAIN = path.join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
const MEMORY = { STORE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent' };

describe('lianti serve', () => {
  it('serves until it is told to stop, and ends with 0', async () => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'serve'], {
      env: { PATH: process.env.PATH, ...MEMORY, PORT: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /Lianti serves FHIR R4 at (\S+) \(store: sqlite::memory:\)\./.exec(line.toString())![1]!;
    expect((await fetch(`${url}/metadata`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('says in one line that the port is taken, or what is wrong with a setting', async () => {
    const server = await startServer(MEMORY);
    try {
      const taken = await runLianti(['serve'], { ...MEMORY, PORT: String(server.port) });
      expect(taken.stderr).toMatch(/^The port is taken: .*Set PORT to another one\.\n$/);
      expect(taken.code).toBe(2);
    } finally {
      await server.stop();
    }
    const open = await runLianti(['serve'], { ...MEMORY, HOST: '0.0.0.0' });
    expect(open.stderr).toMatch(
      /^HOST=0\.0\.0\.0 with AUTH=off would open every record to the network\..*\n$/,
    );
    expect(open.code).toBe(2);
  });
});

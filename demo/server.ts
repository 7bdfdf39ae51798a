// The server of the demo: a process of its own, on port 3000 or the next one that is free.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const FIRST_PORT = 3000;
const TRIES = 50;
const START_WITHIN_MS = 30_000;

export interface DemoServer {
  /** http://127.0.0.1:3000/fhir */
  baseUrl: string;
  logFile: string;
  /** Resolves with the exit code when the server has ended. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** The server's own words, or why there is no place for it. */
export class NotStarted extends Error {}

/** `port` undefined: 3000 or the next free one. Throws NotStarted. */
export async function startServer(folder: string, port: number | undefined): Promise<DemoServer> {
  const logFile = path.join(folder, 'server.log');
  const log = openSync(logFile, 'a');
  const start = fstatSync(log).size;
  const child = spawn(process.execPath, [...process.execArgv, path.join(ROOT, 'src', 'main.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: String(port ?? (await freePort())),
      HOST: '127.0.0.1',
      AUTH: 'off',
      STORE_URL: `sqlite:${path.join(folder, 'lianti.db')}`,
      VALIDATION: 'enforce',
      REFERENCES: 'check',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const baseUrl = await announced(child, ended, () => wordsSince(logFile, start));
  return {
    baseUrl,
    logFile,
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function announced(
  child: ChildProcess,
  ended: Promise<number | null>,
  words: () => string,
): Promise<string> {
  let printed = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stdout!.on('data', (chunk: Buffer) => {
    printed += chunk;
    const url = /Lianti serves FHIR R4 at (\S+)/.exec(printed)?.[1];
    if (url !== undefined) resolve(url);
  });
  void ended.then((code) => reject(new NotStarted(`The server ended with ${code}: ${words()}`)));
  const late = setTimeout(() => {
    child.kill('SIGTERM');
    reject(new NotStarted(`The server did not start within ${START_WITHIN_MS / 1000} s: ${words()}`));
  }, START_WITHIN_MS);
  return promise.finally(() => clearTimeout(late));
}

/** What the log says since this start. */
function wordsSince(logFile: string, start: number): string {
  return readFileSync(logFile).subarray(start).toString().trim() || `see ${logFile}`;
}

async function freePort(): Promise<number> {
  for (let port = FIRST_PORT; port < FIRST_PORT + TRIES; port++) {
    if (await isFree(port)) return port;
  }
  throw new NotStarted(`No free port from ${FIRST_PORT} to ${FIRST_PORT + TRIES - 1}. Set PORT.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

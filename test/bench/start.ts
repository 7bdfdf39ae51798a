// How long until the first answer, and how much memory after an import: `node test/bench/start.ts [seconds]`.
// Starts are measured as a user starts it, through scripts/run.cjs, on the data of the demo's import.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runLianti, temporaryFolder } from '../support/lianti-process.ts';
import { startServer } from '../support/server-process.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const SAMPLES = path.join(ROOT, 'mappings', 'kindergarten-screening', 'samples');
const FILES = ['2020-05-22-qibao-middle-class.csv', '2021-05-21-qibao-senior-class.csv'];
const STARTS = 5;

const settleS = Number(process.argv[2] ?? 60);
const folder = temporaryFolder();
const STORE_URL = `sqlite:${path.join(folder.path, 'lianti.db')}`;

try {
  await memoryAfterImport();
  for (const script of [['src/main.ts'], ['scripts/run.cjs', 'start']]) {
    const times: number[] = [];
    for (let i = 0; i < STARTS; i++) times.push(await firstAnswer(script));
    const sorted = times.sort((a, b) => a - b).map(Math.round);
    console.log(`first 200 on /fhir/metadata, node ${script.join(' ')}: ${sorted.join(', ')} ms`);
  }
} finally {
  folder.remove();
}

async function memoryAfterImport(): Promise<void> {
  const server = await startServer({ STORE_URL });
  const through = ['--server', server.baseUrl, '--key-file', path.join(folder.path, 'import-key')];
  await runLianti(['import', 'seed', ...through]);
  for (const file of FILES) {
    await runLianti(['import', path.join(SAMPLES, file), '-m', 'kindergarten-screening', ...through]);
  }
  const after = server.memoryMb();
  await sleep(settleS * 1000);
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024;
  const settled = server.memoryMb();
  console.log(
    `memory, threads included: ${after.toFixed(0)} MB after the import, ${settled.toFixed(0)} MB ${settleS} s later, ${peak.toFixed(0)} MB at most`,
  );
  await server.stop();
}

/** Milliseconds from starting the process to the first 200. */
async function firstAnswer(script: string[]): Promise<number> {
  const port = await freePort();
  const [file, ...words] = script as [string, ...string[]];
  const environment = { ...process.env, PORT: String(port), STORE_URL, LOG_LEVEL: 'silent' };
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(ROOT, file), ...words],
    {
      env: {
        NODE_COMPILE_CACHE: path.join(ROOT, 'build', 'compile-cache'),
        ...environment,
      },
      stdio: 'ignore',
    },
  );
  while (!(await answers(port))) await sleep(5);
  const took = performance.now() - started;
  await end(child);
  return took;
}

async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/fhir/metadata`)).status === 200;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

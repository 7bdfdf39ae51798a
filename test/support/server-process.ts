// A real server process, as a user starts it, for benchmarks and end-to-end tests.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..', '..');

export interface ServerProcess {
  /** http://127.0.0.1:<port>/fhir */
  baseUrl: string;
  port: number;
  pid: number;
  /** Milliseconds from start to the line that says it serves. */
  startedInMs: number;
  /** What it printed so far. */
  output(): string;
  /** Seconds of processor time so far, all threads. Linux only. */
  cpuSeconds(): number;
  /** Resident memory in MB. Linux only. */
  memoryMb(): number;
  kill(signal: NodeJS.Signals): void;
  /** Exit code, once it has ended. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts it on a free port. Throws with what it printed when it ends instead of serving. */
export async function startServer(
  environment: Record<string, string>,
  script = 'src/main.ts',
): Promise<ServerProcess> {
  const started = performance.now();
  // Flags and environment as scripts/run.cjs gives them.
  const flags = ['--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, path.join(ROOT, script)], {
    env: {
      PATH: process.env.PATH,
      MALLOC_ARENA_MAX: '2',
      PORT: '0',
      LOG_LEVEL: 'warn',
      NODE_COMPILE_CACHE: path.join(ROOT, 'build', 'compile-cache'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed += chunk;
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const baseUrl = await announced(child, () => printed, ended);
  return {
    baseUrl,
    port: Number(new URL(baseUrl).port),
    pid: child.pid!,
    startedInMs: performance.now() - started,
    output: () => printed,
    cpuSeconds: () => cpuSeconds(child.pid!),
    memoryMb: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024,
    kill: (signal) => child.kill(signal),
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function announced(
  child: ChildProcess,
  printed: () => string,
  ended: Promise<number | null>,
): Promise<string> {
  const found = () => /Lianti serves FHIR R4 at (\S+)/.exec(printed())?.[1];
  return new Promise((resolve, reject) => {
    const look = () => {
      const url = found();
      if (url !== undefined) resolve(url);
    };
    child.stdout!.on('data', look);
    void ended.then((code) => reject(new Error(`The server ended with ${code}: ${printed()}`)));
  });
}

/** utime + stime of /proc/<pid>/stat, in clock ticks of 10 ms. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

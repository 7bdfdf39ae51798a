// The command line as a process of its own, as a script would call it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..', '..');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** `node scripts`' script with these words: `src/cli/main.ts`, `demo/demo.ts`. The environment is only what is given. */
export async function runScript(
  script: string,
  words: string[],
  environment: Record<string, string> = {},
): Promise<Ended> {
  const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, path.join(ROOT, script), ...words], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: path.join(ROOT, 'build', 'compile-cache'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

export function runLianti(words: string[], environment: Record<string, string> = {}): Promise<Ended> {
  return runScript('src/cli/main.ts', words, environment);
}

/** A folder that is gone after the test. */
export function temporaryFolder(): { path: string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lianti-'));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// The command line as a process of its own; progress goes to this terminal, what it prints is kept.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');

/** `words` as after `npm run lianti --`. Throws when nothing was done (exit code 2). */
export async function runLianti(words: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, path.join(ROOT, 'src', 'cli', 'main.ts'), ...words],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 && code !== 1) throw new Error(`lianti ${words.join(' ')} ended with ${code}. ${output}`);
  return { code, output };
}

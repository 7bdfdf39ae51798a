// docs/examples.md: every curl line and every piece of JavaScript is run, in order, on an empty server.

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'fhir-kit-client';
import { temporaryFolder } from './support/lianti-process.ts';
import { type ServerProcess, startServer } from './support/server-process.ts';

const run = promisify(execFile);
const TEXT = readFileSync(path.join(import.meta.dirname, '..', 'docs', 'examples.md'), 'utf8');
const EXAMPLES = [...TEXT.matchAll(/^```(sh|js)\n([\s\S]*?)^```$/gm)].map(([, language, code], i) => ({
  name: `${i + 1} (${language})`,
  language,
  code: code!.trim(),
}));

const folder = temporaryFolder();
let server: ServerProcess;
/** What one piece of JavaScript leaves to the next. */
const scope: Record<string, unknown> = { Client };
/** What one shell block sets for the next. */
let settings = '';

beforeAll(async () => {
  server = await startServer({ STORE_URL: 'sqlite::memory:' });
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

const here = (code: string) => code.replaceAll('http://127.0.0.1:3000/fhir', server.baseUrl);

async function runShell(code: string): Promise<void> {
  const promised = [...code.matchAll(/^# .*→ (\d{3})$/gm)].map((match) => match[1]!);
  expect(promised).toHaveLength([...code.matchAll(/^curl /gm)].length);
  const answer = path.join(folder.path, 'answer.json');
  const file = path.join(folder.path, 'example.sh');
  const curl = `curl() { command curl -sS -o '${answer}' -w '%{http_code}\\n' "$@"; }`;
  writeFileSync(file, [curl, settings, here(code)].join('\n'));
  const { stdout } = await run('bash', ['-e', file]);
  expect(stdout.trim().split('\n').filter(Boolean)).toEqual(promised);
  settings += code
    .split('\n')
    .filter((line) => /^[A-Z]+=/.test(line))
    .map((line) => `${here(line)}\n`)
    .join('');
}

async function runScript(code: string): Promise<void> {
  const promised = [...code.matchAll(/\/\/ → (.*)$/gm)].map((match) => match[1]!);
  const printed: string[] = [];
  const print = { log: (...words: unknown[]) => printed.push(words.join(' ')) };
  // Declarations become members of the scope, so that the next piece sees them.
  const names = [...code.matchAll(/^(?:const|let) (\w+)/gm)].map((match) => match[1]!);
  const source = `${here(code)}\nreturn { ${names.join(', ')} };`;
  const AsyncFunction = (async () => undefined).constructor as new (
    ...words: string[]
  ) => (...values: unknown[]) => Promise<Record<string, unknown>>;
  const known = Object.keys(scope).filter((name) => !names.includes(name));
  const made = await new AsyncFunction('console', ...known, source)(
    print,
    ...known.map((name) => scope[name]),
  );
  Object.assign(scope, made);
  expect(printed).toEqual(promised);
}

describe('the examples', () => {
  it('are many, in both languages', () => {
    expect(EXAMPLES.filter(({ language }) => language === 'sh').length).toBeGreaterThan(8);
    expect(EXAMPLES.filter(({ language }) => language === 'js').length).toBeGreaterThan(5);
  });

  it.each(EXAMPLES)('$name does what it says', async ({ language, code }) => {
    if (language === 'sh') await runShell(code);
    else await runScript(code);
  });
});

// What the READMEs promise: every request of theirs is sent to a server with the demo's data, and both languages
// hold the same commands and the same settings.

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runScript, temporaryFolder } from './support/lianti-process.ts';
import { type ServerProcess, startServer } from './support/server-process.ts';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');
const LANGUAGES = ['README.md', 'README.zh-CN.md'];

/** The lines of all code blocks with this info string. */
function blocks(markdown: string, info: string): string[] {
  return [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)]
    .filter((match) => match[1] === info)
    .flatMap((match) => match[2]!.trim().split('\n'));
}

/** Comments differ by language; their length too. */
const withoutComments = (lines: string[]) => lines.map((line) => line.replace(/\s*(?<!\S)# .*/, ''));

const folder = temporaryFolder();
let server: ServerProcess;

beforeAll(async () => {
  const demo = await runScript('demo/demo.ts', ['--once'], { DEMO_DATA: folder.path, PORT: '0' });
  expect(demo.code).toBe(0);
  server = await startServer({ STORE_URL: `sqlite:${path.join(folder.path, 'lianti.db')}` });
}, 120_000);
afterAll(async () => {
  await server.stop();
  folder.remove();
});

describe('the requests of the README', () => {
  it('answer with the statuses that stand beside them', async () => {
    const lines = blocks(read('README.md'), 'sh try');
    const promised = lines.flatMap((line) => /^# .*→ (\d{3})$/.exec(line)?.[1] ?? []);
    expect(promised.length).toBeGreaterThanOrEqual(10);
    const answer = path.join(folder.path, 'answer.json');
    // curl as it stands there, except that the body goes to a file and the status is printed.
    const script = [
      `curl() { command curl -sS -o '${answer}' -w '%{http_code}\\n' "$@"; }`,
      ...lines.map((line) => line.replace('http://127.0.0.1:3000/fhir', server.baseUrl)),
    ].join('\n');
    const file = path.join(folder.path, 'try.sh');
    writeFileSync(file, script);
    const { stdout } = await run('bash', ['-e', file]);
    expect(stdout.trim().split('\n')).toEqual(promised);
  });

  it('are the same in both languages, as are the other commands and examples', () => {
    const [english, chinese] = LANGUAGES.map((name) =>
      ['sh try', 'sh', 'json', 'nginx', ''].map((info) => withoutComments(blocks(read(name), info))),
    );
    expect(chinese).toEqual(english);
  });
});

describe('the last lines of the demo', () => {
  it('are five requests that work on its data', async () => {
    const { farewell } = await import('../demo/farewell.ts');
    const urls = farewell(server.baseUrl, folder.path).flatMap(
      (line) => /^ {2}curl '(.+)'$/.exec(line)?.[1] ?? [],
    );
    expect(urls).toHaveLength(5);
    for (const url of urls) {
      const answer = await fetch(url);
      expect(answer.status).toBe(200);
      const body = (await answer.json()) as { resourceType: string; total?: number };
      if (body.resourceType === 'Bundle') expect(body.total).toBeGreaterThan(0);
    }
  });
});

describe('the configuration table', () => {
  const settings = [...read('src/config.ts').matchAll(/^ {2}([A-Z_]+): (?:z|url|bytes)\b/gm)].map(
    (match) => match[1]!,
  );

  it.each(LANGUAGES)('of %s has a row for each setting and no other', (name) => {
    const rows = [...read(name).matchAll(/^\| `([A-Z_]+)` \|/gm)].map((match) => match[1]!);
    expect(rows).toEqual(settings);
  });
});

describe('links', () => {
  it.each(LANGUAGES)('of %s lead to files that are there', (name) => {
    const targets = [...read(name).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1]!);
    for (const target of targets) expect(read(target)).not.toBe('');
  });
});

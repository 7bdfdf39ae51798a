// How searches grow with the data: the same questions to stores of different sizes, some in a row to each of them in turn,
// so that a busy moment of the machine hits all of them, in process (the whole of dispatch) and over HTTP.
//
//   node test/bench/search-growth.ts [--patients 1000,8000,64000] [--rounds 60] [--only text] [--in-process]
//
// Prints p50 and p99 in µs for each size and their ratio, largest to smallest, beside what is asked of it.

import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { LOCAL_OPERATOR } from '../../src/authorization/local-operator.ts';
import { parseTarget } from '../../src/http/request.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { growthQuestions, type Question } from './support/growth-questions.ts';
import { fillGrowthStore, openOn } from './support/growth-store.ts';
import { openLine } from './support/load.ts';

const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '1000,8000,64000' },
    rounds: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
    'in-process': { type: 'boolean', default: false },
    /** Keeps the stores there and uses those that are there already. */
    folder: { type: 'string' },
  },
});
const SIZES = values.patients.split(',').map(Number);
const ROUNDS = Number(values.rounds);
/** Rounds that are not counted. */
const WARMING = 600;
/** Searches before the first question: what all searches share is not compiled before, and would count against the first ones. */
const WARMING_ALL = 8000;
/** Asked of one store in a row: no server has another one's data in the processor's cache at each question. */
const ROW = 10;

interface Times {
  p50: number;
  p99: number;
  results: number;
}

const folder = values.folder ?? mkdtempSync(path.join(os.tmpdir(), 'lianti-growth-'));
mkdirSync(folder, { recursive: true });
const fileOf = (patients: number) => path.join(folder, `${patients}.db`);
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;

/** The middle one of those of so many stretches of the time: a bad moment of the machine spoils one of them. */
const STRETCHES = 5;
/** Fewer times are too few for a stretch. */
const STRETCH_MIN = 100;

function percentile(times: readonly number[], share: number): number {
  const length = Math.max(STRETCH_MIN, Math.ceil(times.length / STRETCHES));
  const each: number[] = [];
  for (let from = 0; from < times.length; from += length) {
    const stretch = times.slice(from, from + length).sort((a, b) => a - b);
    each.push(at(stretch, share));
  }
  return at(
    each.sort((a, b) => a - b),
    0.5,
  );
}

/** Reads a file once: some systems put aside what has not been read for seconds, and the disk is not what is measured. */
async function intoCache(file: string): Promise<void> {
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 4 << 20 }))
    bytes += (chunk as Buffer).length;
  if (bytes === 0) throw new Error(`${file} is empty`);
}

/** One question to every store in turn, again and again. */
async function measure(ask: Ask[], question: Question): Promise<Times[]> {
  const times: number[][] = SIZES.map(() => []);
  const results = SIZES.map(() => 0);
  const rounds = question.slow ? Math.min(ROUNDS, 8) : ROUNDS;
  // The compiler of the runtime and the system's cache of the file are not what is measured.
  const warming = question.slow ? 3 : WARMING;
  for (let start = -warming; start < rounds; start += ROW) {
    for (const [i, size] of SIZES.entries()) {
      for (let round = start; round < Math.min(start + ROW, rounds); round++) {
        const url = question.url(size, round + warming);
        const t0 = performance.now();
        const found = await ask[i]!(url);
        if (round >= 0) times[i]!.push((performance.now() - t0) * 1000);
        results[i] = Math.max(results[i]!, read(found).entries);
      }
    }
  }
  return times.map((list, i) => ({
    p50: percentile(list, 0.5),
    p99: percentile(list, 0.99),
    results: results[i]!,
  }));
}

function print(question: Question, times: Times[]): void {
  const [first, last] = [times[0]!, times.at(-1)!];
  const columns = times
    .map(({ p50, p99 }) => `${Math.round(p50)} / ${Math.round(p99)}`.padStart(16))
    .join('');
  const p50 = last.p50 / first.p50;
  const p99 = last.p99 / first.p99;
  const wanted = question.linear ? 'linear' : `≤ ${question.most}`;
  const verdict = question.linear || Math.max(p50, p99) <= question.most ? '' : ' <<<';
  console.log(
    `${question.name.padEnd(44)}${columns}   × ${p50.toFixed(2).padStart(5)} / ${p99.toFixed(2).padStart(5)}  ${wanted.padEnd(7)}${String(first.results).padStart(4)} →${String(last.results).padStart(4)}${verdict}`,
  );
}

const questions = growthQuestions().filter(({ name }) => name.includes(values.only));
const heading = `${' '.repeat(44)}${SIZES.map((n) => `${n}`.padStart(16)).join('')}   largest : smallest, p50 / p99; results`;

for (const size of SIZES) if (!existsSync(fileOf(size))) await fillGrowthStore(fileOf(size), size);

/** Answers with the text of a searchset. */
type Ask = (url: string) => Promise<string>;

/** Follows the pages first where a later one is meant; then each call asks the same. */
async function askOf(ask: Ask, question: Question, size: number): Promise<Ask> {
  if (question.page === undefined) return ask;
  let url = question.url(size, 0);
  for (let page = 0; page < question.page; page++) {
    const { next } = read(await ask(url));
    if (next === undefined) throw new Error(`${question.name}: there is no page ${page + 2}`);
    url = next;
  }
  return () => ask(url);
}

/** Entries and next link of the text of a searchset. */
function read(text: string): { entries: number; next?: string } {
  const next = /"relation":"next","url":"[^"]*?\/fhir\/([^"]*)"/.exec(text)?.[1];
  return { entries: text.split('"fullUrl"').length - 1, ...(next === undefined ? {} : { next }) };
}

/** Of each store the observations of its patients, one after the other. */
async function warmUp(asks: Ask[]): Promise<void> {
  for (const [i, ask] of asks.entries())
    for (let n = 0; n < WARMING_ALL; n++)
      await ask(`Observation?subject=Patient/p${n % SIZES[i]!}&_count=20`);
}

async function measureAll(asks: Ask[], seen?: (question: Question, i: number) => Promise<string>) {
  await warmUp(asks);
  for (const question of questions) {
    if (question.see && !seen) continue;
    const ask = await Promise.all(
      asks.map((one, i) => (question.see ? () => seen!(question, i) : askOf(one, question, SIZES[i]!))),
    );
    for (const size of SIZES) await intoCache(fileOf(size));
    print(question, await measure(ask, question));
  }
}

const opened = await Promise.all(SIZES.map((size) => openOn(fileOf(size))));
console.log(`\nIn process, µs p50 / p99\n${heading}`);
await measureAll(
  opened.map((lianti) => async (url) => {
    const target = parseTarget(`/${url}`);
    const answer = await lianti.dispatch({ method: 'GET', ...target, headers: {} }, LOCAL_OPERATOR, 'bench');
    if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${answer.body}`);
    return answer.body ?? '';
  }),
  async ({ see }, i) => {
    const { versions } = await opened[i]!.services.store.search(see!.query, { see: see!.see });
    return '"fullUrl"'.repeat(versions.length);
  },
);
await Promise.all(opened.map((lianti) => lianti.close()));

if (!values['in-process']) {
  const servers: ServerProcess[] = [];
  for (const size of SIZES)
    servers.push(await startServer({ STORE_URL: `sqlite:${fileOf(size)}`, LOG_LEVEL: 'silent' }));
  console.log(`\nOver HTTP, one connection, µs p50 / p99\n${heading}`);
  const lines = await Promise.all(servers.map(({ port }) => openLine(port)));
  await measureAll(
    lines.map((line) => async (url) => {
      const { status, body } = await line.ask({ method: 'GET', path: `/fhir/${url}` }, true);
      if (status !== 200) throw new Error(`${url}: ${status} ${body}`);
      return body;
    }),
  );
  for (const line of lines) line.close();
  for (const server of servers) await server.stop();
}
if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });

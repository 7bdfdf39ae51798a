// What searches that are linear in any form do to plain reads: their p99 calm, and while several of them run.
//
//   node test/bench/long-searches.ts [--patients 16000] [--seconds 8] [--searchers 3] [--folder with stores of search-growth.ts]

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startServer } from '../support/server-process.ts';
import { fillGrowthStore } from './support/growth-store.ts';
import { openLine } from './support/load.ts';

const { values } = parseArgs({
  options: {
    patients: { type: 'string', default: '16000' },
    seconds: { type: 'string', default: '8' },
    searchers: { type: 'string', default: '3' },
    folder: { type: 'string' },
  },
});
const PATIENTS = Number(values.patients);
const SECONDS = Number(values.seconds);
/** Reads a second. */
const READS = 200;
const LINEAR = [
  'Patient?name:contains=%E5%87%A0%E4%B9%8E',
  'Observation?code:missing=true',
  'Observation?code=common&_summary=count',
  'Observation?_content=%E6%B2%A1%E6%9C%89',
];

const folder = values.folder ?? mkdtempSync(path.join(os.tmpdir(), 'lianti-long-'));
const file = path.join(folder, `${PATIENTS}.db`);
if (!existsSync(file)) await fillGrowthStore(file, PATIENTS);
const server = await startServer({ STORE_URL: `sqlite:${file}`, LOG_LEVEL: 'silent' });

async function reads(): Promise<{ p50: number; p99: number }> {
  const line = await openLine(server.port);
  const times: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  for (let due = performance.now(); due < end; due += 1000 / READS) {
    await sleep(Math.max(0, due - performance.now()));
    const t0 = performance.now();
    const id = Math.floor(Math.random() * PATIENTS);
    await line.ask({ method: 'GET', path: `/fhir/Patient/p${id}` }, false);
    times.push(performance.now() - t0);
  }
  line.close();
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(times.length / 2)]!, p99: times[Math.floor(times.length * 0.99)]! };
}

const say = (label: string, { p50, p99 }: { p50: number; p99: number }) =>
  console.log(`${label.padEnd(40)} p50 ${p50.toFixed(2)} ms   p99 ${p99.toFixed(2)} ms`);
await reads();
const calm = await reads();
say('reads, calm', calm);

let searching = true;
const took: number[] = [];
const searchers = Array.from({ length: Number(values.searchers) }, async (_, i) => {
  const line = await openLine(server.port);
  for (let n = i; searching; n++) {
    const t0 = performance.now();
    const { status } = await line.ask({ method: 'GET', path: `/fhir/${LINEAR[n % LINEAR.length]}` }, true);
    if (status !== 200 && status !== 503) throw new Error(`${LINEAR[n % LINEAR.length]}: ${status}`);
    took.push(performance.now() - t0);
  }
  line.close();
});
await sleep(500);
const busy = await reads();
searching = false;
await Promise.all(searchers);
say(`reads, ${values.searchers} linear searches at once`, busy);
took.sort((a, b) => a - b);
console.log(
  `${took.length} linear searches, p50 ${took[Math.floor(took.length / 2)]!.toFixed(0)} ms; p99 of reads × ${(busy.p99 / calm.p99).toFixed(2)}`,
);
await server.stop();
if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });

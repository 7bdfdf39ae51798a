// The server under load over HTTP, each figure beside the machine's own ceiling in the same run.
//
//   node test/bench/http.ts [--resources 100000] [--seconds 8] [--connections 16]
//
// Durable (fsync on), profiles claimed and enforced, references checked; the load generator runs on the same machine.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ServerProcess, startServer } from '../support/server-process.ts';
import { measureCeiling } from './store-ceiling.ts';
import { randomFrom, screeningRow } from './store-sample.ts';
import { type LoadPlan, type LoadResult, runLoad } from './support/load.ts';
import {
  ROW_SIZE,
  rowTransaction,
  singlePatient,
  singleRefraction,
  surroundings,
  visitOf,
} from './support/sample-row.ts';

const { values } = parseArgs({
  options: {
    resources: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '16' },
  },
});
const RESOURCES = Number(values.resources);
const SECONDS = Number(values.seconds);
const CONNECTIONS = Number(values.connections);

type Plan = Omit<LoadPlan, 'port' | 'connections'>;

interface Figure extends LoadResult {
  /** Processor time of the server for one request, microseconds, all threads. */
  cpuUs: number;
}

async function measure(server: ServerProcess, plan: Plan): Promise<Figure> {
  const before = server.cpuSeconds();
  const result = await runLoad({ port: server.port, connections: CONNECTIONS, ...plan });
  return { ...result, cpuUs: ((server.cpuSeconds() - before) / result.requests) * 1e6 };
}

function print(name: string, figure: Figure, unit = 1, note = ''): void {
  const { perSecond, p50, p99, cpuUs, statuses } = figure;
  const rate = `${Math.round(perSecond * unit).toLocaleString('en')}/s`;
  console.log(
    `${name.padEnd(52)} ${rate.padStart(10)}  p50 ${p50.toFixed(2).padStart(7)} ms  p99 ${p99.toFixed(2).padStart(7)} ms  cpu ${Math.round(cpuUs).toString().padStart(5)} µs/request  ${JSON.stringify(statuses)} ${note}`,
  );
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'lianti-bench-'));
const start = (name: string) =>
  startServer({ STORE_URL: `sqlite:${path.join(folder, `${name}.db`)}`, LOG_LEVEL: 'silent' });

/** Rows of eight in one store: Patient, Encounter, two refractions and what belongs to them. */
function createRows(server: ServerProcess) {
  const locations: string[] = [];
  let child = 0;
  let shown = false;
  const plan: Plan = {
    next: () => ({ method: 'POST', path: '/fhir', body: rowTransaction(child++) }),
    onAnswer({ status, body }) {
      if (status === 200)
        for (const match of body.matchAll(/"location":"http[^"]*?(\/fhir\/[^"]+?)\/_history/g))
          locations.push(match[1]!);
      else if (!shown) {
        shown = true;
        console.log(`refused: ${status} ${body.slice(0, 600)}`);
      }
    },
  };
  const prepare = async () => {
    const { statuses } = await runLoad({
      port: server.port,
      connections: 1,
      requests: 1,
      next: () => ({ method: 'POST', path: '/fhir', body: JSON.stringify(surroundings()) }),
    });
    if (statuses['200'] !== 1) throw new Error('The surroundings were not stored.');
    // The first ones warm up.
    await measure(server, { ...plan, requests: 300 });
  };
  return { locations, plan, prepare };
}

const anyOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)]!;
let single = 0;

/** Single creates, each in a request of its own. */
async function measureCreates(
  server: ServerProcess,
  locations: readonly string[],
  when: string,
): Promise<void> {
  const known = locations.filter((location) => location.includes('/Patient/'));
  const creates: [string, Plan][] = [
    [
      'create, one lianti-child-patient',
      { next: () => ({ method: 'POST', path: '/fhir/Patient', body: singlePatient(single++) }) },
    ],
    [
      'create, one lianti-refraction',
      {
        next: () => {
          const subject = anyOf(known).slice('/fhir/'.length);
          return { method: 'POST', path: '/fhir/Observation', body: singleRefraction(single++, subject) };
        },
      },
    ],
  ];
  for (const [name, plan] of creates) {
    await measure(server, { ...plan, requests: 2000 });
    print(`${name}, ${when}`, await measure(server, { ...plan, seconds: SECONDS }));
  }
}

const small = await start('small');
console.log(
  `${os.cpus().length} cores, Node ${process.version}, ${CONNECTIONS} connections; started in ${Math.round(small.startedInMs)} ms`,
);
const few = createRows(small);
await few.prepare();
await measureCreates(small, few.locations, 'small store');
await small.stop();

// What is read and searched are so many resources as asked for, and no others.
const server = await start('bench');
const { locations, plan: rows, prepare } = createRows(server);
await prepare();
print(
  `transaction of ${ROW_SIZE} (resources/s)`,
  await measure(server, { ...rows, requests: Math.ceil(Math.max(800, RESOURCES / ROW_SIZE - 300)) }),
  ROW_SIZE,
);
const stored = `${locations.length.toLocaleString('en')} stored`;

const pick = () => anyOf(locations);
const patients = locations.filter((location) => location.includes('/Patient/'));

const read = { next: () => ({ method: 'GET', path: pick() }) };
await measure(server, { ...read, requests: 10_000 });
const reads = await measure(server, { ...read, seconds: SECONDS });
/** So few that all of them stay in the cache of what was read last. */
const recent = Array.from({ length: 3000 }, pick);
const readRecent = { next: () => ({ method: 'GET', path: anyOf(recent) }) };
await measure(server, { ...readRecent, requests: 10_000 });
const hits = await measure(server, { ...readRecent, seconds: SECONDS });

/** Answers of which the one of middle length stands for all. */
const SAMPLES = 101;

/** What the machine can do at most: a bare server that sends the same bytes as ours does, here and now. */
async function ceilingOf(url: () => string): Promise<Figure & { bytes: number }> {
  const samples: string[] = [];
  const next = () => ({ method: 'GET', path: url() });
  const onAnswer: LoadPlan['onAnswer'] = ({ body }) => samples.push(body);
  await runLoad({ port: server.port, connections: 1, requests: SAMPLES, next, onAnswer });
  const sample = samples.sort((a, b) => a.length - b.length)[Math.floor(SAMPLES / 2)]!;
  const file = path.join(folder, 'body.json');
  writeFileSync(file, sample);
  const bare = await startServer({ BODY_FILE: file }, 'test/bench/support/bare-http.ts');
  await measure(bare, { next, requests: 10_000 });
  const figure = await measure(bare, { next, seconds: SECONDS });
  await bare.stop();
  return { ...figure, bytes: Buffer.byteLength(sample) };
}

const ceiling = await ceilingOf(pick);
print(`read by id, uniform over ${locations.length.toLocaleString('en')}`, reads, 1, ofCeiling(reads));
print('read by id, among 3,000', hits, 1, ofCeiling(hits));
print(`  ceiling: bare node:http, ${ceiling.bytes} bytes`, ceiling);

function ofCeiling({ perSecond }: Figure): string {
  return `${Math.round((perSecond / ceiling.perSecond) * 100)} % of the ceiling`;
}

const searches: [string, () => string][] = [
  [
    'search subject + code',
    () => `/fhir/Observation?subject=${anyOf(patients).slice('/fhir/'.length)}&code=refraction`,
  ],
  [
    'search by date, newest first, 20 results',
    () => `/fhir/Observation?date=le${visitOf(Math.floor(Math.random() * 300))}&_sort=-date`,
  ],
  [
    'search by code and date, newest first, 20',
    () => `/fhir/Observation?code=refraction&date=le${visitOf(Math.floor(Math.random() * 300))}&_sort=-date`,
  ],
  ['search by name', () => `/fhir/Patient?name=${encodeURIComponent('王小禾')}`],
];
for (const [name, url] of searches) {
  const plan = { next: () => ({ method: 'GET', path: url() }) };
  // The compiler of the runtime is busy with a new kind of request for some seconds.
  await measure(server, { ...plan, requests: 40_000 });
  const figure = await measure(server, { ...plan, seconds: SECONDS });
  const own = await ceilingOf(url);
  const share = `${Math.round((figure.perSecond / own.perSecond) * 100)} % of bare node:http with ${own.bytes} bytes`;
  print(name, figure, 1, `${ofCeiling(figure)}, ${share}`);
}
await measureCreates(server, locations, stored);
console.log(`memory of the server at the end: ${Math.round(server.memoryMb())} MB`);
await server.stop();

// The ceiling of writing: rows as the index makes them of the same kind of screening row.
const random = randomFrom(11);
measureCeiling(
  path.join(folder, 'ceiling.db'),
  Array.from({ length: 1000 }, (_, n) => screeningRow(n, random)),
);
rmSync(folder, { recursive: true, force: true });

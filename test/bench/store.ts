// Speed of the SQLite store by itself: writes with 16 callers beside bare SQLite, and the p50 of searches at
// growing sizes. Run: node test/bench/store.ts [patients …]     default 1000 8000; 64000 takes minutes

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Query, SortKey, Where } from '../../src/storage/query.ts';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import type { Reading, Store, Write } from '../../src/storage/store.ts';
import { measureCeiling } from './store-ceiling.ts';
import { randomFrom, screeningRow } from './store-sample.ts';

const sizes = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'lianti-bench-'));
const random = randomFrom(11);
let nextPatient = 0;
let nextId = 0;

async function open(name: string) {
  const url = `sqlite:${join(folder, name)}`;
  const engine = openSqliteEngine({ url, timeZone: 'Asia/Shanghai', now: Date.now });
  return { engine, store: await engine.open('default') };
}

/** `callers` at once, each sending the next piece of work when its last one was answered. */
async function callers(
  n: number,
  pieces: Write[][],
  store: Store,
): Promise<{ seconds: number; times: number[] }> {
  const times: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: n }, async () => {
      while (next < pieces.length) {
        const writes = pieces[next++]!;
        const sent = performance.now();
        const outcome = await store.transact({ id: `b${++nextId}`, digest: 'd', expects: [], writes });
        if (!outcome.ok) throw new Error('a benchmark write was refused');
        times.push(performance.now() - sent);
      }
    }),
  );
  return { seconds: (performance.now() - start) / 1000, times };
}

const rows = (n: number) => Array.from({ length: n }, () => screeningRow(nextPatient++, random));
const percentile = (times: number[], p: number) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * p)]!;
const say = (label: string, ...columns: (string | number)[]) =>
  console.log(`  ${label.padEnd(46)}${columns.map((c) => String(c).padStart(12)).join('')}`);

async function measureWrites(store: Store): Promise<void> {
  const report = (
    label: string,
    resources: number,
    { seconds, times }: { seconds: number; times: number[] },
  ) =>
    say(
      label,
      `${Math.round(resources / seconds)} /s`,
      `${percentile(times, 0.5).toFixed(1)} ms`,
      `${percentile(times, 0.99).toFixed(1)} ms`,
    );
  console.log('\nWrites, file, synchronous=FULL                          resources         p50         p99');
  const eights = rows(500);
  report('transactions of 8, 16 callers', 4000, await callers(16, eights, store));
  const singles = rows(400).flatMap((row) => row.map((write) => [write]));
  report('creates, 16 callers', singles.length, await callers(16, singles, store));
  const more = rows(400).flatMap((row) => row.map((write) => [write]));
  report('creates, 64 callers', more.length, await callers(64, more, store));
  const alone = rows(30).flatMap((row) => row.map((write) => [write]));
  report('creates, 1 caller', alone.length, await callers(1, alone, store));
  const updates = singles.slice(0, 2000).map(([write]) => {
    const entries = write!.entries.map((e) =>
      e.kind === 'date' ? { ...e, lo: e.lo + 1000, hi: e.hi + 1000 } : e,
    );
    return [{ ...write!, method: 'PUT' as const, entries }];
  });
  report('updates, one value changed, 16 callers', updates.length, await callers(16, updates, store));
}

const code = (value: string): Where => ({
  kind: 'match',
  param: 'code',
  match: { kind: 'token', code: value },
});
const subject = (id: string): Where => ({
  kind: 'match',
  param: 'subject',
  match: { kind: 'reference', type: 'Patient', id },
});
const named = (text: string, how: 'starts' | 'contains' = 'starts'): Where => ({
  kind: 'match',
  param: 'name',
  match: { kind: 'string', how, text },
});
const and = (...all: Where[]): Where => ({ kind: 'and', all });
const not = (where: Where): Where => ({ kind: 'not', where });
const chain = (where: Where): Where => ({ kind: 'chain', param: 'subject', targets: ['Patient'], where });
const has = (where: Where): Where => ({ kind: 'has', type: 'Observation', param: 'subject', where });
const newest: SortKey[] = [{ by: 'param', param: 'date', kind: 'date', descending: true }];
const DAY = 86_400_000;
const day = (n: number): Where => {
  const lo = Date.UTC(2026, 8, 1) + n * DAY;
  return { kind: 'match', param: 'date', match: { kind: 'date', op: 'eq', lo, hi: lo + DAY } };
};
const sphere: Where = {
  kind: 'match',
  param: 'component-code-value-quantity',
  match: {
    kind: 'composite',
    parts: [
      { kind: 'token', code: 'sphere' },
      { kind: 'quantity', op: 'gt', value: 3.9, lo: 3.9, hi: 3.9 },
    ],
  },
};

function questions(patients: number): [string, Query, Reading?][] {
  const q = (type: string, where: Where, sort: SortKey[] = [], count = 20): Query => ({
    types: [type],
    where,
    sort,
    count,
  });
  const some = () => `p${Math.floor(random() * patients)}`;
  const owners = { anyOf: ['owner:Organization/org1', 'owner:Organization/org2', 'owner:Organization/org3'] };
  const children = { anyOf: ['compartment:Patient/p1', 'compartment:Patient/p2'] };
  return [
    ['subject & code', q('Observation', and(subject(some()), code('95320-2')))],
    ['code', q('Observation', code('95320-2'))],
    [
      'identifier',
      q('Patient', { kind: 'match', param: 'identifier', match: { kind: 'token', code: 'sh100042' } }),
    ],
    ['all, newest first', q('Observation', and(), newest)],
    ['a day, newest first', q('Observation', day(10), newest)],
    ['a day & code, newest first', q('Observation', and(day(10), code('95320-2')), newest)],
    ['subject, newest first', q('Observation', subject(some()), newest)],
    ['code (1/5 of the type), newest first', q('Observation', code('28631-1'), newest)],
    ['family name', q('Patient', named('王'))],
    ['whole name', q('Patient', named('王子涵'))],
    ['name :contains', q('Patient', named('子涵', 'contains'))],
    ['chain subject.name', q('Observation', chain(named('王子涵')))],
    [
      'chain to half of all patients',
      q('Observation', chain({ kind: 'match', param: 'gender', match: { kind: 'token', code: 'male' } })),
    ],
    ['_has, unselective', q('Patient', has(code('95320-2')))],
    [
      'code or code or code',
      q('Observation', { kind: 'or', any: [code('95320-2'), code('28631-1'), code('98499-1')] }),
    ],
    ['code :not', q('Observation', not(code('95320-2')))],
    [':missing=false, :missing=true', q('Observation', { kind: 'missing', param: 'component-code' })],
    ['composite, component-code-value', q('Observation', sphere)],
    [
      'profile',
      q('Observation', {
        kind: 'match',
        param: '_profile',
        match: {
          kind: 'uri',
          how: 'equals',
          value: 'https://lianti.example/StructureDefinition/lianti-acuity',
        },
      }),
    ],
    [
      'code, newest first, 3 of 16 owners',
      q('Observation', code('95320-2'), newest),
      { see: { types: {}, others: owners } },
    ],
    [
      'code, newest first, a guardian of two',
      q('Observation', code('95320-2'), newest),
      { see: { types: {}, others: children } },
    ],
  ];
}

async function measureReads(store: Store, patients: number): Promise<Map<string, number>> {
  const results = new Map<string, number>();
  const time = async (label: string, work: () => Promise<unknown>) => {
    for (let i = 0; i < 5; i++) await work();
    const times: number[] = [];
    const stop = performance.now() + 150;
    while (performance.now() < stop || times.length < 5) {
      const start = performance.now();
      await work();
      times.push((performance.now() - start) * 1000);
    }
    results.set(label, percentile(times, 0.5));
  };
  await time('read', () => store.read([{ type: 'Patient', id: `p${Math.floor(random() * patients)}` }]));
  for (const [label, query, reading] of questions(patients))
    await time(label, () => store.search(query, reading));
  const first = await store.search({ types: ['Observation'], where: and(), sort: newest, count: 500 });
  const deep = { types: ['Observation'], where: and(), sort: newest, count: 20, after: first.next };
  await time('next page after 500', () => store.search(deep));
  await time('count up to 1,000', () =>
    store.count({ types: ['Observation'], where: code('95320-2'), sort: [], count: 0 }, 1000),
  );
  await time('count, exact', () =>
    store.count({ types: ['Observation'], where: code('95320-2'), sort: [], count: 0 }),
  );
  return results;
}

const columns: Map<string, number>[] = [];
for (const patients of sizes.length > 0 ? sizes : [1000, 8000]) {
  const { engine, store } = await open(`${patients}.db`);
  nextPatient = 0;
  const batches = Array.from({ length: patients }, () => screeningRow(nextPatient++, random));
  const { seconds } = await callers(16, batches, store);
  columns.push(await measureReads(store, patients));
  const bytes = statSync(join(folder, `${patients}.db`)).size;
  console.log(
    `${patients} patients, ${patients * 8} resources: loaded at ${Math.round((patients * 8) / seconds)} /s, ${(bytes / patients / 8 / 1024).toFixed(2)} KB each`,
  );
  if (columns.length === 1) await measureWrites(store);
  await engine.close();
}
measureCeiling(join(folder, 'ceiling.db'), rows(1000));
console.log(
  `\nReads, p50 in µs${' '.repeat(32)}${(sizes.length > 0 ? sizes : [1000, 8000]).map((n) => String(n).padStart(12)).join('')}`,
);
for (const label of columns[0]!.keys()) say(label, ...columns.map((column) => column.get(label)!.toFixed(0)));
rmSync(folder, { recursive: true });

// A transaction of 2,000 entries, half of them conditional, all with our profiles, while others read.
//
//   node test/bench/large-bundle.ts [entries]

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { startServer } from '../support/server-process.ts';
import { runLoad } from './support/load.ts';
import { ROW_SIZE, rowTransaction, surroundings } from './support/sample-row.ts';

const ENTRIES = Number(process.argv[2] ?? 2000);
/** Reads a second meanwhile. */
const READS = 200;

const folder = mkdtempSync(path.join(os.tmpdir(), 'lianti-bench-'));
const server = await startServer({
  STORE_URL: `sqlite:${path.join(folder, 'bench.db')}`,
  LOG_LEVEL: 'silent',
});
const post = (body: string, onAnswer?: (answer: { status: number; body: string }) => void) =>
  runLoad({
    port: server.port,
    connections: 1,
    requests: 1,
    next: () => ({ method: 'POST', path: '/fhir', body }),
    onAnswer,
  });
await post(JSON.stringify(surroundings()));

/** Rows of children `from` and on, in one Bundle; every other entry only if its identifier is new. */
function bundle(from: number): string {
  const entry: JsonObject[] = [];
  for (let n = from; entry.length < ENTRIES; n++) {
    for (const one of (JSON.parse(rowTransaction(n)) as { entry: JsonObject[] }).entry) {
      const resource = one.resource as JsonObject;
      const [identifier] = (resource.identifier as JsonObject[] | undefined) ?? [];
      const request = one.request as JsonObject;
      if (identifier && entry.length % 2 === 0)
        request.ifNoneExist = `identifier=${identifier.system}|${identifier.value}`;
      entry.push(one);
    }
  }
  return JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry: entry.slice(0, ENTRIES) });
}

let location = '';
await post(rowTransaction(1), ({ body }) => {
  location = /"location":"http[^"]*?(\/fhir\/Patient\/[^"]+?)\/_history/.exec(body)![1]!;
});
for (let n = 100; n < 500; n++) await post(rowTransaction(n));

const latencies: number[] = [];
let reading = true;
const reader = (async () => {
  while (reading) {
    const due = performance.now() + 1000 / READS;
    const { p50 } = await runLoad({
      port: server.port,
      connections: 1,
      requests: 1,
      next: () => ({ method: 'GET', path: location }),
    });
    latencies.push(p50);
    await sleep(Math.max(0, due - performance.now()));
  }
})();
const before = server.memoryMb();
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, server.memoryMb());
}, 50);
for (const from of [10_000, 20_000, 30_000]) {
  latencies.length = 0;
  const text = bundle(from);
  const started = performance.now();
  let said = '';
  await post(text, ({ status, body }) => {
    said = `${status} ${status === 200 ? '' : body.slice(0, 300)}`;
  });
  const seconds = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)]?.toFixed(1);
  console.log(
    `${ENTRIES} entries (${Math.ceil(ENTRIES / ROW_SIZE)} rows, ${(text.length / 1e6).toFixed(1)} MB): ${said} in ${seconds.toFixed(2)} s; ${latencies.length} reads meanwhile, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
  );
}
clearInterval(watch);
console.log(`memory: ${Math.round(before)} MB before, ${Math.round(peak)} MB at most`);
reading = false;
await reader;
await server.stop();
rmSync(folder, { recursive: true, force: true });

// What finding costs when writing: entries of each resource of a screening row, time to make them, time to store
// them. Processor time, best of several rounds, since machines are rarely quiet. Run: node test/bench/indexing.ts

import { createHash } from 'node:crypto';
import type { JsonObject, Resource } from '../../src/fhir/json/tree.ts';
import { createLocalBases } from '../../src/fhir/reference.ts';
import { createIndexContext } from '../../src/search/index-context.ts';
import { indexResource } from '../../src/search/index-resource.ts';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import type { Write } from '../../src/storage/store.ts';
import { testDefinitions } from '../conformance/definitions.ts';
import { rowTransaction } from './support/sample-row.ts';

const ROWS = 400;
const ROUNDS = 7;

const context = createIndexContext({
  definitions: await testDefinitions(),
  timeZone: 'Asia/Shanghai',
  local: createLocalBases(['http://127.0.0.1:3000/fhir']),
});

/** As the server sees them: with ids, references to one another resolved. */
const resources = Array.from({ length: ROWS }, (_, n) => rowOf(n)).flat();

for (const resource of rowOf(0)) {
  const { entries } = indexResource(resource, context);
  print(`${resource.resourceType} ${profileOf(resource)}`, `${entries.length} entries`);
}
const counts = resources.map((resource) => indexResource(resource, context).entries.length);
print('mean', `${(counts.reduce((a, b) => a + b, 0) / counts.length).toFixed(1)} entries`);

print('index a resource', perResource(await best(() => indexAll(resources))));
const patients = resources.filter(({ resourceType }) => resourceType === 'Patient');
print(
  'index a Patient',
  `${(((await best(() => indexAll(patients))) / patients.length) * 1000).toFixed(1)} µs`,
);
print('index and store a resource', perResource(await best(storeAll)));

async function best(work: () => void | Promise<void>): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.threadCpuUsage();
    await work();
    const { user, system } = process.threadCpuUsage(before);
    fewest = Math.min(fewest, (user + system) / 1000);
  }
  return fewest;
}

function indexAll(list: readonly Resource[]): void {
  for (const resource of list) indexResource(resource, context);
}

async function storeAll(): Promise<void> {
  const engine = openSqliteEngine({ url: 'sqlite::memory:', timeZone: 'Asia/Shanghai', now: Date.now });
  const store = await engine.open('default');
  for (let at = 0; at < resources.length; at += 64) {
    const writes = resources.slice(at, at + 64).map((resource): Write => {
      const { entries, labels } = indexResource(resource, context);
      const key = { type: resource.resourceType, id: resource.id! };
      return { key, method: 'PUT', text: { head: '{"meta":{', tail: '}}' }, entries, labels };
    });
    await store.transact({ id: `t${at}`, expects: [], writes });
  }
  await engine.close();
}

function rowOf(n: number): Resource[] {
  let text = rowTransaction(n);
  const { entry } = JSON.parse(text) as { entry: { fullUrl: string; resource: Resource }[] };
  for (const { fullUrl, resource } of entry) {
    const id = createHash('md5').update(fullUrl).digest('hex');
    text = text.replaceAll(`"reference":"${fullUrl}"`, `"reference":"${resource.resourceType}/${id}"`);
    text = text.replaceAll(`"fullUrl":"${fullUrl}","resource":{`, `"fullUrl":"","resource":{"id":"${id}",`);
  }
  return (JSON.parse(text) as { entry: { resource: Resource }[] }).entry.map(({ resource }) => resource);
}

function profileOf({ meta }: Resource): string {
  const [url = ''] = ((meta as JsonObject | undefined)?.profile as string[] | undefined) ?? [];
  return url.split('/').at(-1)!;
}

function perResource(milliseconds: number): string {
  return `${((milliseconds / resources.length) * 1000).toFixed(1)} µs`;
}

function print(label: string, value: string): void {
  console.log(`${label.padEnd(48)}${value.padStart(14)}`);
}

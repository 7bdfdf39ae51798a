// How long validation takes and what it costs to start: node test/bench/validation.ts
// Times are the best of many rounds of processor time, since machines are rarely quiet.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from '../../src/fhir/json/parse.ts';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { createBaseSchema } from '../../src/validation/base-schema.ts';
import { createValidator } from '../../src/validation/validator.ts';
import { testDefinitions } from '../conformance/definitions.ts';

const EXAMPLES = path.join(import.meta.dirname, '..', '..', 'profiles', 'lianti', 'examples', 'valid');
const ROUNDS = 25;
const REPEATS = 3_000;
/** Copies, so that no single object stays in the processor's cache. */
const COPIES = 100;

const definitions = await testDefinitions();

const rssBefore = process.memoryUsage().rss;
const validator = createValidator({ definitions, now: () => new Date() });
const started = performance.now();
const types = ['Patient', 'Observation', 'ServiceRequest', 'Task', 'Encounter', 'Organization', 'Bundle'];
for (const type of types) {
  const before = performance.now();
  validator.warmUp([type]);
  print(`warm up ${type}`, `${(performance.now() - before).toFixed(0)} ms`);
}
print('all of these', `${(performance.now() - started).toFixed(0)} ms`);

const schema = createBaseSchema(definitions);
measure(
  'plain Patient',
  JSON.stringify({
    resourceType: 'Patient',
    id: 'p1',
    name: [{ family: '张', given: ['小禾'] }],
    gender: 'female',
    birthDate: '2017-05-21',
    telecom: [{ system: 'phone', value: '12900000000' }],
  }),
);
measure('lianti-child-patient', example('child-patient-zhang-xiaohe'));
measure('lianti-refraction', example('refraction-right-low-myopia'));
measure('the same without its profile', withoutProfile(example('refraction-right-low-myopia')));
measure('lianti-pediatric-referral', example('pediatric-referral-up-asthma'));
measure('lianti-referral-task', example('referral-task-completed'));
print('memory for all of it', `${((process.memoryUsage().rss - rssBefore) / 2 ** 20).toFixed(0)} MiB`);

function example(name: string): string {
  return readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8');
}

function withoutProfile(text: string): string {
  return JSON.stringify({ ...(JSON.parse(text) as object), meta: undefined });
}

function measure(name: string, text: string): void {
  const documents = Array.from({ length: COPIES }, () => parseJson(text));
  const type = (documents[0]!.value as Resource).resourceType;
  const whole = best((i) => {
    const { value, numbers } = documents[i % COPIES]!;
    validator.validate(value as Resource, { numbers });
  });
  const gate = best((i) => schema.passes(type, documents[i % COPIES]!.value as Resource));
  print(name, `${whole.toFixed(1)} µs, of which the schema ${gate.toFixed(1)} µs`);
}

/** Microseconds of processor time. */
function best(run: (i: number) => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < REPEATS; i++) run(i);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / REPEATS);
  }
  return least;
}

function print(name: string, figure: string): void {
  console.log(`${name.padEnd(30)} ${figure}`);
}

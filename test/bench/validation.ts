// How fast validation is, and what it costs to start: node test/bench/validation.ts
// One thread, warm, parsed input, all base constraints on. Figures are the best of many rounds of the thread's own
// processor time, since machines are rarely quiet. Each resource is also given a fault, which must be found.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isError } from '../../src/fhir/issue.ts';
import { parseJson } from '../../src/fhir/json/parse.ts';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { createValidator } from '../../src/validation/validator.ts';
import { testDefinitions } from '../conformance/definitions.ts';
import { peers } from './support/validation-peers.ts';

const EXAMPLES = path.join(import.meta.dirname, '..', '..', 'profiles', 'lianti', 'examples', 'valid');
/** Copies, so that no single object stays in the processor's cache. */
const COPIES = 100;
const ROUND_MS = 40;
const ROUNDS = 40;
const PEER_ROUNDS = 5;

interface Subject {
  name: string;
  text: string;
  /** Text in it, and what to write instead, so that a rule is broken. */
  fault: [from: string, to: string];
  /** At least, in a second. */
  wanted?: number;
}

const SUBJECTS: Subject[] = [
  {
    name: 'lianti-refraction',
    text: example('refraction-right-low-myopia'),
    fault: ['"bodySite"', '"bodySites"'],
    wanted: 10_000,
  },
  {
    name: 'R4 example Patient',
    text: readFileSync(path.join(import.meta.dirname, 'support', 'patient-example.json'), 'utf8'),
    fault: ['"male"', '"mail"'],
    wanted: 30_000,
  },
  {
    name: 'refraction without its profile',
    text: JSON.stringify({ ...JSON.parse(example('refraction-right-low-myopia')), meta: undefined }),
    fault: ['"final"', '"finished"'],
  },
  {
    name: 'lianti-child-patient',
    text: example('child-patient-zhang-xiaohe'),
    fault: ['"gender"', '"sex"'],
  },
  {
    name: 'lianti-pediatric-referral',
    text: example('pediatric-referral-up-asthma'),
    fault: ['"active"', '"on"'],
  },
  {
    name: 'lianti-referral-task',
    text: example('referral-task-completed'),
    fault: ['"completed"', '"done"'],
  },
];

const definitions = await testDefinitions();
const rssBefore = process.memoryUsage().rss;
const validator = createValidator({ definitions, now: () => new Date() });
for (const type of ['Patient', 'Observation', 'ServiceRequest', 'Task', 'Encounter', 'Bundle']) {
  const before = process.cpuUsage();
  validator.warmUp([type]);
  print(`warm up ${type}`, `${(microseconds(process.cpuUsage(before)) / 1000).toFixed(0)} ms`);
}
const others = peers(definitions);
for (const { name, absent } of others) if (absent) console.warn(`SKIPPED: ${name} is ${absent}`);

let fell = false;
for (const subject of SUBJECTS) measure(subject);
print('memory for all of it', `${((process.memoryUsage().rss - rssBefore) / 2 ** 20).toFixed(0)} MiB`);
process.exitCode = fell ? 1 : 0;

function measure({ name, text, fault, wanted }: Subject): void {
  const documents = Array.from({ length: COPIES }, () => parseJson(text));
  const resources = documents.map(({ value }) => value as Resource);
  const broken = parseJson(text.replace(...fault));
  const profile = (resources[0]!.meta as { profile?: string[] } | undefined)?.profile?.[0];
  const finds = (document: typeof broken) =>
    validator
      .validate(document.value as Resource, { numbers: document.numbers })
      .issues.some((issue) => isError(issue));
  const isRight = finds(broken) && !finds(documents[0]!);
  const perSecond = best(ROUNDS, (i) => {
    const { value, numbers } = documents[i % COPIES]!;
    validator.validate(value as Resource, { numbers });
  });
  const verdict = isRight ? 'finds the fault' : 'WRONG: passes the fault, or finds one in the right one';
  const enough = wanted === undefined ? '' : perSecond >= wanted ? `, ≥ ${wanted}` : `, BELOW ${wanted}`;
  fell ||= !isRight || (wanted !== undefined && perSecond < wanted);
  print(name, `${perSecond}/s${enough}, ${verdict}`);
  for (const { name: peer, judge, isPart } of others) {
    if (!judge) continue;
    const passes = judge(resources[0]!, profile);
    const found = !judge(broken.value as Resource, profile);
    const speed = best(PEER_ROUNDS, (i) => judge(resources[i % COPIES]!, profile));
    const said = passes ? (found ? 'finds the fault' : 'passes the fault') : 'refuses the right one';
    print(`  ${peer}`, isPart ? `${speed}/s` : `${speed}/s, ${said}`);
  }
}

/** In a second of processor time. */
function best(rounds: number, run: (i: number) => void): number {
  for (let i = 0; i < COPIES; i++) run(i);
  let most = 0;
  for (let round = 0; round < rounds; round++) {
    const before = process.threadCpuUsage();
    let runs = 0;
    let spent = 0;
    while (spent < ROUND_MS * 1000) {
      for (let i = 0; i < COPIES / 4; i++) run(runs++);
      spent = microseconds(process.threadCpuUsage(before));
    }
    most = Math.max(most, (runs * 1e6) / spent);
  }
  return Math.round(most);
}

function microseconds({ user, system }: NodeJS.CpuUsage): number {
  return user + system;
}

function example(name: string): string {
  return readFileSync(path.join(EXAMPLES, `${name}.json`), 'utf8');
}

function print(name: string, figure: string): void {
  console.log(`${name.padEnd(32)} ${figure}`);
}

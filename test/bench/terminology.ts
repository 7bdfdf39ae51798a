// A code system of many concepts: how fast it is loaded, and how long a look-up takes.
//
//   node test/bench/terminology.ts [concepts]     default 300,000: a tree with every tenth concept under two parents

import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCodeSystem } from '../../src/terminology/load.ts';
import { openTerminologyStore } from '../../src/terminology/store.ts';

const size = Number(process.argv[2] ?? 300_000);
const URL = 'http://bench.test/codes';
const folder = mkdtempSync(path.join(tmpdir(), 'lianti-terminology-bench-'));
const file = path.join(folder, 'codes.csv');
const code = (i: number): string => String(100_000 + i * 7);

const out = createWriteStream(file);
out.write('code,display,parent,designation:zh,kind\n');
for (let i = 0; i < size; i++) {
  const parents = i === 0 ? [] : [code(Math.floor((i - 1) / 8))];
  if (i > 100 && i % 10 === 0) parents.push(code(Math.floor(i / 16)));
  const line = `${code(i)},Finding ${i} of the eye,${[...new Set(parents)].join('|')},眼部所见${i},k${i % 50}\n`;
  if (!out.write(line)) await once(out, 'drain');
}
out.end();
await once(out, 'finish');

const start = performance.now();
await loadCodeSystem([file], folder, { url: URL, version: '1' });
const seconds = (performance.now() - start) / 1000;
const table = openTerminologyStore(folder, Date.now).codeTable(URL)!;

const random = (): string => code(Math.floor(Math.random() * size));
function measure(name: string, times: number, work: () => unknown): void {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const from = performance.now();
    work();
    taken.push(performance.now() - from);
  }
  taken.sort((a, b) => a - b);
  const at = (share: number) => taken[Math.min(times - 1, Math.floor(times * share))]!.toFixed(4);
  say(name, `median ${at(0.5)} ms, p99 ${at(0.99)} ms`);
}
function say(name: string, text: string): void {
  process.stdout.write(`${name.padEnd(34)} ${text}\n`);
}

say('load', `${size} concepts in ${seconds.toFixed(1)} s, ${Math.round(size / seconds)}/s`);
say('heap after load', `${Math.round(process.memoryUsage().rss / 2 ** 20)} MiB resident`);
say('file', `${Math.round(statSync(file).size / 2 ** 20)} MiB of CSV`);
measure('look-up of a concept', 20_000, () => table.concept(random()));
measure('look-up of no concept', 20_000, () => table.concept('none'));
measure('is one at or below another', 20_000, () => table.isAtOrBelow(random(), random()));
measure('all above a code', 2_000, () => table.subsuming(random()).size);
measure('all below a code', 2_000, () => table.subsumedBy(random()).size);
measure('all below the top', 3, () => table.subsumedBy(code(0)).size);
measure('all codes', 3, () => [...table.codes()].length);
measure(
  'codes of a property',
  20,
  () => [...table.select!([{ property: 'kind', op: '=', value: 'k7' }])!].length,
);
rmSync(folder, { recursive: true, force: true });

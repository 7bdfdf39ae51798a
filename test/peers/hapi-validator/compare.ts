// How far our validator and the official one agree, by class of fault:
//   node test/peers/hapi-validator/compare.ts JARS [--seed 1] [--each 40] [--made 3] [--cases FILE] [--out FILE]
// JARS is the folder of which README.md beside this file tells. With --out every case on which they differ is written
// down as NDJSON. --cases names a file of more cases: see readCases in cases.ts.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { testDefinitions } from '../../conformance/definitions.ts';
import { casesOf, readCases } from './cases.ts';
import { reasonOf } from './differences.ts';
import { type Compared, compare, createOurs } from './judges.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    each: { type: 'string', default: '40' },
    made: { type: 'string', default: '3' },
    cases: { type: 'string' },
    out: { type: 'string' },
  },
});
const [jars] = positionals;
if (jars === undefined)
  throw new Error('Name the folder with the jars: see test/peers/hapi-validator/README.md.');

const definitions = await testDefinitions();
const ours = createOurs(definitions);
const amounts = {
  seed: Number(values.seed),
  each: Number(values.each),
  made: Number(values.made),
  more: values.cases === undefined ? [] : readCases(values.cases),
};
const cases = casesOf(definitions, amounts, (one) => ours(one).length === 0);
const compared = await compare(cases, ours, jars);

const rows = new Map<string, { both: number; neither: number; ours: number; theirs: number }>();
for (const { about, ours, theirs } of compared) {
  const row = rows.get(about) ?? { both: 0, neither: 0, ours: 0, theirs: 0 };
  rows.set(about, row);
  if (ours.length > 0) row[theirs.length > 0 ? 'both' : 'ours'] += 1;
  else row[theirs.length > 0 ? 'theirs' : 'neither'] += 1;
}
console.table(
  Object.fromEntries(
    [...rows].map(([about, { both, neither, ours, theirs }]) => [
      about,
      { 'both reject': both, 'both accept': neither, 'only we reject': ours, 'only they reject': theirs },
    ]),
  ),
);
const differ = ({ ours, theirs }: Compared) => ours.length > 0 !== theirs.length > 0;
const reasons = new Map<string, number>();
for (const one of compared.filter(differ)) {
  const reason = reasonOf(one) ?? 'NO REASON IS KNOWN';
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}
for (const [reason, count] of [...reasons].sort(([, a], [, b]) => b - a)) console.log(`${count} ${reason}`);
console.log(`${compared.filter((one) => !differ(one)).length} of ${compared.length} alike`);
if (values.out !== undefined) {
  writeFileSync(
    values.out,
    compared
      .filter(differ)
      .map((one) => `${JSON.stringify(one)}\n`)
      .join(''),
  );
}

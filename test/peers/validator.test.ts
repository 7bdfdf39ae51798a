// Our verdicts beside those of the official Java validator, on instances with one fault each. HAPI_JARS names the folder
// with its jars, see hapi-validator/README.md; `java` is on the path. Else skipped.

import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { testDefinitions } from '../conformance/definitions.ts';
import { casesOf } from './hapi-validator/cases.ts';
import { reasonOf } from './hapi-validator/differences.ts';
import { compare, createOurs } from './hapi-validator/judges.ts';

const jars = process.env.HAPI_JARS;
const isThere =
  jars !== undefined && readdirSync(jars).some((name) => name.startsWith('org.hl7.fhir.validation-'));
if (!isThere)
  console.warn('SKIPPED: the validator is not compared with the official one. Set HAPI_JARS to do so.');

(isThere ? describe : describe.skip)('the official validator', () => {
  it('accepts and rejects what we do, but for differences with a known reason', async () => {
    const definitions = await testDefinitions();
    const ours = createOurs(definitions);
    const cases = casesOf(definitions, { seed: 1, each: 8, made: 1 }, (one) => ours(one).length === 0);
    const compared = await compare(cases, ours, jars!);
    const unexplained = compared
      .filter((one) => reasonOf(one) === undefined)
      .map(({ id, ours, theirs }) => ({ id, ours, theirs }));
    expect(compared.length).toBeGreaterThan(800);
    expect(unexplained).toEqual([]);
    expect(compared.some((one) => one.ours.length > 0 && one.theirs.length > 0)).toBe(true);
  }, 300_000);
});

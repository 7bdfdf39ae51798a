// The JSON schema and the walk agree: what the schema passes has nothing wrong that a schema can see, and what the
// schema refuses the walk refuses too.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json, JsonObject, Resource } from '../../src/fhir/json/tree.ts';
import { createSchemaOracle } from './schema-oracle.ts';
import { definitions, findings, observation, patient, validate, validator } from './support.ts';

const schema = createSchemaOracle(definitions);
const EXAMPLES = path.join(import.meta.dirname, '..', '..', 'profiles', 'lianti', 'examples', 'valid');
const resources = readdirSync(EXAMPLES).map(
  (file) => JSON.parse(readFileSync(path.join(EXAMPLES, file), 'utf8')) as Resource,
);

/** What a schema can see. */
const SEEN = /^unknown|not a valid/;

/** Values a member may come to have; some of them right somewhere. */
const intruder: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    '',
    ' ',
    'x',
    'a  b',
    '2021-02-30',
    '2021-13-01',
    'urn:oid:1',
    '#a',
    'final',
    null,
    true,
    [],
    {},
    [null],
    [[]],
    [{}],
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ maxLength: 5 }).map((name): Json => ({ [name]: 1 })),
);

const mutated: fc.Arbitrary<Resource> = fc
  .tuple(
    fc.constantFrom(...resources),
    fc.nat(),
    fc.option(fc.constantFrom('id', 'extension', 'value', '_status', 'constructor')),
    intruder,
  )
  .map(([resource, seed, added, value]) => {
    const copy = structuredClone(resource);
    const holders = containersIn(copy);
    const holder = holders[seed % holders.length]!;
    const names = Object.keys(holder);
    const name = added ?? names[seed % names.length] ?? 'x';
    if (holder === (copy as object) && name === 'resourceType') return copy;
    (holder as JsonObject)[name] = value;
    // A list has no members with names.
    return JSON.parse(JSON.stringify(copy)) as Resource;
  });

function containersIn(value: Json | undefined): (JsonObject | Json[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap((inner) => containersIn(inner))];
}

describe('the schema and the walk', () => {
  it('agree on what is right', () => {
    for (const resource of resources) {
      expect([resource.id, schema.passes(resource.resourceType, resource)]).toEqual([resource.id, true]);
    }
  });

  it('agree: what the schema passes has known members and right lexical forms', () => {
    fc.assert(
      fc.property(mutated, (resource) => {
        if (!schema.passes(resource.resourceType, resource)) return;
        const { issues } = validator.validate(resource);
        expect(issues.filter(({ rule, diagnostics }) => SEEN.test(`${rule} ${diagnostics}`))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('agree: what the schema refuses is wrong', () => {
    fc.assert(
      fc.property(mutated, (resource) => {
        if (schema.passes(resource.resourceType, resource)) return;
        expect(validator.validate(resource).issues).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('never throw, whatever the data', () => {
    fc.assert(
      fc.property(mutated, (resource) => {
        expect(Array.isArray(validator.validate(resource).issues)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('accept null in lists of primitives', () => {
    const extra = { extension: [{ url: 'https://example.org/x', valueCode: 'a' }] };
    const resource = patient({ name: [{ text: 'x', given: ['小', null], _given: [null, extra] }] });
    expect(schema.passes('Patient', resource as JsonObject)).toBe(true);
    expect(findings(resource)).toEqual([]);
  });

  it('judge a resource the same way after its types were warmed up', () => {
    validator.warmUp(['Observation']);
    expect(findings(observation())).toEqual([]);
    expect(validate(observation({ status: 'done' }))).toHaveLength(1);
  });
});

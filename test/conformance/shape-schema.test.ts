import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { Definitions } from '../../src/conformance/definitions.ts';
import { testDefinitions } from './definitions.ts';

const VALID = fileURLToPath(new URL('../../profiles/lianti/examples/valid', import.meta.url));

describe('the JSON schema of a type', () => {
  let definitions: Definitions;
  const compiled = new Map<string, (resource: unknown) => boolean>();
  beforeAll(async () => {
    definitions = await testDefinitions();
  });
  const passes = (type: string, resource: unknown): boolean => {
    let validate = compiled.get(type);
    if (!validate) {
      validate = new Ajv({ strict: false, validateSchema: false }).compile(definitions.shapeSchema(type)!);
      compiled.set(type, validate);
    }
    return validate(resource);
  };
  const patient = (more: object): boolean => passes('Patient', { resourceType: 'Patient', ...more });

  it('is self-contained and there for every resource type', () => {
    for (const type of definitions.resourceTypes) {
      const schema = definitions.shapeSchema(type) as { definitions: Record<string, unknown> };
      for (const [, name] of JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)) {
        expect(schema.definitions).toHaveProperty([name!]);
      }
    }
    expect(definitions.shapeSchema('Nothing')).toBeUndefined();
  });

  it.each([
    ['nulls beside extensions in a list', { name: [{ given: ['a', null], _given: [null, { id: 'x' }] }] }],
    ['an ideographic space', { name: [{ text: '张　小禾' }] }],
    ['a line break in a string', { name: [{ text: 'a\nb' }] }],
    ['any contained resource', { contained: [{ resourceType: 'Group', id: 'g', anything: 1 }] }],
  ])('passes %s', (_, more) => {
    expect(patient(more)).toBe(true);
  });

  it.each([
    ['an unknown member', { nickname: 'x' }],
    ['an empty list', { name: [] }],
    ['a single value where a list belongs', { name: { text: 'x' } }],
    ['a control character', { name: [{ text: 'a\u0000' }] }],
    ['a date of another form', { birthDate: '21.5.2017' }],
    ['a code that is not in the list', { gender: 'm' }],
    ['an integer with a fraction', { multipleBirthInteger: 1.5 }],
    ['a negative positive integer', { telecom: [{ rank: 0 }] }],
    ['a contained resource without a type', { contained: [{ id: 'g' }] }],
  ])('refuses %s', (_, more) => {
    expect(patient({})).toBe(true);
    expect(patient(more)).toBe(false);
  });

  it('knows release 4.0.1', () => {
    const statement = { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' };
    expect(passes('CapabilityStatement', statement)).toBe(true);
    expect(passes('CapabilityStatement', { ...statement, fhirVersion: '4.0.2' })).toBe(false);
  });

  it('passes the valid examples of our profiles', () => {
    const refused = readdirSync(VALID)
      .map((file) => [file, JSON.parse(readFileSync(join(VALID, file), 'utf8'))] as const)
      .filter(([, example]) => !passes(example.resourceType, example));
    expect(refused.map(([file]) => file)).toEqual([]);
  });
});

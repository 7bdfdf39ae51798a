import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CodeSystem, ValueSet } from 'fhir/r4.js';
import type { Definitions } from '../../src/conformance/definitions.ts';
import { codeTableOf } from '../../src/conformance/terminology/code-table.ts';
import { createMembership } from '../../src/conformance/terminology/membership.ts';
import { testDefinitions } from './definitions.ts';

describe('a code in a value set of R4', () => {
  let definitions: Definitions;
  beforeAll(async () => {
    definitions = await testDefinitions();
  });

  it.each([
    ['yes', 'http://hl7.org/fhir/ValueSet/administrative-gender', undefined, 'male'],
    ['no', 'http://hl7.org/fhir/ValueSet/administrative-gender', undefined, 'Male'],
    [
      'yes',
      'http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1',
      'http://hl7.org/fhir/administrative-gender',
      'male',
    ],
    ['no', 'http://hl7.org/fhir/ValueSet/administrative-gender', 'http://example.org', 'male'],
    [
      'yes',
      'http://terminology.hl7.org/ValueSet/v3-ActEncounterCode',
      'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      'AMB',
    ],
    [
      'no',
      'http://terminology.hl7.org/ValueSet/v3-ActEncounterCode',
      'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      'ACTIVE',
    ],
    ['yes', 'http://hl7.org/fhir/ValueSet/security-labels', undefined, 'N'],
    ['yes', 'http://hl7.org/fhir/ValueSet/all-languages', undefined, 'zh-Hans-CN'],
    ['no', 'http://hl7.org/fhir/ValueSet/all-languages', undefined, 'no language'],
    ['yes', 'http://hl7.org/fhir/ValueSet/mimetypes', undefined, 'application/pdf'],
    ['no', 'http://hl7.org/fhir/ValueSet/mimetypes', undefined, 'pdf'],
    ['yes', 'http://hl7.org/fhir/ValueSet/currencies', undefined, 'CNY'],
    ['unknown', 'http://hl7.org/fhir/ValueSet/observation-codes', 'http://loinc.org', '1-8'],
    ['no', 'http://hl7.org/fhir/ValueSet/observation-codes', 'http://example.org', '1-8'],
    ['unknown', 'http://hl7.org/fhir/ValueSet/condition-code', 'http://snomed.info/sct', '57190000'],
    ['unknown', 'http://example.org/ValueSet/none', 'http://example.org', 'x'],
  ])('is answered %s: %s %s %s', (answer, valueSet, system, code) => {
    expect(definitions.isInValueSet(valueSet, system, code)).toBe(answer);
  });

  it('of a required binding can be judged, but for one set of external codes', () => {
    const sets = new Set<string>();
    for (const type of definitions.resourceTypes) {
      for (const { binding } of definitions.structure(type)!.snapshot!.element) {
        if (binding?.strength === 'required' && binding.valueSet) sets.add(binding.valueSet.split('|')[0]!);
      }
    }
    const open = [...sets].filter(
      (url) => definitions.isInValueSet(url, undefined, 'no-such-code') === 'unknown',
    );
    expect(open).toEqual(['http://loinc.org/vs/LL379-9']);
  });

  it.each([
    ['http://hl7.org/fhir/administrative-gender', true],
    ['http://terminology.hl7.org/CodeSystem/v3-ActCode', true],
    ['http://terminology.hl7.org/CodeSystem/v2-0203', false],
    ['http://unitsofmeasure.org', true],
    ['http://example.org/unknown', false],
  ])('codes of %s are compared with case: %s', (system, expected) => {
    expect(definitions.isCaseSensitive(system)).toBe(expected);
  });
});

describe('a value set is worked out', () => {
  const SYSTEM = 'http://example.org/animals';
  const animals: CodeSystem = {
    resourceType: 'CodeSystem',
    status: 'active',
    content: 'complete',
    caseSensitive: true,
    property: [
      { code: 'legs', type: 'integer' },
      { code: 'parent', type: 'code' },
    ],
    concept: [
      {
        code: 'animal',
        concept: [
          { code: 'cat', property: [{ code: 'legs', valueInteger: 4 }], concept: [{ code: 'kitten' }] },
          { code: 'bird', property: [{ code: 'legs', valueInteger: 2 }] },
        ],
      },
      {
        code: 'dog',
        property: [
          { code: 'parent', valueCode: 'animal' },
          { code: 'legs', valueInteger: 4 },
        ],
      },
      { code: 'stone' },
    ],
  };
  const ask = (
    compose: Partial<NonNullable<ValueSet['compose']>>,
    code: string,
    others: Record<string, object> = {},
  ) => {
    const sets: Record<string, object> = { set: { compose: { include: [], ...compose } }, ...others };
    const membership = createMembership({
      valueSet: (url) => sets[url] as ValueSet | undefined,
      codeTable: (url) => (url === SYSTEM ? codeTableOf(animals) : undefined),
    });
    return membership.isInValueSet('set', SYSTEM, code);
  };
  const filtered = (property: string, op: string, value: string) => ({
    include: [{ system: SYSTEM, filter: [{ property, op: op as 'is-a', value }] }],
  });

  it.each([
    ['is-a', 'animal', true],
    ['is-a', 'kitten', true],
    ['is-a', 'dog', true],
    ['is-a', 'stone', false],
    ['descendent-of', 'animal', false],
    ['descendent-of', 'dog', true],
    ['is-not-a', 'stone', true],
    ['is-not-a', 'kitten', false],
  ])('by %s animal: %s is in it: %s', (op, code, isIn) => {
    expect(ask(filtered('concept', op, 'animal'), code)).toBe(isIn ? 'yes' : 'no');
  });

  it.each([
    ['legs', '=', '4', 'dog', 'yes'],
    ['legs', '=', '4', 'bird', 'no'],
    ['legs', 'in', '1,2', 'bird', 'yes'],
    ['legs', 'exists', 'false', 'stone', 'yes'],
    ['code', 'regex', 'k.*', 'kitten', 'yes'],
    ['code', 'regex', 'k', 'kitten', 'no'],
    ['colour', '=', 'red', 'dog', 'unknown'],
  ])('by the filter %s %s %s: %s is in it: %s', (property, op, value, code, answer) => {
    expect(ask(filtered(property, op, value), code)).toBe(answer);
  });

  it('without what it excludes', () => {
    const compose = {
      include: [{ system: SYSTEM }],
      exclude: [{ system: SYSTEM, concept: [{ code: 'stone' }] }],
    };
    expect(ask(compose, 'dog')).toBe('yes');
    expect(ask(compose, 'stone')).toBe('no');
  });

  it('as what all sets of one include share, and what any include has', () => {
    const cats = { compose: { include: [{ system: SYSTEM, concept: [{ code: 'cat' }] }] } };
    const pets = { compose: { include: [{ system: SYSTEM, concept: [{ code: 'cat' }, { code: 'dog' }] }] } };
    expect(ask({ include: [{ valueSet: ['cats', 'pets'] }] }, 'dog', { cats, pets })).toBe('no');
    expect(ask({ include: [{ valueSet: ['cats'] }, { valueSet: ['pets'] }] }, 'dog', { cats, pets })).toBe(
      'yes',
    );
  });

  it('to an end, though it includes itself', () => {
    const compose = { include: [{ valueSet: ['set'] }, { system: SYSTEM, concept: [{ code: 'cat' }] }] };
    expect(ask(compose, 'cat')).toBe('yes');
    expect(ask(compose, 'dog')).toBe('unknown');
  });

  it('from its expansion when it says no more', () => {
    const membership = createMembership({
      valueSet: () =>
        ({
          expansion: { contains: [{ system: SYSTEM, code: 'a', contains: [{ system: SYSTEM, code: 'b' }] }] },
        }) as ValueSet,
      codeTable: () => undefined,
    });
    expect(membership.isInValueSet('set', SYSTEM, 'b')).toBe('yes');
    expect(membership.isInValueSet('set', SYSTEM, 'c')).toBe('no');
  });
});

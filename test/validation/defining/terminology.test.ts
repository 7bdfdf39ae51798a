// Code systems, value sets and concept maps as what they say. R4 codesystem.html, valueset.html, conceptmap.html.

import { describe, expect, it } from '@jest/globals';
import { withStored } from '../../../src/conformance/with-stored.ts';
import { createSharedParts, createValidator } from '../../../src/validation/validator.ts';
import { definitions, findings } from '../support.ts';

const COLOURS = 'https://example.org/CodeSystem/colours';
const MORE = 'https://example.org/CodeSystem/more-colours';

const stored = [
  {
    resourceType: 'CodeSystem',
    url: COLOURS,
    version: '1',
    status: 'active',
    content: 'complete',
    caseSensitive: true,
    hierarchyMeaning: 'is-a',
    property: [
      { code: 'warm', type: 'boolean' },
      { code: 'rank', type: 'integer' },
      { code: 'like', type: 'Coding' },
    ],
    concept: [{ code: 'red', concept: [{ code: 'crimson' }] }, { code: 'blue' }],
  },
  {
    resourceType: 'CodeSystem',
    url: MORE,
    status: 'active',
    content: 'supplement',
    supplements: COLOURS,
  },
];

const validator = createValidator({
  definitions: withStored(definitions, stored),
  now: () => new Date('2026-11-25T08:00:00+08:00'),
  shared: createSharedParts(definitions),
});

const found = (resource: object) => findings(resource, {}, validator);
const codeSystem = (more: object) =>
  found({
    resourceType: 'CodeSystem',
    url: 'https://example.org/CodeSystem/a',
    status: 'draft',
    content: 'complete',
    ...more,
  });
const valueSet = (...include: object[]) =>
  found({
    resourceType: 'ValueSet',
    url: 'https://example.org/ValueSet/a',
    status: 'draft',
    compose: { include },
  });

describe('a code system', () => {
  it('counts its concepts', () => {
    const concept = [{ code: 'a', concept: [{ code: 'b' }] }];
    expect(codeSystem({ count: 2, concept })).toEqual([]);
    expect(codeSystem({ count: 3, concept })).toEqual(['error code-system CodeSystem.count']);
    expect(codeSystem({ count: 1, concept, content: 'fragment' })).toEqual([
      'warning code-system CodeSystem.count',
    ]);
    expect(codeSystem({ concept, content: 'not-present' })).toEqual(['error code-system CodeSystem.concept']);
  });

  it('that supplements another keeps to it', () => {
    const supplement = { content: 'supplement', supplements: COLOURS };
    expect(codeSystem({ ...supplement, concept: [{ code: 'crimson' }] })).toEqual([]);
    expect(codeSystem({ ...supplement, concept: [{ code: 'green' }] })).toEqual([
      'error code-system CodeSystem.concept',
    ]);
    expect(codeSystem({ ...supplement, hierarchyMeaning: 'part-of' })).toEqual([
      'error code-system CodeSystem.hierarchyMeaning',
    ]);
    expect(codeSystem({ ...supplement, caseSensitive: true })).toEqual([
      'error code-system CodeSystem.caseSensitive',
    ]);
    expect(codeSystem({ content: 'supplement' })).toEqual(['error code-system CodeSystem.content']);
    expect(codeSystem({ supplements: COLOURS })).toEqual(['error code-system CodeSystem.content']);
  });

  it('defines each property once, those of FHIR as FHIR does', () => {
    const own = (property: object[]) => codeSystem({ property });
    const fhir = 'http://hl7.org/fhir/concept-properties#';
    expect(
      own([
        { code: 'a', type: 'string' },
        { code: 'a', type: 'code' },
      ]),
    ).toEqual(['error code-system CodeSystem.property[1].code']);
    expect(own([{ code: 'a', uri: 'relative', type: 'string' }])).toEqual([
      'error code-system CodeSystem.property[0].uri',
    ]);
    expect(own([{ code: 'parent', uri: `${fhir}parent`, type: 'code' }])).toEqual([]);
    expect(own([{ code: 'parent', uri: `${fhir}parent`, type: 'string' }])).toEqual([
      'error code-system CodeSystem.property[0].type',
    ]);
    expect(own([{ code: 'child', uri: `${fhir}parent`, type: 'code' }])).toEqual([
      'error code-system CodeSystem.property[0].code',
    ]);
    expect(own([{ code: 'x', uri: `${fhir}x`, type: 'code' }])).toEqual([
      'error code-system CodeSystem.property[0].uri',
    ]);
  });

  it('uses its properties as it defines them', () => {
    const uses = (property: object) =>
      codeSystem({
        property: [
          { code: 'rank', type: 'integer' },
          { code: 'parent', uri: 'http://hl7.org/fhir/concept-properties#parent', type: 'code' },
        ],
        concept: [{ code: 'a' }, { code: 'b', property: [property] }],
      });
    expect(uses({ code: 'rank', valueInteger: 1 })).toEqual([]);
    expect(uses({ code: 'rank', valueString: '1' })).toEqual([
      'error code-system CodeSystem.concept[1].property[0].value',
    ]);
    expect(uses({ code: 'other', valueString: '1' })).toEqual([
      'warning code-system CodeSystem.concept[1].property[0].code',
    ]);
    expect(uses({ code: 'parent', valueCode: 'a' })).toEqual([]);
    expect(uses({ code: 'parent', valueCode: 'c' })).toEqual([
      'error code-system CodeSystem.concept[1].property[0].value',
    ]);
  });
});

describe('a value set', () => {
  it('names code systems by their URLs', () => {
    expect(valueSet({ system: COLOURS })).toEqual([]);
    expect(valueSet({ system: 'https://example.org/unknown' })).toEqual([]);
    const SYSTEM = ['error value-set ValueSet.compose.include[0].system'];
    expect(valueSet({ system: 'colours' })).toEqual(SYSTEM);
    expect(valueSet({ system: MORE })).toEqual(SYSTEM);
    expect(valueSet({ system: 'http://hl7.org/fhir/ValueSet/observation-status' })).toEqual(SYSTEM);
  });

  it('lists codes that there are', () => {
    const concept = (code: string) => [{ code }];
    expect(valueSet({ system: COLOURS, concept: concept('crimson') })).toEqual([]);
    expect(valueSet({ system: COLOURS, concept: concept('green') })).toEqual([
      'error value-set ValueSet.compose.include[0].concept[0].code',
    ]);
    expect(valueSet({ system: COLOURS, version: '2', concept: concept('green') })).toEqual([]);
    expect(valueSet({ system: 'http://loinc.org', concept: concept('x') })).toEqual([]);
  });

  it.each([
    ['concept', 'is-a', 'red', []],
    ['concept', 'is-a', 'green', ['error']],
    ['warm', '=', 'true', []],
    ['warm', '=', 'yes', ['error']],
    ['warm', 'exists', 'true', []],
    ['warm', 'exists', '1', ['error']],
    ['rank', '=', 'lt2', []],
    ['rank', 'in', '1,2', []],
    ['rank', 'in', '1,x', ['error']],
    ['like', '=', `${COLOURS}#blue`, []],
    ['like', '=', `${COLOURS}|blue`, []],
    ['like', '=', `${COLOURS}#green`, ['error']],
    ['like', '=', 'blue', ['error']],
    ['display', 'regex', 'a.*', []],
    ['display', 'regex', '(', ['error']],
    ['other', '=', 'x', ['warning']],
  ])('filters by what the code system has: %s %s %s', (property, op, value, expected) => {
    const lines = valueSet({ system: COLOURS, filter: [{ property, op, value }] });
    expect(lines).toEqual(
      expected.map((severity) => `${severity} value-set ValueSet.compose.include[0].filter[0]`),
    );
  });
});

describe('a concept map', () => {
  it('maps codes that there are', () => {
    const map = (code: string, target: string) =>
      found({
        resourceType: 'ConceptMap',
        status: 'draft',
        group: [
          {
            source: COLOURS,
            target: COLOURS,
            element: [{ code, target: [{ code: target, equivalence: 'equal' }] }],
          },
        ],
      });
    expect(map('red', 'blue')).toEqual([]);
    expect(map('green', 'blue')).toEqual(['error concept-map ConceptMap.group[0].element[0].code']);
    expect(map('red', 'green')).toEqual(['error concept-map ConceptMap.group[0].element[0].target[0].code']);
  });
});

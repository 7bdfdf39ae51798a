// Codings, units and bound codes, judged by what is known of their code systems.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createTestServer, observation, patient, type TestServer } from '../support/lianti.ts';

let server: TestServer;
const GRADES = 'http://codes.test/grades';
beforeAll(async () => {
  server = await createTestServer();
  const resources = [
    {
      resourceType: 'CodeSystem',
      id: 'grades',
      url: GRADES,
      status: 'active',
      content: 'complete',
      caseSensitive: true,
      property: [
        { code: 'inactive', type: 'boolean' },
        { code: 'notSelectable', type: 'boolean' },
      ],
      concept: [
        {
          code: 'any',
          display: 'Any',
          property: [{ code: 'notSelectable', valueBoolean: true }],
          concept: [
            { code: 'low', display: 'Low', designation: [{ language: 'zh', value: '低' }] },
            { code: 'old', display: 'Old', property: [{ code: 'inactive', valueBoolean: true }] },
          ],
        },
      ],
    },
    {
      resourceType: 'CodeSystem',
      id: 'supplement',
      url: 'http://codes.test/supplement',
      status: 'active',
      content: 'supplement',
      supplements: GRADES,
      concept: [{ code: 'low', designation: [{ language: 'fr', value: 'Faible' }] }],
    },
    {
      resourceType: 'ValueSet',
      id: 'grades',
      url: 'http://sets.test/grades',
      status: 'active',
      compose: { include: [{ system: GRADES }] },
    },
    profile('bound', {
      path: 'Observation.code',
      binding: { strength: 'required', valueSet: 'http://sets.test/grades' },
    }),
    profile('unknown', {
      path: 'Observation.code',
      binding: { strength: 'required', valueSet: 'http://sets.test/none' },
    }),
    profile('extensible', {
      path: 'Observation.code',
      binding: { strength: 'extensible', valueSet: 'http://sets.test/grades' },
    }),
    profile('units', {
      path: 'Observation.valueQuantity',
      binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/distance-units' },
    }),
  ];
  for (const one of resources) {
    const { status, body } = await server.put(`${one.resourceType}/${one.id}`, one as JsonObject);
    expect([status, body.issue]).toEqual([201, undefined]);
  }
});
afterAll(() => server.close());

function profile(id: string, element: { path: string; binding: object }) {
  return {
    resourceType: 'StructureDefinition',
    id,
    url: `http://profiles.test/${id}`,
    name: id,
    status: 'active',
    kind: 'resource',
    abstract: false,
    type: 'Observation',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Observation',
    derivation: 'constraint',
    differential: { element: [{ id: element.path, ...element }] },
  };
}

async function found(resource: JsonObject, profileId?: string): Promise<string[]> {
  const query = profileId === undefined ? '' : `?profile=http://profiles.test/${profileId}`;
  const { body } = await server.post(`${resource.resourceType}/$validate${query}`, resource);
  return body.issue
    .filter(({ severity }: { severity: string }) => severity !== 'information')
    .map(
      ({ severity, code, expression }: Record<string, string[]>) => `${severity} ${code} ${expression?.[0]}`,
    );
}
const coded = (coding: object) => observation({ code: { coding: [coding as JsonObject] } });

describe('a Coding', () => {
  it.each([
    ['is right', { system: GRADES, code: 'low', display: 'Low' }, []],
    ['may have the name of another language', { system: GRADES, code: 'low', display: '低' }, []],
    ['may have the name that a supplement gives', { system: GRADES, code: 'low', display: 'faible' }, []],
    [
      'has no code that does not exist',
      { system: GRADES, code: 'Low' },
      ['error code-invalid Observation.code.coding[0].code'],
    ],
    [
      'has no other name',
      { system: GRADES, code: 'low', display: 'High' },
      ['warning invalid Observation.code.coding[0].display'],
    ],
    [
      'is not inactive',
      { system: GRADES, code: 'old' },
      ['warning business-rule Observation.code.coding[0].code'],
    ],
    [
      'is not abstract',
      { system: GRADES, code: 'any' },
      ['warning business-rule Observation.code.coding[0].code'],
    ],
    ['names its system', { code: 'low' }, ['warning business-rule Observation.code.coding[0].code']],
    [
      'is of an absolute system',
      { system: 'grades', code: 'low' },
      ['error invalid Observation.code.coding[0].system'],
    ],
    [
      'is of no supplement',
      { system: 'http://codes.test/supplement', code: 'low' },
      ['error invalid Observation.code.coding[0].system'],
    ],
    [
      'is of no value set',
      { system: 'http://sets.test/grades', code: 'low' },
      ['error invalid Observation.code.coding[0].system'],
    ],
    [
      'of an unknown system is nobody’s fault',
      { system: 'http://codes.test/other', code: 'x', display: 'X' },
      [],
    ],
    ['of an unknown version is not judged', { system: GRADES, version: '7', code: 'x' }, []],
    ['may be a language', { system: 'urn:ietf:bcp:47', code: 'zh-CN' }, []],
    [
      'may be no language',
      { system: 'urn:ietf:bcp:47', code: 'qq-CN' },
      ['error code-invalid Observation.code.coding[0].code'],
    ],
    [
      'in Chinese is not judged by English names',
      { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'exam', display: '检查' },
      [],
    ],
  ])('%s', async (_what, coding, issues) => {
    expect(await found(coded(coding))).toEqual(issues);
  });
});

describe('a unit', () => {
  const quantity = (code: string) =>
    observation({ valueQuantity: { value: 1, unit: code, system: 'http://unitsofmeasure.org', code } });

  it.each([
    '[diop]',
    '[diop]/a',
    'mm/a',
    'mm[Hg]',
    '{five-grade}',
    '10*9/L',
    'Cel',
    '1',
    '%',
    '[pH]',
    'kg/m2',
    '/min',
  ])('of UCUM may be %s', async (code) => expect(await found(quantity(code))).toEqual([]));

  it('names its system by an absolute URI', async () => {
    const valueQuantity = { value: 1, unit: 'kg', system: 'ucum', code: 'kg' };
    expect(await found(observation({ valueQuantity }))).toEqual(['error invalid Observation.value.system']);
  });

  it.each(['dioptre', 'Kg', 'mmHg', 'pounds', 'constructor'])('of UCUM is not %s', async (code) =>
    expect(await found(quantity(code))).toEqual(['error code-invalid Observation.value.code']),
  );

  it('is one that a binding allows', async () => {
    expect(await found(quantity('m'), 'units')).toEqual([]);
    expect(await found(quantity('s'), 'units')).toEqual(['error code-invalid Observation.value']);
  });
});

describe('a binding', () => {
  it.each([
    ['bound', { coding: [{ system: GRADES, code: 'low' }] }, []],
    [
      'bound',
      { coding: [{ system: 'http://codes.test/other', code: 'low' }] },
      ['error code-invalid Observation.code'],
    ],
    ['bound', { text: 'low' }, ['error code-invalid Observation.code']],
    [
      'bound',
      { coding: [{ code: 'low' }] },
      ['warning business-rule Observation.code.coding[0].code', 'error code-invalid Observation.code'],
    ],
    [
      'extensible',
      { coding: [{ system: 'http://codes.test/other', code: 'x' }] },
      ['warning code-invalid Observation.code'],
    ],
    ['unknown', { coding: [{ system: GRADES, code: 'low' }] }, ['warning not-found Observation.code']],
  ])('%s judges %j', async (profileId, code, issues) => {
    expect(await found(observation({ code: code as JsonObject }), profileId)).toEqual(issues);
  });

  it('has an outermost set in R4: a language must be one', async () => {
    expect(await found(patient({ language: 'zh-Hans' }))).toEqual([]);
    expect(await found(patient({ language: 'Chinese language' }))).toEqual([
      'error code-invalid Patient.language',
    ]);
  });
});

// Slices: discriminators, counts, order and closed lists. R4 profiling.html#slicing.

import { describe, expect, it } from '@jest/globals';
import type { ElementDefinition, ElementDefinitionSlicing } from 'fhir/r4.js';
import { type Edit, observation, patient, under } from './support.ts';

type Edits = Edit[];
type Discriminator = NonNullable<ElementDefinitionSlicing['discriminator']>[number];

function slicing(
  type: Discriminator['type'],
  path: string,
  rules: ElementDefinitionSlicing['rules'] = 'open',
  ordered = false,
): Pick<ElementDefinition, 'slicing'> {
  return { slicing: { discriminator: [{ type, path }], rules, ordered } };
}

const card = { system: 'https://example.org/card', value: '1' };
const record = { system: 'https://example.org/record', value: '2' };

describe('slices by value', () => {
  const bySystem = (rules?: ElementDefinitionSlicing['rules'], ordered?: boolean): Edits => [
    { id: 'Patient.identifier', ...slicing('value', 'system', rules, ordered) },
    { id: 'Patient.identifier:card', min: 1, max: '1' },
    { id: 'Patient.identifier:card.system', min: 1, fixedUri: card.system },
    { id: 'Patient.identifier:card.value', min: 1 },
    { id: 'Patient.identifier:record', min: 0, max: '1' },
    { id: 'Patient.identifier:record.system', min: 1, patternUri: record.system },
    { id: 'Patient.identifier:record.assigner', min: 1 },
  ];

  it('are counted, and their items judged by what the slice says', () => {
    expect(under(patient({ identifier: [card] }), bySystem())).toEqual([]);
    expect(under(patient({ identifier: [{ value: '3' }] }), bySystem())).toEqual([
      'error cardinality Patient.identifier',
    ]);
    expect(under(patient(), bySystem())).toEqual(['error cardinality Patient.identifier']);
    expect(under(patient({ identifier: [card, card] }), bySystem())).toEqual([
      'error cardinality Patient.identifier',
    ]);
    expect(under(patient({ identifier: [{ system: card.system }] }), bySystem())).toEqual([
      'error cardinality Patient.identifier[0].value',
    ]);
    expect(under(patient({ identifier: [record, card] }), bySystem())).toEqual([
      'error cardinality Patient.identifier[0].assigner',
    ]);
  });

  it('leave other items alone unless the list is closed', () => {
    const other = { system: 'https://example.org/other', value: '3' };
    expect(under(patient({ identifier: [other, card] }), bySystem('open'))).toEqual([]);
    expect(under(patient({ identifier: [other, card] }), bySystem('closed'))).toEqual([
      'error slicing Patient.identifier[0]',
    ]);
    expect(under(patient({ identifier: [other, card] }), bySystem('openAtEnd'))).toEqual([
      'error slicing Patient.identifier[1]',
    ]);
    expect(under(patient({ identifier: [card, other] }), bySystem('openAtEnd'))).toEqual([]);
  });

  it('may have an order', () => {
    const complete = { ...record, assigner: { display: 'x' } };
    expect(under(patient({ identifier: [card, complete] }), bySystem('open', true))).toEqual([]);
    expect(under(patient({ identifier: [complete, card] }), bySystem('open', true))).toEqual([
      'error slicing Patient.identifier[1]',
    ]);
  });
});

describe('slices by pattern', () => {
  const coded = (code: string) => ({ coding: [{ system: 'https://example.org/cs', code }] });
  const edits: Edits = [
    { id: 'Observation.component', ...slicing('pattern', 'code') },
    { id: 'Observation.component:left', min: 0, max: '1' },
    { id: 'Observation.component:left.code', patternCodeableConcept: coded('left') },
    { id: 'Observation.component:left.value[x]', min: 1, type: [{ code: 'Quantity' }] },
  ];

  it('look into the element at the path', () => {
    expect(
      under(
        observation({ component: [{ code: { ...coded('left'), text: 'x' }, valueQuantity: { value: 1 } }] }),
        edits,
      ),
    ).toEqual([]);
    expect(under(observation({ component: [{ code: coded('left'), valueString: 'x' }] }), edits)).toEqual([
      'error type Observation.component[0].value',
    ]);
    expect(under(observation({ component: [{ code: coded('left') }] }), edits)).toEqual([
      'error cardinality Observation.component[0].value',
    ]);
    expect(under(observation({ component: [{ code: coded('right') }] }), edits)).toEqual([]);
  });

  it('tell concepts apart as a whole with $this', () => {
    const categories: Edits = [
      { id: 'Observation.category', ...slicing('pattern', '$this', 'closed') },
      { id: 'Observation.category:a', min: 1, max: '1', patternCodeableConcept: coded('a') },
    ];
    expect(under(observation({ category: [coded('a')] }), categories)).toEqual([]);
    expect(under(observation({ category: [coded('b')] }), categories)).toEqual([
      'error slicing Observation.category[0]',
      'error cardinality Observation.category',
    ]);
  });

  it('take what the children of the element fix when it fixes nothing itself', () => {
    const deep: Edits = [
      { id: 'Observation.component', ...slicing('value', 'code') },
      { id: 'Observation.component:left', min: 1, max: '1' },
      { id: 'Observation.component:left.code.coding.code', fixedCode: 'left' },
    ];
    // The elements between have to be there for the children to hang on.
    const withPath: Edits = [
      deep[0]!,
      deep[1]!,
      { id: 'Observation.component:left.code' },
      { id: 'Observation.component:left.code.coding' },
      deep[2]!,
    ];
    expect(under(observation({ component: [{ code: coded('left') }] }), withPath)).toEqual([]);
    expect(under(observation({ component: [{ code: coded('right') }] }), withPath)).toEqual([
      'error cardinality Observation.component',
    ]);
  });
});

describe('slices by binding', () => {
  it('take the codes of a required value set', () => {
    const binding = {
      strength: 'required',
      valueSet: 'http://hl7.org/fhir/ValueSet/marital-status',
    } as const;
    const edits: Edits = [
      { id: 'Observation.category', ...slicing('value', '$this') },
      { id: 'Observation.category:state', min: 1, max: '1', binding },
    ];
    const single = {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'S' }],
    };
    expect(under(observation({ category: [{ text: 'x' }, single] }), edits)).toEqual([]);
    expect(under(observation({ category: [{ text: 'x' }] }), edits)).toEqual([
      'error cardinality Observation.category',
    ]);
  });
});

describe('slices by existence', () => {
  it('tell items with an element from those without', () => {
    const edits: Edits = [
      { id: 'Patient.name', ...slicing('exists', 'text') },
      { id: 'Patient.name:written', min: 1, max: '1' },
      { id: 'Patient.name:written.text', min: 1 },
      { id: 'Patient.name:parts', min: 0, max: '1' },
      { id: 'Patient.name:parts.text', max: '0' },
    ];
    expect(under(patient({ name: [{ text: 'a' }, { family: 'b' }] }), edits)).toEqual([]);
    expect(under(patient({ name: [{ text: 'a' }, { family: 'b' }, { family: 'c' }] }), edits)).toEqual([
      'error cardinality Patient.name',
    ]);
    expect(under(patient({ name: [{ family: 'b' }] }), edits)).toEqual(['error cardinality Patient.name']);
  });
});

describe('slices by type', () => {
  it('tell the types of a choice apart', () => {
    const edits: Edits = [
      { id: 'Observation.value[x]', ...slicing('type', '$this', 'closed') },
      { id: 'Observation.value[x]:valueQuantity', min: 0, max: '1', type: [{ code: 'Quantity' }] },
      { id: 'Observation.value[x]:valueQuantity.unit', min: 1 },
    ];
    expect(under(observation(), edits)).toEqual([]);
    expect(under(observation({ valueQuantity: { value: 1 } }), edits)).toEqual([
      'error cardinality Observation.value.unit',
    ]);
    expect(under(observation({ valueQuantity: undefined, valueString: 'x' }), edits)).toEqual([
      'error slicing Observation.value',
    ]);
  });

  it('tell resources of a Bundle and targets of references apart', () => {
    const core = 'http://hl7.org/fhir/StructureDefinition/';
    const bundle: Edits = [
      { id: 'Bundle.entry', ...slicing('type', 'resource') },
      { id: 'Bundle.entry:child', min: 1, max: '1' },
      { id: 'Bundle.entry:child.resource', min: 1, type: [{ code: 'Patient' }] },
    ];
    const entry = (resource: object, n = 0) => ({ fullUrl: `https://example.org/any/${n}`, resource });
    const collection = (...entries: object[]) => ({
      resourceType: 'Bundle',
      type: 'collection',
      entry: entries,
    });
    expect(under(collection(entry(observation()), entry(patient(), 1)), bundle)).toEqual([]);
    expect(under(collection(entry(observation())), bundle)).toEqual(['error cardinality Bundle.entry']);
    const performers: Edits = [
      { id: 'Observation.performer', ...slicing('type', 'resolve()') },
      {
        id: 'Observation.performer:unit',
        min: 1,
        max: '1',
        type: [{ code: 'Reference', targetProfile: [`${core}CareTeam`, `${core}Organization`] }],
      },
    ];
    expect(
      under(
        observation({ performer: [{ reference: 'Practitioner/1' }, { reference: 'Organization/1' }] }),
        performers,
      ),
    ).toEqual([]);
    expect(under(observation({ performer: [{ reference: 'Practitioner/1' }] }), performers)).toEqual([
      'error cardinality Observation.performer',
    ]);
  });
});

describe('slices by profile', () => {
  it('take the items that satisfy it', () => {
    const simple = 'http://hl7.org/fhir/StructureDefinition/SimpleQuantity';
    const edits: Edits = [
      { id: 'Observation.component', ...slicing('profile', 'value') },
      { id: 'Observation.component:exact', min: 1, max: '1' },
      { id: 'Observation.component:exact.value[x]', min: 1, type: [{ code: 'Quantity', profile: [simple] }] },
    ];
    const component = (comparator?: string) => ({
      code: { text: 'x' },
      valueQuantity: { value: 1, comparator },
    });
    expect(under(observation({ component: [component('<'), component()] }), edits)).toEqual([]);
    expect(under(observation({ component: [component('<')] }), edits)).toEqual([
      'error cardinality Observation.component',
    ]);
  });
});

describe('slices of slices', () => {
  it('are counted within the slice', () => {
    const edits: Edits = [
      { id: 'Patient.identifier', ...slicing('value', 'use') },
      { id: 'Patient.identifier:official', min: 0, max: '*', ...slicing('value', 'system') },
      { id: 'Patient.identifier:official.use', min: 1, fixedCode: 'official' },
      { id: 'Patient.identifier:official/card', min: 1, max: '1', sliceName: 'official/card' },
      { id: 'Patient.identifier:official/card.use', min: 1, fixedCode: 'official' },
      { id: 'Patient.identifier:official/card.system', min: 1, fixedUri: card.system },
    ];
    const official = (identifier: object) => ({ ...identifier, use: 'official' });
    expect(under(patient({ identifier: [official(card), official(record), card] }), edits)).toEqual([]);
    expect(under(patient({ identifier: [official(record), card] }), edits)).toEqual([
      'error cardinality Patient.identifier',
    ]);
  });
});

describe('slices of extensions', () => {
  const birthTime = 'http://hl7.org/fhir/StructureDefinition/patient-birthTime';
  const edits: Edits = [
    { id: 'Patient.birthDate.extension', ...slicing('value', 'url') },
    {
      id: 'Patient.birthDate.extension:birthTime',
      min: 1,
      max: '1',
      type: [{ code: 'Extension', profile: [birthTime] }],
    },
  ];

  it('are told apart by the url of their profile, also on primitives', () => {
    const _birthDate = { extension: [{ url: birthTime, valueDateTime: '2017-05-21T03:04:00+08:00' }] };
    expect(under(patient({ _birthDate }), edits)).toEqual([]);
    expect(under(patient(), edits)).toEqual(['error cardinality Patient.birthDate.extension']);
  });
});

// Profiles that stand on each other: imposed ones, elements of other profiles, targets in a circle, and constraints
// that ask for profiles and value sets.

import { describe, expect, test } from '@jest/globals';
import type { StructureDefinition } from 'fhir/r4.js';
import { definitions, findings, observation, patient, profileOf, validatorWith } from './support.ts';

const url = (name: string) => `https://example.org/StructureDefinition/${name}`;

function under(resource: object, ...structures: StructureDefinition[]): string[] {
  return findings(resource, { profiles: [structures[0]!.url] }, validatorWith(...structures));
}

describe('a profile that imposes another', () => {
  const impose = (name: string) => [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile',
      valueCanonical: url(name),
    },
  ];
  const named = profileOf('Patient', [{ id: 'Patient.photo', min: 1 }], {
    url: url('named'),
    extension: impose('a'),
  });

  test('asks for both, and ends where they impose each other', () => {
    const a = profileOf('Patient', [{ id: 'Patient.photo', min: 1 }], {
      url: url('a'),
      extension: impose('b'),
    });
    const b = profileOf('Patient', [{ id: 'Patient.contact', min: 1 }], {
      url: url('b'),
      extension: impose('a'),
    });
    expect(under(patient(), a, b)).toEqual([
      'error cardinality Patient.photo',
      'error cardinality Patient.contact',
    ]);
  });

  test('does so for what is built on it', () => {
    const a = profileOf('Patient', [{ id: 'Patient.contact', min: 1 }], { url: url('a') });
    const built = profileOf('Patient', [], { url: url('built'), baseDefinition: named.url });
    expect(under(patient(), built, named, a)).toEqual(['error cardinality Patient.contact']);
  });

  test('cannot impose what is not known here', () => {
    expect(under(patient({ photo: [{ title: 'x' }] }), named)).toEqual([]);
  });
});

test('an element may be asked to be as an element of another profile', () => {
  const library = profileOf(
    'Observation',
    [
      { id: 'Observation.component', slicing: { rules: 'open' } },
      { id: 'Observation.component:left', min: 0 },
      { id: 'Observation.component:left.value[x]', min: 1 },
    ],
    { url: url('library') },
  );
  const main = profileOf(
    'Observation',
    [
      {
        id: 'Observation.component',
        type: [
          {
            code: 'BackboneElement',
            profile: [library.url],
            _profile: [
              {
                extension: [
                  {
                    url: 'http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element',
                    valueString: 'Observation.component:left',
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
    { url: url('main') },
  );
  const component = { code: { text: '左眼' } };
  expect(under(observation({ component: [component] }), main, library)).toEqual([
    'error cardinality Observation.component[0].value',
  ]);
  expect(under(observation({ component: [{ ...component, valueInteger: 1 }] }), main, library)).toEqual([]);
});

describe('targets in the same Bundle', () => {
  const friend = profileOf(
    'Patient',
    [
      { id: 'Patient.birthDate', min: 1 },
      {
        id: 'Patient.link.other',
        type: [{ code: 'Reference', targetProfile: [url('friend')] }],
      },
    ],
    { url: url('friend') },
  );
  const entry = (id: string, other: string, more: object = {}) => ({
    fullUrl: `https://a.example/fhir/Patient/${id}`,
    resource: {
      ...patient({ link: [{ other: { reference: `Patient/${other}` }, type: 'seealso' }], ...more }),
      meta: { profile: [friend.url] },
      id,
    },
  });
  const bundle = (...entries: object[]) =>
    findings({ resourceType: 'Bundle', type: 'collection', entry: entries }, {}, validatorWith(friend));

  test('may refer to each other in a circle', () => {
    expect(bundle(entry('a', 'b'), entry('b', 'a'))).toEqual([]);
  });

  test('are judged where they are referred to as well', () => {
    expect(bundle(entry('a', 'b'), entry('b', 'a', { birthDate: undefined }))).toEqual(
      expect.arrayContaining([
        'error reference Bundle.entry[0].resource.link[0].other',
        'error cardinality Bundle.entry[1].resource.birthDate',
      ]),
    );
  });
});

describe('aggregation', () => {
  const subject = (aggregation: ('contained' | 'referenced' | 'bundled')[], more: object = {}) =>
    profileOf('Observation', [
      { id: 'Observation.subject', type: [{ code: 'Reference', aggregation, ...more }] },
    ]);
  const contained = { contained: [{ resourceType: 'Patient', id: 'p' }], subject: { reference: '#p' } };
  const wrong = ['error aggregation Observation.subject'];

  test('says whether the target comes along', () => {
    expect(under(observation(), subject(['contained']))).toEqual(wrong);
    expect(under(observation(contained), subject(['contained']))).toEqual([]);
    expect(under(observation(), subject(['bundled']))).toEqual(wrong);
    expect(under(observation(contained), subject(['referenced']))).toEqual(wrong);
    expect(under(observation(), subject(['referenced']))).toEqual([]);
  });

  test('a profile may ask for references to versions, or without', () => {
    const all = ['contained', 'referenced', 'bundled'] as ('contained' | 'referenced' | 'bundled')[];
    const versioned = observation({ subject: { reference: 'Patient/p1/_history/2' } });
    const said = ['error versioning Observation.subject'];
    expect(under(observation(), subject(all, { versioning: 'specific' }))).toEqual(said);
    expect(under(versioned, subject(all, { versioning: 'specific' }))).toEqual([]);
    expect(under(versioned, subject(all, { versioning: 'independent' }))).toEqual(said);
  });
});

describe('a constraint', () => {
  const asking = (expression: string, more: StructureDefinition[] = []) =>
    under(
      observation(),
      profileOf('Observation', [
        {
          id: 'Observation.status',
          constraint: [{ key: 'x-1', severity: 'error', human: 'Asked.', expression }],
        },
      ]),
      ...more,
    );
  const broken = ['error x-1 Observation.status'];

  test('may ask whether a code is in a value set', () => {
    const set = 'http://hl7.org/fhir/ValueSet/observation-status';
    expect(asking(`memberOf('${set}')`)).toEqual([]);
    expect(asking(`memberOf('http://hl7.org/fhir/ValueSet/administrative-gender')`)).toEqual(broken);
    expect(asking(`memberOf('urn:unknown')`)).toEqual(['warning x-1 Observation.status']);
  });

  test('may ask so beside what only the other engine knows', () => {
    const set = 'http://hl7.org/fhir/ValueSet/observation-status';
    const rest = `'ab'.toChars().aggregate($total + 1, 0) > 1`;
    expect(asking(`memberOf('${set}') and ${rest}`)).toEqual([]);
    expect(asking(`memberOf('${set}').not() and ${rest}`)).toEqual(broken);
  });

  test('may ask whether the resource is of a profile', () => {
    const kg = profileOf('Observation', [{ id: 'Observation.issued', min: 1 }], { url: url('issued') });
    expect(asking(`%resource.conformsTo('${definitions.structure('Observation')!.url}')`)).toEqual([]);
    expect(asking(`%resource.conformsTo('${kg.url}')`, [kg])).toEqual(broken);
  });
});

test('a profile that is asked for an element of another type is not satisfied', () => {
  const entry = profileOf('Bundle', [
    {
      id: 'Bundle.entry.resource',
      type: [{ code: 'Resource', profile: ['http://hl7.org/fhir/StructureDefinition/Patient'] }],
    },
  ]);
  const of = (resource: object) =>
    under(
      {
        resourceType: 'Bundle',
        type: 'collection',
        entry: [{ fullUrl: 'urn:uuid:0d7bd1e4-6d5c-4c25-9d5a-3b2e5a5b0c11', resource }],
      },
      entry,
    );
  expect(of({ ...patient(), id: undefined })).toEqual([]);
  expect(of({ ...observation(), id: undefined })).toEqual(['error profile Bundle.entry[0].resource']);
});

test('a slice that must not have an element is told by its absence', () => {
  const name = profileOf('Patient', [
    {
      id: 'Patient.name',
      slicing: {
        rules: 'closed',
        discriminator: [
          { type: 'value', path: 'use' },
          { type: 'value', path: 'text' },
        ],
      },
    },
    { id: 'Patient.name:official', min: 1, max: '1' },
    { id: 'Patient.name:official.use', path: 'Patient.name.use', min: 1, fixedCode: 'official' },
    { id: 'Patient.name:official.text', path: 'Patient.name.text', max: '0' },
  ]);
  const official = { use: 'official', family: '张' };
  expect(under(patient({ name: [official] }), name)).toEqual([]);
  expect(under(patient({ name: [{ ...official, text: '张' }] }), name)).toEqual([
    'error slicing Patient.name[0]',
    'error cardinality Patient.name',
  ]);
});

test('a slice by type is that of the profile where any resource may stand', () => {
  const slicing = { rules: 'closed' as const, discriminator: [{ type: 'type' as const, path: 'resource' }] };
  const child = profileOf('Patient', [{ id: 'Patient.birthDate', min: 1 }], { url: url('child') });
  const bundle = profileOf('Bundle', [
    { id: 'Bundle.entry', slicing },
    { id: 'Bundle.entry:child', min: 1, max: '1' },
    {
      id: 'Bundle.entry:child.resource',
      path: 'Bundle.entry.resource',
      type: [{ code: 'Resource', profile: [child.url] }],
    },
  ]);
  const of = (...resources: object[]) => {
    const entry = resources.map((resource, i) => ({ fullUrl: `https://a.example/${i}`, resource }));
    return under({ resourceType: 'Bundle', type: 'collection', entry }, bundle, child);
  };
  const one = { ...patient(), id: undefined };
  expect(of(one)).toEqual([]);
  expect(of({ ...one, birthDate: undefined })).toEqual([
    'error cardinality Bundle.entry[0].resource.birthDate',
  ]);
  expect(of(one, { ...observation(), id: undefined })).toEqual(['error slicing Bundle.entry[1]']);
});

describe('a constraint that cannot be evaluated', () => {
  const kept = (expression: string) =>
    under(
      patient({ name: [{ given: ['小', '禾'] }] }),
      profileOf(
        'Patient',
        [{ id: 'Patient', constraint: [{ key: 'own-1', severity: 'error', human: 'x', expression }] }],
        { url: url('strange') },
      ),
    );

  test.each([
    'name.given.single().exists()',
    "name.given.first() + 1 = 'a'",
    'name.(',
    "name.given.first().matches('(')",
  ])('is not kept where evaluating it ends in an error: %s', (expression) =>
    expect(kept(expression)).toEqual(['error own-1 Patient']),
  );

  test.each([
    "gender.memberOf('https://example.org/ValueSet/none')",
    "conformsTo('https://example.org/StructureDefinition/none')",
    'name.given.notYetInvented()',
  ])('is only told of where something is not known here: %s', (expression) =>
    expect(kept(expression)).toEqual(['warning own-1 Patient']),
  );
});

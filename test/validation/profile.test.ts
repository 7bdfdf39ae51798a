// What profiles ask for beyond their base type. R4 profiling.html, elementdefinition.html.

import { describe, expect, it } from '@jest/globals';
import type { Resource } from '../../src/fhir/json/tree.ts';
import {
  definitions,
  type Edit,
  findings,
  observation,
  patient,
  profileOf,
  TEST_PROFILE,
  under,
  validate,
  validatorWith,
} from './support.ts';

type Edits = Edit[];

describe('which profiles are applied', () => {
  const strict = validatorWith(profileOf('Patient', [{ id: 'Patient.photo', min: 1 }]));
  const missing = ['error cardinality Patient.photo'];

  it('those in meta.profile, with or without a version, and those asked for, once each', () => {
    expect(findings(patient(), {}, strict)).toEqual([]);
    expect(findings(patient({ meta: { profile: [TEST_PROFILE] } }), {}, strict)).toEqual(missing);
    expect(findings(patient({ meta: { profile: [`${TEST_PROFILE}|1.0`] } }), {}, strict)).toEqual(missing);
    expect(findings(patient(), { profiles: [TEST_PROFILE] }, strict)).toEqual(missing);
    expect(
      findings(patient({ meta: { profile: [TEST_PROFILE] } }), { profiles: [TEST_PROFILE] }, strict),
    ).toEqual(missing);
  });

  it('also of resources inside others', () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { fullUrl: 'https://example.org/any', resource: patient({ meta: { profile: [TEST_PROFILE] } }) },
      ],
    };
    expect(findings(bundle, {}, strict)).toEqual(['error cardinality Bundle.entry[0].resource.photo']);
  });

  it('an unknown one is a warning where claimed and an error where asked for', () => {
    const unknown = 'https://example.org/StructureDefinition/nobody';
    expect(findings(patient({ meta: { profile: [unknown] } }))).toEqual([
      'warning profile Patient.meta.profile',
    ]);
    expect(findings(patient(), { profiles: [unknown] })).toEqual(['error profile Patient']);
    expect(findings(patient(), { profiles: ['Patient'] })).toEqual(['error profile Patient']);
  });

  it('one of another type is an error, the base type itself asks for nothing more', () => {
    expect(findings(observation({ meta: { profile: [TEST_PROFILE] } }), {}, strict)).toEqual([
      'error profile Observation',
    ]);
    expect(
      findings(patient({ meta: { profile: ['http://hl7.org/fhir/StructureDefinition/Patient'] } })),
    ).toEqual([]);
  });
});

describe('cardinality', () => {
  it('may ask for more, less or none, and counts where the parent is', () => {
    expect(under(patient({ name: undefined }), [{ id: 'Patient.name', min: 1 }])).toEqual([
      'error cardinality Patient.name',
    ]);
    expect(under(patient(), [{ id: 'Patient.name', min: 2 }])).toEqual(['error cardinality Patient.name']);
    expect(under(patient(), [{ id: 'Patient.gender', max: '0' }])).toEqual([
      'error cardinality Patient.gender',
    ]);
    const phone = {
      contact: [{ name: { text: 'x' } }, { name: { text: 'y' }, telecom: [{ system: 'phone', value: '1' }] }],
    };
    expect(under(patient(phone), [{ id: 'Patient.contact.telecom', min: 1 }])).toEqual([
      'error cardinality Patient.contact[0].telecom',
    ]);
    expect(under(patient(), [{ id: 'Patient.contact.telecom', min: 1 }])).toEqual([]);
  });

  it('reaches into data types and the extensions of primitives', () => {
    expect(under(patient({ name: [{ family: '张' }] }), [{ id: 'Patient.name.text', min: 1 }])).toEqual([
      'error cardinality Patient.name[0].text',
    ]);
    expect(under(patient(), [{ id: 'Patient.birthDate.extension', min: 1 }])).toEqual([
      'error cardinality Patient.birthDate.extension',
    ]);
  });

  it('counts a primitive that has only extensions', () => {
    const _birthDate = {
      extension: [
        { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' },
      ],
    };
    expect(
      under(patient({ birthDate: undefined, _birthDate }), [{ id: 'Patient.birthDate', min: 1 }]),
    ).toEqual([]);
  });
});

describe('values', () => {
  it('fixed[x] is the whole value', () => {
    const fixedCodeableConcept = { coding: [{ system: 'https://example.org/cs', code: 'a' }] };
    const edits: Edits = [{ id: 'Observation.code', fixedCodeableConcept }];
    expect(under(observation({ code: fixedCodeableConcept }), edits)).toEqual([]);
    expect(under(observation({ code: { ...fixedCodeableConcept, text: 'x' } }), edits)).toEqual([
      'error fixed Observation.code',
    ]);
    expect(under(patient(), [{ id: 'Patient.active', fixedBoolean: true }])).toEqual([]);
    expect(under(patient({ active: false }), [{ id: 'Patient.active', fixedBoolean: true }])).toEqual([
      'error fixed Patient.active',
    ]);
  });

  it('pattern[x] is a part of the value', () => {
    const patternCodeableConcept = { coding: [{ system: 'https://example.org/cs', code: 'a' }] };
    const edits: Edits = [{ id: 'Observation.code', patternCodeableConcept }];
    const coding = { system: 'https://example.org/cs', code: 'a', display: 'A' };
    expect(
      under(
        observation({
          code: { text: 'x', coding: [{ system: 'https://example.org/cs', code: 'b' }, coding] },
        }),
        edits,
      ),
    ).toEqual([]);
    expect(
      under(observation({ code: { coding: [{ ...coding, system: 'https://example.org/other' }] } }), edits),
    ).toEqual(['error pattern Observation.code']);
    expect(under(observation({ code: { text: 'x' } }), edits)).toEqual(['error pattern Observation.code']);
  });

  it('maxLength, minValue and maxValue are bounds', () => {
    expect(under(patient(), [{ id: 'Patient.name.text', maxLength: 3 }])).toEqual([]);
    expect(under(patient(), [{ id: 'Patient.name.text', maxLength: 2 }])).toEqual([
      'error max-length Patient.name[0].text',
    ]);
    const weight = { system: 'http://unitsofmeasure.org', code: 'kg' };
    expect(
      under(observation(), [{ id: 'Observation.value[x]', minValueQuantity: { value: 20.5, ...weight } }]),
    ).toEqual([]);
    expect(
      under(observation(), [{ id: 'Observation.value[x]', minValueQuantity: { value: 21, ...weight } }]),
    ).toEqual(['error min-value Observation.value']);
    expect(under(patient(), [{ id: 'Patient.birthDate', maxValueDate: '2017-05-20' }])).toEqual([
      'error max-value Patient.birthDate',
    ]);
  });

  it('bindings: required is an error, extensible a warning, weaker ones nothing', () => {
    const valueSet = 'http://hl7.org/fhir/ValueSet/marital-status';
    const married = {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus', code: 'M' }],
    };
    const bound = (strength: 'required' | 'extensible' | 'preferred') =>
      [{ id: 'Patient.maritalStatus', binding: { strength, valueSet } }] satisfies Edits;
    const other = { coding: [{ system: 'https://example.org/cs', code: '10' }] };
    expect(under(patient({ maritalStatus: married }), bound('required'))).toEqual([]);
    expect(
      under(patient({ maritalStatus: { coding: [...other.coding, ...married.coding] } }), bound('required')),
    ).toEqual([]);
    expect(under(patient({ maritalStatus: other }), bound('required'))).toEqual([
      'error binding Patient.maritalStatus',
    ]);
    expect(under(patient({ maritalStatus: { text: '未婚' } }), bound('required'))).toEqual([
      'error binding Patient.maritalStatus',
    ]);
    expect(under(patient({ maritalStatus: other }), bound('preferred'))).toEqual([]);
    expect(
      under(observation({ status: 'final', interpretation: [other] }), [
        {
          id: 'Observation.interpretation',
          binding: { strength: 'extensible', valueSet: 'http://hl7.org/fhir/ValueSet/administrative-gender' },
        },
      ]),
    ).toEqual(['warning binding Observation.interpretation[0]']);
  });
});

describe('types', () => {
  it('of a choice may be fewer', () => {
    const edits: Edits = [{ id: 'Observation.value[x]', type: [{ code: 'Quantity' }, { code: 'string' }] }];
    expect(under(observation(), edits)).toEqual([]);
    expect(under(observation({ valueQuantity: undefined, valueInteger: 1 }), edits)).toEqual([
      'error type Observation.value',
    ]);
  });

  it('are exactly those that are named: a code is no string, though it is made of one', () => {
    const task = (input: object) => ({
      ...{ resourceType: 'Task', status: 'requested', intent: 'order' },
      input: [{ type: { text: '方向' }, ...input }],
    });
    const edits: Edits = [{ id: 'Task.input.value[x]', type: [{ code: 'string' }] }];
    expect(under(task({ valueString: 'up' }), edits)).toEqual([]);
    expect(under(task({ valueCode: 'up' }), edits)).toEqual(['error type Task.input[0].value']);
  });

  it('may have profiles of which one must be satisfied', () => {
    const simple = 'http://hl7.org/fhir/StructureDefinition/SimpleQuantity';
    const edits: Edits = [{ id: 'Observation.value[x]', type: [{ code: 'Quantity', profile: [simple] }] }];
    expect(under(observation(), edits)).toEqual([]);
    expect(under(observation({ valueQuantity: { value: 1, comparator: '<' } }), edits)).toEqual([
      'error sqty-1 Observation.value',
      'error cardinality Observation.value.comparator',
    ]);
  });

  it('of referenced targets may be fewer, also by profile', () => {
    const core = 'http://hl7.org/fhir/StructureDefinition/';
    const edits: Edits = [
      { id: 'Observation.subject', type: [{ code: 'Reference', targetProfile: [`${core}Patient`] }] },
    ];
    expect(under(observation(), edits)).toEqual([]);
    expect(under(observation({ subject: { reference: 'Group/1' } }), edits)).toEqual([
      'error reference Observation.subject',
    ]);
  });

  it('of a contained target are judged at once, those of a stored one by a look-up', () => {
    const child = profileOf('Patient', [{ id: 'Patient.birthDate', min: 1 }], {
      url: 'https://example.org/child',
    });
    const profile = profileOf('Observation', [
      { id: 'Observation.subject', type: [{ code: 'Reference', targetProfile: [child.url] }] },
    ]);
    const by = validatorWith(child, profile);
    const contained = (birthDate?: string) =>
      observation({
        contained: [{ ...patient({ birthDate }), active: undefined }],
        subject: { reference: '#p1' },
      });
    expect(findings(contained('2017'), { profiles: [TEST_PROFILE] }, by)).toEqual([]);
    expect(findings(contained(), { profiles: [TEST_PROFILE] }, by)).toEqual([
      'error reference Observation.subject',
    ]);
    const { deferred } = by.validate(observation() as Resource, { profiles: [TEST_PROFILE] });
    expect(deferred).toMatchObject([
      { expression: 'Observation.subject', reference: 'Patient/p1', profiles: [child.url] },
    ]);
  });
});

describe('invariants', () => {
  const constraint = (expression: string, severity: 'error' | 'warning' = 'error') => [
    { key: 'test-1', severity, human: 'Say it / 说明', expression, source: TEST_PROFILE },
  ];

  it('report their own text, key and severity', () => {
    const by = validatorWith(
      profileOf('Patient', [{ id: 'Patient', constraint: constraint("gender = 'male'", 'warning') }]),
    );
    expect(validate(patient(), { profiles: [TEST_PROFILE] }, by)).toEqual([
      {
        severity: 'warning',
        source: TEST_PROFILE,
        code: 'invariant',
        rule: 'test-1',
        diagnostics: 'Say it / 说明',
        expression: 'Patient',
      },
    ]);
  });

  it('are judged at each occurrence of their element', () => {
    const name = [{ family: '张' }, { text: '张小禾' }];
    expect(
      under(patient({ name }), [{ id: 'Patient.name', constraint: constraint('text.exists()') }]),
    ).toEqual(['error test-1 Patient.name[0]']);
    expect(under(patient(), [{ id: 'Patient.gender', constraint: constraint("$this = 'male'") }])).toEqual([
      'error test-1 Patient.gender',
    ]);
    expect(
      under(patient(), [{ id: 'Patient.name', constraint: constraint('%resource.gender = %context.text') }]),
    ).toEqual(['error test-1 Patient.name[0]']);
  });

  it('of a type are not judged twice where a snapshot repeats them', () => {
    const qty3 = definitions.structure('Quantity')!.snapshot!.element[0]!.constraint!;
    expect(
      under(observation({ valueQuantity: { value: 1, code: 'kg' } }), [
        { id: 'Observation.value[x]', type: [{ code: 'Quantity' }], constraint: qty3 },
      ]),
    ).toEqual(['error qty-3 Observation.value']);
  });

  it('that only another engine understands are given to it', () => {
    const edits: Edits = [
      {
        id: 'Patient',
        constraint: constraint(
          'name.aggregate($this.text.length() + $total, 0) > 2 and birthDate <= today()',
        ),
      },
    ];
    expect(under(patient(), edits)).toEqual([]);
    expect(under(patient({ name: [{ text: '张' }] }), edits)).toEqual(['error test-1 Patient']);
  });

  it('that nobody can read are not kept, and those that are not known here are warnings', () => {
    expect(under(patient(), [{ id: 'Patient', constraint: constraint('name.nonsense(') }])).toEqual([
      'error test-1 Patient',
    ]);
    expect(under(patient(), [{ id: 'Patient', constraint: constraint('name.nonsense()') }])).toEqual([
      'warning test-1 Patient',
    ]);
  });
});

describe('a profile of the published specification', () => {
  const BP = 'http://hl7.org/fhir/StructureDefinition/bp';
  const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
  const pressure = (code: string, value: number) => ({
    code: loinc(code),
    valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
  });
  const category = [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
    },
  ];
  const bp = (more: object = {}) =>
    observation({
      meta: { profile: [BP] },
      category,
      code: loinc('85354-9'),
      valueQuantity: undefined,
      component: [pressure('8480-6', 107), pressure('8462-4', 60)],
      ...more,
    });
  const [systolic, diastolic] = [pressure('8480-6', 107), pressure('8462-4', 60)];

  it('accepts a blood pressure', () => {
    expect(findings(bp())).toEqual([]);
  });

  const broken: [string, object, string][] = [
    ['another code', { code: loinc('8480-6') }, 'error cardinality Observation.code.coding'],
    ['no diastolic component', { component: [systolic] }, 'error cardinality Observation.component'],
    [
      'two systolic components',
      { component: [systolic, systolic, diastolic] },
      'error cardinality Observation.component',
    ],
    ['no category', { category: undefined }, 'error cardinality Observation.category'],
    [
      'another category',
      { category: [{ coding: [{ ...category[0]!.coding[0], code: 'exam' }] }] },
      'error cardinality Observation.category',
    ],
    [
      'another unit',
      { component: [{ ...systolic, valueQuantity: { ...systolic!.valueQuantity, code: 'kPa' } }, diastolic] },
      'error fixed Observation.component[0].value.code',
    ],
    [
      'no unit system',
      { component: [{ ...systolic, valueQuantity: { value: 1, code: 'mm[Hg]', unit: 'x' } }, diastolic] },
      'error cardinality Observation.component[0].value.system',
    ],
    [
      'a component without value or reason',
      { component: [{ code: systolic!.code }, diastolic] },
      'error vs-3',
    ],
    ['no subject', { subject: undefined }, 'error cardinality Observation.subject'],
    [
      'a subject that is no patient',
      { subject: { reference: 'Group/1' } },
      'error reference Observation.subject',
    ],
    ['no time', { effectiveDateTime: undefined }, 'error cardinality Observation.effective'],
    ['a time that is too coarse', { effectiveDateTime: '2021' }, 'error vs-1 Observation.effective'],
    [
      'a timing',
      { effectiveDateTime: undefined, effectiveTiming: { event: ['2021-05-21'] } },
      'error type Observation.effective',
    ],
    ['a value where components are', { valueString: 'x' }, 'error'],
  ];

  for (const [what, more, finding] of broken) {
    it(`refuses ${what}`, () => {
      expect(findings(bp(more))).toContainEqual(expect.stringContaining(finding));
    });
  }
});

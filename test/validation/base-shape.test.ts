// Shapes of base R4: members, JSON types, cardinality, choices, empty things. R4 json.html.

import { describe, expect, it } from '@jest/globals';
import { findings, observation, patient, validate } from './support.ts';

describe('members', () => {
  it('accepts a resource without a fault', () => {
    expect(findings(patient())).toEqual([]);
    expect(findings(observation())).toEqual([]);
  });

  it('names the member that was probably meant', () => {
    const [issue] = validate(patient({ birthdate: '2017-05-21' }));
    expect(issue).toMatchObject({
      severity: 'error',
      code: 'structure',
      rule: 'unknown',
      expression: 'Patient.birthdate',
      diagnostics: 'Patient has no element "birthdate": did you mean birthDate?',
    });
  });

  it('refuses members of the wrong place, of no place, and those of a prototype', () => {
    expect(findings(patient({ name: [{ birthDate: '2017' }] }))).toContain(
      'error unknown Patient.name[0].birthDate',
    );
    expect(findings(patient({ fhir_comments: ['x'] }))).toEqual(['error unknown Patient.fhir_comments']);
    const text = JSON.stringify(patient()).replace('{', '{"constructor":1,"toString":{},');
    expect(findings(text)).toEqual(['error unknown Patient.constructor', 'error unknown Patient.toString']);
    expect(validate(patient({ 'a b': 1 }))[0]?.expression).toBe('Patient');
  });

  it('asks for a resource type it knows', () => {
    expect(findings({ id: 'a' })).toEqual(['error type Resource']);
    expect(findings({ resourceType: 'Patients' })).toEqual(['error type Patients']);
    expect(findings({ resourceType: 'DomainResource' })).toEqual(['error type DomainResource']);
    expect(findings({ resourceType: 'HumanName', family: '张' })).toEqual(['error type HumanName']);
    expect(findings({ resourceType: 'Patient.contact' })).toEqual(['error type Patient.contact']);
  });
});

describe('JSON types', () => {
  it('wants a list where an element repeats and none where it does not', () => {
    expect(findings(patient({ name: { family: '张' } }))).toEqual(['error type Patient.name']);
    expect(findings(patient({ gender: ['female'] }))).toEqual(['error primitive Patient.gender']);
    expect(findings(patient({ maritalStatus: [{ text: '未婚' }] }))).toEqual([
      'error type Patient.maritalStatus',
    ]);
  });

  it('wants JSON booleans, numbers, strings and objects where they belong', () => {
    expect(findings(patient({ active: 'true' }))).toEqual(['error primitive Patient.active']);
    expect(findings(patient({ multipleBirthInteger: '2' }))).toEqual([
      'error primitive Patient.multipleBirth',
    ]);
    expect(findings(patient({ birthDate: 2017 }))).toEqual(['error primitive Patient.birthDate']);
    expect(findings(patient({ name: ['张小禾'] }))).toEqual(['error type Patient.name[0]']);
    expect(findings(patient({ gender: {} }))).toEqual(['error primitive Patient.gender']);
    expect(findings(patient({ gender: null }))).toEqual(['error primitive Patient.gender']);
  });

  it('refuses empty strings, objects and lists', () => {
    expect(findings(patient({ name: [] }))).toEqual(['error type Patient.name']);
    expect(findings(patient({ name: [{}] }))).toEqual(['error ele-1 Patient.name[0]']);
    expect(findings(patient({ name: [{ id: 'n' }] }))).toEqual(['error ele-1 Patient.name[0]']);
    expect(findings(patient({ name: [{ family: '' }] }))).toEqual(['error primitive Patient.name[0].family']);
    expect(findings(patient({ meta: {} }))).toEqual(['error ele-1 Patient.meta']);
  });
});

describe('cardinality', () => {
  it('reports what is missing where it belongs', () => {
    const issues = validate({ resourceType: 'Observation' });
    expect(issues.map(({ expression }) => expression)).toEqual(['Observation.status', 'Observation.code']);
    expect(issues[0]).toMatchObject({
      code: 'required',
      rule: 'cardinality',
      diagnostics: 'Observation.status is required in R4: add status.',
    });
  });

  it('looks into every level', () => {
    expect(findings(patient({ link: [{ type: 'seealso' }] }))).toEqual([
      'error cardinality Patient.link[0].other',
    ]);
    expect(findings(patient({ extension: [{ valueString: 'x' }] }))).toContain(
      'error cardinality Patient.extension[0].url',
    );
    expect(
      findings({
        resourceType: 'Questionnaire',
        status: 'draft',
        item: [{ linkId: '1', type: 'group', item: [{ type: 'string' }] }],
      }),
    ).toEqual(['error cardinality Questionnaire.item[0].item[0].linkId']);
  });

  it('takes an extension for the presence of a required primitive', () => {
    const reason = [
      { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' },
    ];
    expect(findings(observation({ note: [{ _text: { extension: reason } }] }))).toEqual([]);
  });
});

describe('choices', () => {
  it('takes one type of a choice and not two', () => {
    expect(findings(observation({ valueString: '20.5' }))).toEqual(['error choice Observation.value']);
    expect(findings(patient({ deceasedBoolean: false, _deceasedDateTime: { id: 'x' } }))).toContain(
      'error choice Patient.deceased',
    );
  });

  it('misses what is required also where a required choice is made twice', () => {
    const medicationRequest = {
      resourceType: 'MedicationRequest',
      status: 'active',
      subject: { reference: 'Patient/p1' },
      medicationCodeableConcept: { text: '0.01 % atropine' },
      medicationReference: { reference: 'Medication/m1' },
    };
    expect(findings(medicationRequest)).toEqual([
      'error choice MedicationRequest.medication',
      'error cardinality MedicationRequest.intent',
    ]);
  });

  it('does not take a type the choice does not have', () => {
    expect(findings(observation({ valueQuantity: undefined, valueDecimal: 20.5 }))).toEqual([
      'error unknown Observation.valueDecimal',
    ]);
  });
});

describe('ids and extensions of primitives', () => {
  const birthTime = [
    {
      url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime',
      valueDateTime: '2017-05-21T03:04:00+08:00',
    },
  ];

  it('accepts them beside a value, alone, and in lists with null', () => {
    expect(findings(patient({ _birthDate: { extension: birthTime } }))).toEqual([]);
    expect(findings(patient({ _birthDate: { id: 'b' } }))).toEqual([]);
    const name = {
      given: ['小', null],
      _given: [null, { extension: [{ url: 'https://example.org/x', valueCode: 'a' }] }],
    };
    expect(findings(patient({ name: [name] }))).toEqual([]);
  });

  it('refuses other shapes', () => {
    expect(findings(patient({ _birthDate: 'x' }))).toEqual(['error type Patient.birthDate']);
    expect(findings(patient({ _birthDate: null }))).toEqual(['error type Patient.birthDate']);
    expect(findings(patient({ _birthDate: {} }))).toEqual(['error ele-1 Patient.birthDate']);
    expect(findings(patient({ birthDate: undefined, _birthDate: { id: 'b' } }))).toEqual([
      'error ele-1 Patient.birthDate',
    ]);
    expect(findings(patient({ _birthDate: { value: '2017' } }))).toEqual([
      'error unknown Patient.birthDate.value',
    ]);
    expect(findings(patient({ _name: [{ id: 'n' }] }))).toEqual(['error unknown Patient._name']);
    expect(findings(patient({ _id: { id: 'x' } }))).toEqual(['error unknown Patient._id']);
    const text = { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">a</div>' };
    expect(findings(patient({ text: { ...text, _div: { id: 'x' } } }))).toEqual([
      'error unknown Patient.text._div',
    ]);
  });

  it('asks to keep the two lists of a repeating primitive level', () => {
    const extra = { extension: [{ url: 'https://example.org/x', valueCode: 'a' }] };
    expect(findings(patient({ name: [{ given: ['小', '禾'], _given: [extra] }] }))).toEqual([
      'warning type Patient.name[0].given',
    ]);
    expect(findings(patient({ name: [{ given: [null] }] }))).toEqual([
      'error ele-1 Patient.name[0].given[0]',
    ]);
    expect(findings(patient({ name: [{ given: ['小', null], _given: [null, null] }] }))).toEqual([
      'error ele-1 Patient.name[0].given[1]',
    ]);
  });
});

describe('where issues stand', () => {
  it('places them below the path of the resource, with the index of lists only', () => {
    const issues = validate(observation({ component: [{ code: {}, valueQuantity: { value: 'x' } }] }), {
      path: 'Bundle.entry[2].resource',
    });
    expect(issues.map(({ expression }) => expression)).toEqual([
      'Bundle.entry[2].resource.component[0].code',
      'Bundle.entry[2].resource.component[0].value.value',
    ]);
  });

  it('stops after a hundred and says so, as an error when an error was left out', () => {
    const identifier = Array.from({ length: 150 }, () => ({ value: 1 }));
    const issues = validate(patient({ identifier }));
    expect(issues).toHaveLength(101);
    expect(issues.at(-1)).toMatchObject({ severity: 'error', code: 'incomplete', rule: 'too-many-issues' });
  });
});

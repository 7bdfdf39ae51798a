// Rules of base R4 beyond shape: bindings, codes, invariants, contained resources, references, Bundles.

import { describe, expect, it } from '@jest/globals';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { findings, observation, patient, validate, validator } from './support.ts';

describe('required bindings', () => {
  it('refuses codes outside the value set and lists those inside', () => {
    const [issue] = validate(patient({ gender: 'F' }));
    expect(issue).toMatchObject({
      severity: 'error',
      code: 'code-invalid',
      rule: 'binding',
      expression: 'Patient.gender',
      diagnostics:
        'The code "F" is not in the value set http://hl7.org/fhir/ValueSet/administrative-gender|4.0.1: use one of male, female, other, unknown.',
    });
  });

  it('leaves alone what it cannot work out, such as MIME types', () => {
    expect(findings(patient({ photo: [{ contentType: 'image/jpeg', data: 'YWJj' }] }))).toEqual([]);
  });
});

describe('codes', () => {
  it('exist in their code system where all of it is known', () => {
    const coding = { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'examen' };
    expect(findings(observation({ category: [{ coding: [coding] }] }))).toEqual([
      'error coding Observation.category[0].coding[0].code',
    ]);
    expect(findings(observation({ category: [{ coding: [{ ...coding, version: '9.9' }] }] }))).toEqual([]);
    expect(findings(observation({ category: [{ coding: [{ ...coding, code: 'exam' }] }] }))).toEqual([]);
    expect(
      findings(observation({ category: [{ coding: [{ system: 'https://example.org/cs', code: 'x' }] }] })),
    ).toEqual([]);
  });
});

describe('invariants of R4', () => {
  it('hold', () => {
    expect(findings(observation({ dataAbsentReason: { text: 'x' } }))).toEqual(['error obs-6 Observation']);
    expect(findings(patient({ contact: [{ gender: 'male' }] }))).toEqual(['error pat-1 Patient.contact[0]']);
    expect(findings(observation({ referenceRange: [{ type: { text: 'x' } }] }))).toEqual([
      'error obs-3 Observation.referenceRange[0]',
    ]);
    const telecom = [{ system: 'phone', value: '1', use: 'home' }];
    expect(findings({ resourceType: 'Organization', name: 'x', telecom })).toEqual([
      'error org-3 Organization.telecom[0]',
    ]);
    expect(findings(patient({ identifier: [{ period: { start: '2021', end: '2020' } }] }))).toEqual([
      'error per-1 Patient.identifier[0].period',
    ]);
    expect(findings(observation({ valueQuantity: { value: 1, code: 'kg' } }))).toEqual([
      'error qty-3 Observation.value',
    ]);
  });

  it('hold inside elements that are defined by reference to others', () => {
    const item = [{ linkId: '1', type: 'group', item: [{ linkId: '2', type: 'display', required: true }] }];
    expect(findings({ resourceType: 'Questionnaire', status: 'draft', item: item })).toEqual([
      'error que-6 Questionnaire.item[0].item[0]',
    ]);
  });

  it('say what the definition says, with its key', () => {
    const [issue] = validate(observation({ dataAbsentReason: { text: 'x' } }));
    expect(issue).toMatchObject({
      code: 'invariant',
      rule: 'obs-6',
      diagnostics: 'dataAbsentReason SHALL only be present if Observation.value[x] is not present',
    });
  });

  it('forbid a comparator where a simple quantity is asked for', () => {
    const low = { value: 1, comparator: '<' };
    expect(findings(observation({ referenceRange: [{ low }] }))).toEqual([
      'error sqty-1 Observation.referenceRange[0].low',
      'error cardinality Observation.referenceRange[0].low.comparator',
    ]);
  });
});

describe('contained resources', () => {
  const organization = { resourceType: 'Organization', id: 'o1', name: '七宝幼儿园' };
  const withContained = (contained: object[], reference = '#o1') =>
    patient({ contained, managingOrganization: { reference } });

  it('are accepted when referred to', () => {
    expect(findings(withContained([organization]))).toEqual([]);
    const provenance = {
      resourceType: 'Provenance',
      target: [{ reference: '#' }],
      recorded: '2021-05-21T00:00:00Z',
      agent: [{ who: { display: 'x' } }],
    };
    expect(findings(patient({ contained: [provenance] }))).toEqual([]);
    expect(findings({ ...provenance, contained: undefined })).toEqual([
      'error ref-1 Provenance.target[0].reference',
    ]);
    const ownSubject = { ...provenance, id: 'self', target: [{ reference: '#self' }] };
    expect(findings(patient({ contained: [ownSubject] }))).toEqual(['error dom-3 Patient.contained[0]']);
  });

  it('are refused when nothing refers to them, when nested, versioned or labelled', () => {
    expect(findings(withContained([organization, { ...organization, id: 'o2' }]))).toEqual([
      'error dom-3 Patient.contained[1]',
    ]);
    const nested = {
      ...organization,
      contained: [{ ...organization, id: 'o2' }],
      partOf: { reference: '#o2' },
    };
    expect(findings(withContained([nested]))).toContain('error dom-2 Patient.contained[0]');
    expect(findings(withContained([{ ...organization, meta: { versionId: '1' } }]))).toEqual([
      'error dom-4 Patient.contained[0]',
    ]);
    const label = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' };
    expect(findings(withContained([{ ...organization, meta: { security: [label] } }]))).toEqual([
      'error dom-5 Patient.contained[0]',
    ]);
  });

  it('are judged by their own type', () => {
    expect(findings(withContained([{ ...organization, nam: 'x' }]))).toEqual([
      'error unknown Patient.contained[0].nam',
    ]);
    expect(findings(withContained([{ id: 'o1' }]))).toContain('error type Patient.contained[0]');
  });

  it('must be there when referred to', () => {
    expect(findings(withContained([organization], '#o2'))).toContain(
      'error ref-1 Patient.managingOrganization.reference',
    );
  });

  it('count as referred to by a picture in the narrative', () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml"><img src="#b1" alt="x"/></div>';
    const binary = { resourceType: 'Binary', id: 'b1', contentType: 'image/png' };
    expect(findings(patient({ contained: [binary], text: { status: 'generated', div } }))).toEqual([]);
  });
});

describe('references', () => {
  const managed = (managingOrganization: object) => findings(patient({ managingOrganization }));

  it('may be relative, absolute, versioned, logical or by description', () => {
    expect(managed({ reference: 'Organization/1' })).toEqual([]);
    expect(managed({ reference: 'https://example.org/fhir/Organization/1/_history/2' })).toEqual([]);
    expect(managed({ reference: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' })).toEqual([]);
    expect(managed({ reference: 'Organization?identifier=a|b' })).toEqual([]);
    expect(managed({ identifier: { value: '1' }, type: 'Organization' })).toEqual([]);
    expect(managed({ display: '眼耳鼻喉科医院' })).toEqual([]);
  });

  it('name a type of R4', () => {
    const found = (type: string) =>
      findings(patient({ managingOrganization: { reference: 'Organization/o1', type } }));
    expect(found('Organization')).toEqual([]);
    expect(found('Bogus')).toEqual(['error reference Patient.managingOrganization.type']);
  });

  it('must have a form, and lead to a type the element allows', () => {
    expect(managed({ reference: 'eye-hospital' })).toEqual([
      'error reference Patient.managingOrganization.reference',
    ]);
    expect(managed({ reference: 'Hospital/1' })).toEqual([
      'error reference Patient.managingOrganization.reference',
    ]);
    expect(managed({ reference: 'Practitioner/1' })).toEqual([
      'error reference Patient.managingOrganization',
    ]);
    expect(managed({ identifier: { value: '1' }, type: 'Practitioner' })).toEqual([
      'error reference Patient.managingOrganization',
    ]);
    expect(managed({ reference: 'Organization/1', type: 'Patient' })).toEqual([
      'error reference Patient.managingOrganization.type',
    ]);
  });

  it('leave to a look-up what the text does not tell', () => {
    const { deferred } = validator.validate(
      patient({ managingOrganization: { reference: 'Organization/1' } }) as Resource,
      { path: 'Bundle.entry[0].resource' },
    );
    expect(deferred).toEqual([
      {
        kind: 'reference',
        expression: 'Bundle.entry[0].resource.managingOrganization',
        reference: 'Organization/1',
        types: ['Organization'],
        profiles: [],
      },
    ]);
  });
});

describe('canonical URLs', () => {
  const form = (more: object) => findings({ resourceType: 'Questionnaire', status: 'draft', ...more });

  it('are absolute, with a version or without', () => {
    const uuid = 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520';
    expect(form({ url: 'https://example.org/Questionnaire/a', derivedFrom: [`${uuid}|1.0`] })).toEqual([]);
    expect(form({ url: 'Questionnaire/a' })).toEqual(['error primitive Questionnaire.url']);
    expect(form({ derivedFrom: [uuid.toUpperCase().replace('URN:UUID', 'urn:uuid')] })).toEqual([
      'error primitive Questionnaire.derivedFrom[0]',
    ]);
  });

  it('lead to contained resources that are there', () => {
    const item = [{ linkId: 'a', type: 'choice', answerValueSet: '#v' }];
    const contained = [{ resourceType: 'ValueSet', id: 'v', status: 'draft' }];
    expect(form({ contained, item })).toEqual([]);
    expect(form({ item })).toEqual(['error reference Questionnaire.item[0].answerValueSet']);
  });
});

describe('Bundles', () => {
  const bundle = (entry: object[], more: object = {}) => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry,
    ...more,
  });

  it('have their entries judged as resources', () => {
    expect(
      findings(bundle([{ fullUrl: 'https://example.org/Patient/p1', resource: patient({ gender: 'F' }) }])),
    ).toEqual(['error binding Bundle.entry[0].resource.gender']);
  });

  it('keep their own rules', () => {
    expect(findings(bundle([], { entry: undefined, total: 1 }))).toEqual(['error bdl-1 Bundle']);
    expect(findings(bundle([{ fullUrl: 'Patient/p1', resource: patient() }]))).toEqual([
      'error full-url Bundle.entry[0].fullUrl',
    ]);
    expect(findings(bundle([{ fullUrl: 'https://example.org/Patient/p2', resource: patient() }]))).toEqual([
      'error full-url Bundle.entry[0].fullUrl',
    ]);
  });

  it('resolve references between entries by fullUrl', () => {
    const child = 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520';
    const entries = [
      { fullUrl: child, resource: patient() },
      {
        fullUrl: 'https://example.org/Encounter/e',
        resource: {
          resourceType: 'Encounter',
          id: 'e',
          status: 'finished',
          class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'FLD' },
          serviceProvider: { reference: child },
        },
      },
    ];
    expect(findings(bundle(entries))).toEqual(['error reference Bundle.entry[1].resource.serviceProvider']);
  });
});

describe('attachments', () => {
  it('have the size they say', () => {
    const photo = (size: number) =>
      findings(patient({ photo: [{ contentType: 'image/png', data: 'YWJj\nYQ==', size }] }));
    expect(photo(4)).toEqual([]);
    expect(photo(5)).toEqual(['error attachment Patient.photo[0].size']);
  });

  it('have the SHA-1 hash they say', () => {
    const photo = (hash: string) =>
      findings(patient({ photo: [{ contentType: 'text/plain', data: 'aGVs\nbG8=', hash }] }));
    expect(photo('qvTGHdzF6KLavt4PO0gs2a6pQ00=')).toEqual([]);
    expect(photo('2jmj7l5rSw0yVb/vlWAYkK/YBwk=')).toEqual(['error attachment Patient.photo[0].hash']);
  });
});

describe('a required binding', () => {
  const reason = [
    { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' },
  ];

  it('asks for a code, which no extension stands for', () => {
    expect(findings(patient({ gender: undefined, _gender: { extension: reason } }))).toEqual([
      'error binding Patient.gender',
    ]);
    expect(findings(patient({ _birthDate: { extension: reason }, birthDate: undefined }))).toEqual([]);
  });

  it('is stronger than the outermost set of a preferred one, where words will do', () => {
    const language = (concept: object) => findings(patient({ communication: [{ language: concept }] }));
    expect(language({ text: '上海话' })).toEqual([]);
    expect(language({ coding: [{ system: 'urn:ietf:bcp:47', code: 'zh' }] })).toEqual([]);
    expect(language({ coding: [{ system: 'https://example.org/languages', code: 'zh' }] })).toEqual([
      'error binding Patient.communication[0].language',
    ]);
  });
});

describe('a range', () => {
  const found = (low: object, high: object) =>
    findings(observation({ valueQuantity: undefined, valueRange: { low, high } }));
  const WRONG = ['error rng-2 Observation.value'];

  it('begins below its end, whether its units are coded, written or left out', () => {
    const kg = { unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' };
    expect(found({ value: 1, ...kg }, { value: 2, ...kg })).toEqual([]);
    expect(found({ value: 3, ...kg }, { value: 2, ...kg })).toEqual(WRONG);
    expect(found({ value: 1, unit: '杯' }, { value: 2, unit: '杯' })).toEqual([]);
    expect(found({ value: 3, unit: '杯' }, { value: 2, unit: '杯' })).toEqual(WRONG);
    expect(found({ value: 1 }, { value: 2 })).toEqual([]);
    expect(found({ value: 3 }, { value: 2 })).toEqual(WRONG);
  });
});

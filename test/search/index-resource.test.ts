import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { type IndexedResource, indexResource } from '../../src/search/index-resource.ts';
import type { SearchContext } from '../../src/search/search-context.ts';
import { BASE, testContext } from './support.ts';

let context: SearchContext;
beforeAll(async () => {
  context = await testContext();
});

const index = (resource: object): IndexedResource => indexResource(resource as Resource, context);
/** Entries of one parameter, in short. */
const of = (resource: object, param: string): unknown[] =>
  index(resource).entries.flatMap((entry) => {
    if (entry.param !== param || entry.within) return [];
    const { param: _, kind: __, ...value } = entry;
    return [value];
  });
const observation = (more: object) => ({ resourceType: 'Observation', id: 'o1', status: 'final', ...more });
const patient = (more: object) => ({ resourceType: 'Patient', id: 'p1', ...more });

describe('tokens', () => {
  it('of a concept are its codings, and text and displays for :text', () => {
    const code = {
      coding: [{ system: 'http://loinc.org', code: '8302-2', display: 'Body height' }, { code: 'H' }],
      text: '身高',
    };
    expect(of(observation({ code }), 'code')).toEqual([
      { system: 'http://loinc.org', code: '8302-2', fold: '8302-2' },
      { system: '', code: 'H', fold: 'h' },
    ]);
    expect(of(observation({ code }), 'code:text')).toEqual([
      { text: 'Body height', fold: 'body height' },
      { text: '身高', fold: '身高' },
    ]);
  });

  it('keep their case where the system is case sensitive', () => {
    const code = { coding: [{ system: 'http://unitsofmeasure.org', code: 'mm[Hg]' }] };
    const [entry] = of(observation({ code }), 'code') as { fold: string }[];
    const isSensitive = context.definitions.isCaseSensitive('http://unitsofmeasure.org');
    expect(entry!.fold).toBe(isSensitive ? 'mm[Hg]' : 'mm[hg]');
    const gender = { coding: [{ system: 'http://hl7.org/fhir/administrative-gender', code: 'Male' }] };
    expect((of(observation({ code: gender }), 'code') as { fold: string }[])[0]!.fold).toBe('Male');
  });

  it('of an identifier are system and value, and type with value for :of-type', () => {
    const type = {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }],
      text: 'Case number',
    };
    const resource = patient({ identifier: [{ type, system: 'urn:oid:1.2', value: 'A 7' }] });
    expect(of(resource, 'identifier')).toEqual([{ system: 'urn:oid:1.2', code: 'A 7', fold: 'a 7' }]);
    expect(of(resource, 'identifier:of-type')).toMatchObject([
      { system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR|A 7' },
    ]);
    expect(of(resource, 'identifier:text')).toMatchObject([{ text: 'Case number' }]);
  });

  it('are booleans, codes and telephone numbers as written and by their digits', () => {
    const resource = patient({
      active: false,
      gender: 'female',
      telecom: [{ system: 'phone', value: '138 0013-8000' }],
    });
    expect(of(resource, 'active')).toEqual([{ system: '', code: 'false', fold: 'false' }]);
    expect(of(resource, 'gender')).toEqual([{ system: '', code: 'female', fold: 'female' }]);
    expect(of(resource, 'phone').map((token) => (token as { code: string }).code)).toEqual([
      '138 0013-8000',
      '13800138000',
    ]);
  });

  it('say that somebody is alive where nothing is said of a death', () => {
    expect(of(patient({}), 'deceased')).toMatchObject([{ code: 'false' }]);
    expect(of(patient({ deceasedBoolean: false }), 'deceased')).toMatchObject([{ code: 'false' }]);
    expect(of(patient({ deceasedDateTime: '2020' }), 'deceased')).toMatchObject([{ code: 'true' }]);
  });
});

describe('strings', () => {
  it('of a name are all its parts, and a Chinese name as a whole', () => {
    const name = [{ family: '张', given: ['小', '禾'], prefix: ['Dr'] }, { text: 'Zhang Xiaohe' }];
    expect(of(patient({ name }), 'name').map((value) => (value as { text: string }).text)).toEqual([
      '张',
      '小',
      '禾',
      'Dr',
      '张小禾',
      'Zhang Xiaohe',
    ]);
    expect(of(patient({ name }), 'family')).toEqual([{ text: '张', fold: '张' }]);
  });

  it('of an address are all its parts', () => {
    const address = [
      { line: ['88 Road', '3F'], city: 'Shanghai', district: 'Minhang', postalCode: '201101', country: 'CN' },
    ];
    expect(of(patient({ address }), 'address').map((value) => (value as { fold: string }).fold)).toEqual([
      '88 road',
      '3f',
      'shanghai',
      'minhang',
      '201101',
      'cn',
    ]);
  });
});

describe('dates', () => {
  const span = (more: object) =>
    of(observation(more), 'date').map((value) => {
      const { lo, hi } = value as { lo: number; hi: number };
      return [lo, hi].map((ms) =>
        Math.abs(ms) === 8.64e15 ? (ms > 0 ? 'for ever' : 'ever') : new Date(ms).toISOString(),
      );
    });

  it('are spans in the time zone of the store', () => {
    expect(span({ effectiveDateTime: '2020-05' })).toEqual([
      ['2020-04-30T16:00:00.000Z', '2020-05-31T16:00:00.000Z'],
    ]);
    expect(span({ effectiveInstant: '2020-05-15T12:00:00.000Z' })).toEqual([
      ['2020-05-15T12:00:00.000Z', '2020-05-15T12:00:00.001Z'],
    ]);
  });

  it('of a period reach from its start to its end, or for ever', () => {
    expect(span({ effectivePeriod: { start: '2020-05-20', end: '2020-05-22' } })).toEqual([
      ['2020-05-19T16:00:00.000Z', '2020-05-22T16:00:00.000Z'],
    ]);
    expect(span({ effectivePeriod: { start: '2022-01-10' } })).toEqual([
      ['2022-01-09T16:00:00.000Z', 'for ever'],
    ]);
    expect(span({ effectivePeriod: { end: '2022-01-10' } })).toEqual([['ever', '2022-01-10T16:00:00.000Z']]);
    expect(span({ effectivePeriod: {} })).toEqual([]);
  });

  it('of a timing are its outer limits', () => {
    const repeat = { boundsPeriod: { start: '2013-02-01', end: '2013-03-24' }, frequency: 1 };
    expect(span({ effectiveTiming: { event: ['2013-01-31'], repeat } })).toEqual([
      ['2013-01-30T16:00:00.000Z', '2013-03-24T16:00:00.000Z'],
    ]);
    expect(span({ effectiveTiming: { repeat: { frequency: 2 } } })).toEqual([]);
  });
});

describe('quantities and numbers', () => {
  const ucum = { unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg' };
  const value = (more: object) => of(observation(more), 'value-quantity');
  const MAX = Number.MAX_VALUE;

  it('are exact, open where a comparator leaves them open', () => {
    const { unit, system, code } = ucum;
    expect(value({ valueQuantity: { value: 5.4, ...ucum } })).toEqual([
      { lo: 5.4, hi: 5.4, unit, system, code },
    ]);
    expect(value({ valueQuantity: { value: 5.4, comparator: '<', ...ucum } })).toMatchObject([
      { lo: -MAX, hi: 5.4 },
    ]);
    expect(value({ valueQuantity: { value: 5.4, comparator: '>=', ...ucum } })).toMatchObject([
      { lo: 5.4, hi: MAX },
    ]);
    expect(value({ valueQuantity: ucum })).toEqual([]);
  });

  it('of sampled data reach from the smallest to the largest sample', () => {
    const valueSampledData = {
      origin: { value: 100, unit: 'mV' },
      factor: 2,
      data: '-5 E 3.5 U 0',
      period: 1,
      dimensions: 1,
    };
    expect(value({ valueSampledData })).toMatchObject([{ lo: 90, hi: 107, unit: 'mV' }]);
  });

  it('of money have the currency for a unit', () => {
    const invoice = {
      resourceType: 'Invoice',
      id: 'i',
      status: 'issued',
      totalGross: { value: 12.5, currency: 'CNY' },
    };
    expect(of(invoice, 'totalgross')).toEqual([
      { lo: 12.5, hi: 12.5, system: 'urn:iso:std:iso:4217', code: 'CNY', unit: '' },
    ]);
  });

  it('of a range are the whole range', () => {
    const risk = (prediction: object) => ({
      resourceType: 'RiskAssessment',
      id: 'r',
      status: 'final',
      prediction: [prediction],
    });
    expect(
      of(risk({ probabilityRange: { low: { value: 0.1 }, high: { value: 0.2 } } }), 'probability'),
    ).toEqual([{ lo: 0.1, hi: 0.2 }]);
    expect(of(risk({ probabilityDecimal: 0.3 }), 'probability')).toEqual([{ lo: 0.3, hi: 0.3 }]);
  });
});

describe('references', () => {
  it('of ours are type and id, however they are written; others stay URLs', () => {
    const subject = (reference: string) => of(observation({ subject: { reference } }), 'subject');
    expect(subject('Patient/1')).toEqual([{ type: 'Patient', id: '1' }]);
    expect(subject(`${BASE}/Patient/1`)).toEqual([{ type: 'Patient', id: '1' }]);
    expect(subject('https://alias.example/r4/Patient/1/_history/3')).toEqual([
      { type: 'Patient', id: '1', version: '3' },
    ]);
    expect(subject('http://other.example/fhir/Patient/1')).toEqual([
      { url: 'http://other.example/fhir/Patient/1' },
    ]);
    expect(subject('urn:uuid:1')).toEqual([{ url: 'urn:uuid:1' }]);
    expect(subject('not a reference')).toEqual([]);
  });

  it('by identifier stand behind :identifier', () => {
    const subject = { identifier: { system: 's', value: 'v' } };
    expect(of(observation({ subject }), 'subject')).toEqual([]);
    expect(of(observation({ subject }), 'subject:identifier')).toEqual([
      { system: 's', code: 'v', fold: 'v' },
    ]);
  });

  it('that are canonical keep their version apart', () => {
    const response = {
      resourceType: 'QuestionnaireResponse',
      id: 'q',
      questionnaire: 'http://x.example/Questionnaire/a|2',
    };
    expect(of(response, 'questionnaire')).toEqual([
      { url: 'http://x.example/Questionnaire/a', version: '2' },
    ]);
  });

  it('are stored once for parameters that share them', () => {
    const { entries } = index(observation({ subject: { reference: 'Patient/1' } }));
    expect(
      entries
        .filter(({ kind, param }) => kind === 'reference' && !param.startsWith('_'))
        .map(({ param }) => param),
    ).toEqual(['subject']);
  });
});

describe('composites', () => {
  const code = (value: string) => ({ coding: [{ system: 's', code: value }] });

  it('bind what stands in the same element', () => {
    const component = [
      { code: code('sys'), valueQuantity: { value: 107 } },
      { code: code('dia'), valueQuantity: { value: 60 } },
      { code: code('none') },
    ];
    const found = of(observation({ code: code('bp'), component }), 'component-code-value-quantity');
    expect(
      found.map((entry) =>
        (entry as { parts: { code?: string; lo?: number }[] }).parts.map((p) => p.lo ?? p.code),
      ),
    ).toEqual([
      ['sys', 107],
      ['dia', 60],
    ]);
  });

  it('of absurd many combinations are refused with 422', () => {
    const coding = Array.from({ length: 1001 }, (_, at) => ({ system: 's', code: `c${at}` }));
    expect(() => index(observation({ code: { coding }, valueQuantity: { value: 1 } }))).toThrow(
      /more than 1000 combinations/,
    );
  });
});

describe('every resource', () => {
  it('is found by profile, tag, security label and source', () => {
    const meta = {
      profile: ['https://x.example/p|1.0'],
      tag: [{ system: 't', code: 'a' }],
      security: [{ system: 's', code: 'R' }],
      source: 'urn:source',
    };
    const { entries, labels } = index(patient({ meta }));
    const short = entries.filter(({ param }) => /^_(profile|tag|security|source)$/.test(param));
    expect(
      short.map((entry) => [entry.param, 'value' in entry ? entry.value : 'code' in entry ? entry.code : '']),
    ).toEqual(
      expect.arrayContaining([
        ['_profile', 'https://x.example/p|1.0'],
        ['_profile', 'https://x.example/p'],
        ['_tag', 'a'],
        ['_security', 'R'],
        ['_source', 'urn:source'],
      ]),
    );
    expect(labels).toContain('security:s|R');
  });

  it('belongs to the compartments of those it refers to, and a patient to its own', () => {
    const { labels, entries } = index(
      observation({
        subject: { reference: 'Patient/1' },
        encounter: { reference: 'Encounter/e' },
        performer: [{ reference: 'Patient/1' }],
      }),
    );
    expect(labels).toEqual(['compartment:Encounter/e', 'compartment:Patient/1']);
    expect(entries.filter(({ param }) => param === '_compartment')).toHaveLength(2);
    expect(index(patient({})).labels).toEqual(['compartment:Patient/p1']);
    expect(index(observation({ subject: { reference: 'Group/1' } })).labels).toEqual([]);
  });

  it('is owned by the first organisation that its rules name', () => {
    const owner = (resource: object) => of(resource, '_owner').map((value) => (value as { id: string }).id);
    expect(owner(patient({ managingOrganization: { reference: 'Organization/h' } }))).toEqual(['h']);
    expect(
      owner(observation({ performer: [{ reference: 'Practitioner/1' }, { reference: 'Organization/h' }] })),
    ).toEqual(['h']);
    expect(owner({ resourceType: 'Organization', id: 'h' })).toEqual(['h']);
    const report = {
      resourceType: 'Composition',
      id: 'c',
      custodian: { reference: 'Organization/a' },
      author: [{ reference: 'Organization/b' }],
    };
    expect(owner(report)).toEqual(['a']);
    expect(index(patient({ managingOrganization: { reference: 'Organization/h' } })).labels).toContain(
      'owner:Organization/h',
    );
  });

  it('lists every literal reference with its place, also in extensions and contained resources', () => {
    const { references, entries } = index(
      patient({
        generalPractitioner: [
          { reference: 'Practitioner/1' },
          { reference: '#org' },
          { identifier: { value: 'x' } },
        ],
        extension: [{ url: 'urn:school', valueReference: { reference: 'Organization/school' } }],
        _birthDate: { extension: [{ url: 'urn:by', valueReference: { reference: 'Practitioner/2' } }] },
        contained: [{ resourceType: 'Organization', id: 'org', partOf: { reference: 'Organization/top' } }],
      }),
    );
    expect(references.map(({ expression, text }) => `${expression} ${text}`)).toEqual([
      'Patient.generalPractitioner[0] Practitioner/1',
      'Patient.generalPractitioner[1] #org',
      'Patient.extension[0].value Organization/school',
      'Patient.birthDate.extension[0].value Practitioner/2',
      'Patient.contained[0].partOf Organization/top',
    ]);
    expect(entries.filter(({ param }) => param === '_ref').map((entry) => 'id' in entry && entry.id)).toEqual(
      ['1', 'school', '2', 'top'],
    );
  });

  it('leaves the references inside a stored Bundle alone', () => {
    const resource = { resourceType: 'Observation', subject: { reference: 'Patient/1' } };
    const bundle = {
      resourceType: 'Bundle',
      id: 'b',
      type: 'document',
      entry: [{ fullUrl: 'urn:uuid:1', resource }],
    };
    expect(index(bundle).references).toEqual([]);
  });

  it('keeps the facts of what it contains apart from its own', () => {
    const resource = patient({
      generalPractitioner: [{ reference: '#org' }],
      contained: [{ resourceType: 'Organization', id: 'org', name: 'Ward', meta: {} }],
    });
    expect(of(resource, 'general-practitioner')).toEqual([{ type: 'Organization', id: '#org' }]);
    const inside = index(resource).entries.filter(({ within }) => within);
    expect(inside).toContainEqual({
      kind: 'string',
      text: 'Ward',
      fold: 'ward',
      param: 'name',
      within: { type: 'Organization', id: 'org' },
    });
    expect(index(resource).labels).toEqual(['compartment:Patient/p1']);
  });

  it('does not take a plain uri that is called reference for a Reference', () => {
    const education = [{ reference: 'Patient/1' }];
    expect(index({ resourceType: 'Immunization', id: 'i', education }).references).toEqual([]);
    expect(index({ resourceType: 'DetectedIssue', id: 'd', reference: 'Patient/1' }).references).toEqual([]);
  });

  it('has no fact twice, however often the data repeat it', () => {
    const name = fc.record({
      family: fc.constantFrom('a', 'b'),
      given: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 20 }), (names) => {
        const texts = index(patient({ name: names })).entries.map((entry) => JSON.stringify(entry));
        expect(new Set(texts).size).toBe(texts.length);
      }),
    );
  });

  it('is indexed without an exception, whatever stands in it', () => {
    const odd = fc.object({
      key: fc.constantFrom('name', 'code', 'coding', 'value', 'reference', 'period', 'start', 'system', 'x'),
    });
    fc.assert(
      fc.property(odd, odd, fc.anything(), (name, identifier, code) => {
        index(patient({ name, identifier: [identifier], birthDate: code, contact: [identifier] }));
        index(observation({ code, subject: identifier, valueQuantity: name, component: [identifier, name] }));
      }),
    );
  });
});

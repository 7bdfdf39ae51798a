// The example tables of R4 search.html, line by line: number, date, string, uri, token, quantity, reference, composite.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';

const UCUM = 'http://unitsofmeasure.org';
const LOINC = 'http://loinc.org';
const SCT = 'http://snomed.info/sct';

type Line = [query: string, ids: string];

/** A server with these resources, asked line by line. Dates without an offset are of its own zone. */
function finds(resources: JsonObject[], lines: Line[], environment: Record<string, string> = {}): void {
  let server: TestServer;
  beforeAll(async () => {
    server = await createTestServer({
      REFERENCES: 'allow',
      VALIDATION: 'report',
      BASE_URL: 'http://example.org/fhir',
      TIME_ZONE: 'UTC',
      ...environment,
    });
    for (const resource of resources) {
      const { status, text } = await server.put(`${resource.resourceType}/${resource.id}`, resource);
      if (status !== 201) throw new Error(`${resource.resourceType}/${resource.id}: ${status} ${text}`);
    }
  });
  afterAll(() => server.close());
  it.each(lines)('%s finds %s', async (query, ids) => {
    const { status, body, text } = await server.get(encoded(query));
    if (status !== 200) throw new Error(`${status} ${text}`);
    const found = (body.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id);
    expect(found.sort().join(' ')).toBe(ids);
  });
}

function encoded(query: string): string {
  const [path, parameters = ''] = query.split(/\?(.*)/s) as [string, string?];
  const encode = (parameter: string) => {
    const [name, value = ''] = parameter.split(/=(.*)/s) as [string, string?];
    return `${name}=${encodeURIComponent(value)}`;
  };
  return `${path}?${parameters.split('&').map(encode).join('&')}`;
}

const coded = (system: string | undefined, code: string, more: JsonObject = {}): JsonObject => ({
  coding: [{ ...(system === undefined ? {} : { system }), code, ...more }],
});
const observation = (id: string, more: JsonObject): JsonObject => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: coded(LOINC, '1234-5'),
  ...more,
});

describe('#number', () => {
  const values = [40, 60, 96, 99.4, 99.5, 99.994, 99.995, 100, 100.004, 100.005, 100.4, 100.5, 104, 140, 160];
  const named = (value: number) => `n${String(value).replace('.', 'd')}`;
  const from = (isIn: (value: number) => boolean) => values.filter(isIn).map(named).sort().join(' ');
  finds(
    [
      ...values.map((value) => ({
        resourceType: 'RiskAssessment',
        id: named(value),
        status: 'final',
        subject: { reference: 'Patient/p' },
        prediction: [{ probabilityDecimal: value }],
      })),
      ...[1, 2, 3].map((start) => ({
        resourceType: 'MolecularSequence',
        id: `s${start}`,
        coordinateSystem: 0,
        variant: [{ start }],
      })),
    ],
    [
      ['RiskAssessment?probability=100', from((v) => v >= 99.5 && v < 100.5)],
      ['RiskAssessment?probability=100.00', from((v) => v >= 99.995 && v < 100.005)],
      // "1 significant figures precision": half of the hundreds on both sides. The table's own range [95 … 105) is
      // that of 1.0e2, which has two figures.
      ['RiskAssessment?probability=1e2', from((v) => v >= 50 && v < 150)],
      ['RiskAssessment?probability=1.0e2', from((v) => v >= 95 && v < 105)],
      ['RiskAssessment?probability=1.00e2', from((v) => v >= 99.5 && v < 100.5)],
      ['RiskAssessment?probability=lt100', from((v) => v < 100)],
      ['RiskAssessment?probability=le100', from((v) => v <= 100)],
      ['RiskAssessment?probability=gt100', from((v) => v > 100)],
      ['RiskAssessment?probability=ge100', from((v) => v >= 100)],
      ['RiskAssessment?probability=ne100', from((v) => v < 99.5 || v >= 100.5)],
      ['RiskAssessment?probability=sa100', from((v) => v > 100)],
      ['RiskAssessment?probability=eb100', from((v) => v < 100)],
      ['RiskAssessment?probability=ap100', from((v) => v >= 90 && v < 110)],
      ['RiskAssessment?probability=gt1.4e2', from((v) => v > 140)],
      ['RiskAssessment?probability=0100', from((v) => v >= 99.5 && v < 100.5)],
      // "…which stores a simple integer": "if there are non-zero digits after a decimal point, there cannot be any".
      ['MolecularSequence?variant-start=2', 's2'],
      ['MolecularSequence?variant-start=2.0', 's2'],
      ['MolecularSequence?variant-start=2.3', ''],
      ['MolecularSequence?variant-start=ne2', 's1 s3'],
    ],
  );
});

describe('#number, what is none', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await createTestServer();
  });
  afterAll(() => server.close());
  it.each([
    'NaN',
    'Infinity',
    '1e400',
    '1e99999',
    '0x10',
    '--1',
    'gt',
    'eq',
    '1.',
    '.5',
    '1,x',
    '1 0',
    '9'.repeat(400),
  ])('probability=%s is refused', async (value) => {
    const { status, body } = await server.get(encoded(`RiskAssessment?probability=${value}`));
    expect([status, body.issue[0].code]).toEqual([400, 'value']);
  });
  it.each([
    'RiskAssessment?probability:exact=1',
    'Observation?value-quantity:not=1',
    'Observation?code-value-quantity:text=a$1',
  ])('%s is refused: the modifier does not belong there', async (query) => {
    const { status, body } = await server.get(encoded(query));
    expect([status, body.issue[0].code]).toEqual([400, 'not-supported']);
  });
  it.each(['5|x', '5|a|b|c', 'abc||mg', '|http://unitsofmeasure.org|mg', '5 mg'])(
    'value-quantity=%s is refused',
    async (value) => {
      const { status, body } = await server.get(encoded(`Observation?value-quantity=${value}`));
      expect([status, body.issue[0].code]).toEqual([400, 'value']);
    },
  );
  it.each(['abc', 'a$', '$5', 'a$5$6', 'a$x'])('code-value-quantity=%s is refused', async (value) => {
    const { status, body } = await server.get(encoded(`Observation?code-value-quantity=${value}`));
    expect([status, body.issue[0].code]).toEqual([400, 'value']);
  });
  it.each(['below', 'above'])('url:%s of a URN is refused', async (modifier) => {
    const { status, body } = await server.get(`ValueSet?url:${modifier}=urn:oid:1.2.3`);
    expect([status, body.issue[0].code]).toEqual([400, 'value']);
  });
});

describe('#date', () => {
  const at = (id: string, effectiveDateTime: string) => observation(id, { effectiveDateTime });
  const during = (id: string, effectivePeriod: JsonObject) => observation(id, { effectivePeriod });
  finds(
    [
      at('d14', '2013-01-14'),
      at('d14t00', '2013-01-14T00:00:00Z'),
      at('d14t10', '2013-01-14T10:00:00Z'),
      at('d15t00', '2013-01-15T00:00:00Z'),
      during('from0121', { start: '2013-01-21' }),
      during('from0315', { start: '2013-03-15' }),
      during('until0121', { end: '2013-01-21' }),
      at('m0314', '2013-03-14'),
      at('x2015', '2015-06-15'),
      at('y2000', '2000'),
      at('y200004', '2000-04'),
      observation('timed', {
        effectiveTiming: { repeat: { boundsPeriod: { start: '2001-01-31', end: '2001-03-24' } } },
      }),
    ],
    [
      ['Observation?date=eq2013-01-14', 'd14 d14t00 d14t10'],
      ['Observation?date=2013-01-14', 'd14 d14t00 d14t10'],
      ['Observation?date=ne2013-01-14', 'd15t00 from0121 from0315 m0314 timed until0121 x2015 y2000 y200004'],
      ['Observation?date=lt2013-01-14T10:00', 'd14 d14t00 timed until0121 y2000 y200004'],
      ['Observation?date=gt2013-01-14T10:00', 'd14 d15t00 from0121 from0315 m0314 until0121 x2015'],
      ['Observation?date=ge2013-03-14', 'from0121 from0315 m0314 x2015'],
      [
        'Observation?date=le2013-03-14',
        'd14 d14t00 d14t10 d15t00 from0121 m0314 timed until0121 y2000 y200004',
      ],
      ['Observation?date=sa2013-03-14', 'from0315 x2015'],
      ['Observation?date=eb2013-03-14', 'd14 d14t00 d14t10 d15t00 timed until0121 y2000 y200004'],
      ['Observation?date=ap2001-02-01&date=eb2002', 'timed y2000 y200004'],
      ['Observation?date=2000', 'y2000 y200004'],
      ['Observation?date=2000-04', 'y200004'],
      ['Observation?date=lt2001-02-01&date=gt2001-02-01', 'timed until0121'],
      ['Observation?date=ge2010-01-01&date=le2011-12-31', 'until0121'],
    ],
  );
});

describe('#date, near to today', () => {
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  finds(
    [100, 95, 150].map((ago) => observation(`ago${ago}`, { effectiveDateTime: day(ago) })),
    [[`Observation?date=ap${day(100)}`, 'ago100 ago95']],
  );
});

describe('#string', () => {
  const patient = (id: string, name: JsonObject, more: JsonObject = {}) => ({
    resourceType: 'Patient',
    id,
    name: [name],
    ...more,
  });
  finds(
    [
      patient('eve', { given: ['Eve'] }),
      patient('evelyn', { given: ['Evelyn'] }),
      patient('severine', { given: ['Severine'] }),
      patient('small', { given: ['eve'] }),
      patient('large', { given: ['EVE'] }),
      patient('carreno', { family: 'Carreño Quiñones', given: ['Ana'] }),
      patient('obrien', { family: "O'Brien" }),
      patient('spaced', { family: 'Van  Der\tBerg' }),
      patient('used', { use: 'nickname', family: 'Usher' }),
    ],
    [
      ['Patient?given=eve', 'eve evelyn large small'],
      ['Patient?given:contains=eve', 'eve evelyn large severine small'],
      ['Patient?given:exact=Eve', 'eve'],
      ['Patient?given:exact=Eve,EVE', 'eve large'],
      ['Patient?given:exact=Ev', ''],
      // "searching either Carreno or Quinones should match a family name of Carreno Quinones"
      ['Patient?family=Carreno', 'carreno'],
      ['Patient?family=Quinones', 'carreno'],
      ['Patient?family=carreno quinones', 'carreno'],
      ['Patient?name=quiñ', 'carreno'],
      ['Patient?family:exact=Quiñones', ''],
      ['Patient?family:exact=Carreño Quiñones', 'carreno'],
      // "Punctuation and non-significant whitespace should also be ignored."
      ['Patient?family=obrien', 'obrien'],
      ['Patient?name=obrien', 'obrien'],
      ['Patient?name=brien', 'obrien'],
      ["Patient?family=o'brien", 'obrien'],
      ['Patient?family=van der berg', 'spaced'],
      ['Patient?family=Berg', 'spaced'],
      // "does not cover elements such as use and period"
      ['Patient?name=nickname', ''],
    ],
  );
});

describe('#uri', () => {
  const set = (id: string, url: string, version?: string) => ({
    resourceType: 'ValueSet',
    id,
    status: 'active',
    url,
    ...(version && { version }),
  });
  finds(
    [
      set('v123', 'http://acme.org/fhir/ValueSet/123', '1.0'),
      set('v124', 'http://acme.org/fhir/ValueSet/124', '2.0'),
      set('v125', 'http://acme.org/fhir/ValueSet/124,125'),
      set('deep', 'http://acme.org/fhir/ValueSet/123/_history/5'),
      set('case', 'http://acme.org/fhir/valueset/123'),
      set('top', 'http://acme.org/fhir'),
      set('other', 'http://acme.org/fhirpath'),
      set('oid', 'urn:oid:1.2.3.4.5'),
    ],
    [
      ['ValueSet?url=http://acme.org/fhir/ValueSet/123', 'v123'],
      ['ValueSet?url:below=http://acme.org/fhir/', 'case deep v123 v124 v125'],
      ['ValueSet?url:below=http://acme.org/fhir', 'case deep top v123 v124 v125'],
      ['ValueSet?url:above=http://acme.org/fhir/ValueSet/123/_history/5', 'deep top v123'],
      ['ValueSet?url=urn:oid:1.2.3.4.5', 'oid'],
      ['ValueSet?url=http://acme.org/fhir/ValueSet/123|1.0', 'v123'],
      ['ValueSet?url=http://acme.org/fhir/ValueSet/123|2.0', ''],
      // #escaping
      ['ValueSet?url=http://acme.org/fhir/ValueSet/123,http://acme.org/fhir/ValueSet/124\\,125', 'v123 v125'],
      ['ValueSet?url=http://acme.org/fhir/ValueSet/123,http://acme.org/fhir/ValueSet/124,125', 'v123 v124'],
    ],
  );
});

describe('#token', () => {
  const patient = (id: string, more: JsonObject) => ({ resourceType: 'Patient', id, ...more });
  const condition = (id: string, code: JsonObject) => ({
    resourceType: 'Condition',
    id,
    subject: { reference: 'Patient/male' },
    code,
  });
  const composition = (id: string, ...sections: string[]) => ({
    resourceType: 'Composition',
    id,
    status: 'final',
    type: coded(LOINC, '34133-9'),
    date: '2020',
    author: [{ reference: 'Patient/male' }],
    title: id,
    section: sections.map((section) => ({ code: coded(LOINC, section) })),
  });
  const mrn = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }] };
  const codes = 'http://acme.org/conditions/codes';
  finds(
    [
      patient('male', {
        gender: 'male',
        active: true,
        identifier: [{ system: 'http://acme.org/patient', value: '2345' }],
      }),
      patient('female', { gender: 'female', active: false, identifier: [{ value: '2345' }] }),
      patient('neither', { identifier: [{ type: mrn, value: '446053' }] }),
      composition('allergies', '48765-2', '10164-2'),
      composition('others', '10164-2'),
      condition('ha', coded(codes, 'ha125')),
      condition('ha2', coded('http://other.org/codes', 'ha125')),
      condition('bare', coded(undefined, 'ha125')),
      condition('text', { text: 'Headache, severe' }),
      condition('display', coded(SCT, '25064002', { display: 'Headache (finding)' })),
      condition('comma', coded(undefined, 'a,b')),
    ],
    [
      ['Patient?identifier=http://acme.org/patient|2345', 'male'],
      ['Patient?identifier=2345', 'female male'],
      ['Patient?identifier=|2345', 'female'],
      ['Patient?identifier=http://acme.org/patient|', 'male'],
      ['Patient?gender=male', 'male'],
      ['Patient?gender:not=male', 'female neither'],
      ['Composition?section=48765-2', 'allergies'],
      ['Composition?section:not=48765-2', 'others'],
      ['Patient?active=true', 'male'],
      [`Condition?code=${codes}|ha125`, 'ha'],
      ['Condition?code=ha125', 'bare ha ha2'],
      ['Condition?code=|ha125', 'bare'],
      [`Condition?code=${codes}|`, 'ha'],
      ['Condition?code:text=headache', 'display text'],
      ['Condition?code=a,b', ''],
      ['Condition?code=a\\,b', 'comma'],
      ['Patient?identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|446053', 'neither'],
    ],
  );
});

describe('#quantity', () => {
  const quantity = (id: string, valueQuantity: JsonObject) => observation(id, { valueQuantity });
  const mg = (id: string, value: number) => quantity(id, { value, unit: 'mg', system: UCUM, code: 'mg' });
  finds(
    [
      mg('mg5d35', 5.35),
      mg('mg5d4', 5.4),
      mg('mg5d449', 5.449),
      mg('mg5d45', 5.45),
      mg('mg5d9', 5.9),
      mg('mg6', 6),
      quantity('g5d4', { value: 0.0054, unit: 'g', system: UCUM, code: 'g' }),
      quantity('g5d403', { value: 0.005403, unit: 'g', system: UCUM, code: 'g' }),
      quantity('printed', { value: 5.4, unit: 'mg' }),
      quantity('bare', { value: 5.4 }),
      quantity('own', { value: 5.4, unit: 'Milligramm', system: 'http://own.org', code: 'mg' }),
      quantity('mmhr', { value: 23, unit: 'mm/hr', system: UCUM, code: 'mm/h' }),
      observation('sampled', {
        valueSampledData: { origin: { value: 20 }, period: 10, dimensions: 1, factor: 2, data: '1 2 E 5' },
      }),
      {
        resourceType: 'Condition',
        id: 'age',
        subject: { reference: 'Patient/p' },
        onsetAge: { value: 18, unit: 'months', system: UCUM, code: 'mo' },
      },
      {
        resourceType: 'Condition',
        id: 'range',
        subject: { reference: 'Patient/p' },
        onsetRange: {
          low: { value: 2, system: UCUM, code: 'a' },
          high: { value: 4, system: UCUM, code: 'a' },
        },
      },
      { resourceType: 'Invoice', id: 'money', status: 'issued', totalNet: { value: 120.5, currency: 'CNY' } },
      {
        resourceType: 'Encounter',
        id: 'stay',
        status: 'finished',
        class: { code: 'AMB' },
        length: { value: 90, unit: 'min', system: UCUM, code: 'min' },
      },
    ],
    [
      [`Observation?value-quantity=5.4|${UCUM}|mg`, 'g5d4 g5d403 mg5d35 mg5d4 mg5d449'],
      [`Observation?value-quantity=5.40e-3|${UCUM}|g`, 'g5d4 g5d403 mg5d4'],
      [`Observation?value-quantity=5.400e-3|${UCUM}|g`, 'g5d4 mg5d4'],
      ['Observation?value-quantity=5.4||mg', 'mg5d35 mg5d4 mg5d449 own printed'],
      ['Observation?value-quantity=5.4||Milligramm', 'own'],
      ['Observation?value-quantity=5.4', 'bare mg5d35 mg5d4 mg5d449 own printed'],
      [`Observation?value-quantity=le5.4|${UCUM}|mg`, 'g5d4 mg5d35 mg5d4'],
      [`Observation?value-quantity=lt5.4|${UCUM}|mg`, 'mg5d35'],
      [`Observation?value-quantity=ap5.4|${UCUM}|mg`, 'g5d4 g5d403 mg5d35 mg5d4 mg5d449 mg5d45 mg5d9'],
      ['Observation?value-quantity=5.4|http://own.org|mg', 'own'],
      [`Observation?value-quantity=2.3|${UCUM}|cm/h`, 'mmhr'],
      [`Observation?value-quantity=6.4e-6|${UCUM}|m/s`, 'mmhr'],
      ['Observation?value-quantity=ge30', 'sampled'],
      ['Observation?value-quantity=gt30', ''],
      [`Condition?onset-age=1.5|${UCUM}|a`, 'age'],
      [`Condition?onset-age=ge3|${UCUM}|a`, 'range'],
      [`Condition?onset-age=lt24|${UCUM}|mo`, 'age'],
      ['Invoice?totalnet=120.5|urn:iso:std:iso:4217|CNY', 'money'],
      ['Invoice?totalnet=120.5||CNY', 'money'],
      ['Invoice?totalnet=120.5|urn:iso:std:iso:4217|USD', ''],
      [`Encounter?length=gt1|${UCUM}|h`, 'stay'],
      [`Encounter?length=1.5|${UCUM}|h`, 'stay'],
    ],
  );
});

describe('#reference', () => {
  const about = (id: string, subject: JsonObject) => observation(id, { subject });
  const base = 'http://example.org/fhir';
  finds(
    [
      { resourceType: 'Patient', id: '23', name: [{ family: 'Peter' }] },
      about('relative', { reference: 'Patient/23' }),
      about('absolute', { reference: `${base}/Patient/23` }),
      about('elsewhere', { reference: 'http://other.org/fhir/Patient/23' }),
      about('group', { reference: 'Group/23' }),
      about('logical', {
        type: 'Patient',
        identifier: { system: 'http://acme.org/fhir/identifier/mrn', value: '123456' },
      }),
      about('versioned', { reference: 'Patient/23/_history/1' }),
    ],
    [
      ['Observation?patient=23', 'absolute relative versioned'],
      ['Observation?subject=Patient/23', 'absolute relative versioned'],
      [`Observation?subject=${base}/Patient/23`, 'absolute relative versioned'],
      ['Observation?subject=http://other.org/fhir/Patient/23', 'elsewhere'],
      ['Observation?subject:Patient=23', 'absolute relative versioned'],
      ['Observation?subject:Group=23', 'group'],
      ['Observation?subject:identifier=http://acme.org/fhir/identifier/mrn|123456', 'logical'],
      ['Observation?subject:Patient.name=peter', 'absolute relative versioned'],
      ['Observation?subject.name=peter', 'absolute relative versioned'],
      ['Patient?_has:Observation:patient:code=1234-5', '23'],
    ],
  );
});

describe('#composite', () => {
  const potassium = (id: string, value: number, code = '2823-3') =>
    observation(id, {
      code: coded(LOINC, code),
      valueQuantity: { value, unit: 'mmol/L', system: UCUM, code: 'mmol/L' },
    });
  const pressure = (id: string, systolic: number, diastolic: number) =>
    observation(id, {
      code: coded(LOINC, '85354-9'),
      component: [
        [systolic, '8480-6'],
        [diastolic, '8462-4'],
      ].map(([value, code]) => ({
        code: coded(LOINC, code as string),
        valueQuantity: { value: value as number, unit: 'mmHg', system: UCUM, code: 'mm[Hg]' },
      })),
    });
  const report = (id: string, result: string) => ({
    resourceType: 'DiagnosticReport',
    id,
    status: 'final',
    code: coded(LOINC, '58410-2'),
    result: [{ reference: `Observation/${result}` }],
  });
  const group = (id: string, ...pairs: [string, string][]) => ({
    resourceType: 'Group',
    id,
    type: 'person',
    actual: true,
    characteristic: pairs.map(([code, value]) => ({
      code: coded(undefined, code),
      valueCodeableConcept: coded(undefined, value),
      exclude: false,
    })),
  });
  finds(
    [
      potassium('k54', 5.4),
      potassium('k60', 6),
      potassium('na', 140, '2951-2'),
      observation('kText', { code: coded(LOINC, '2823-3'), valueString: 'Hemolytic sample' }),
      observation('kCode', {
        code: coded(LOINC, '2823-3'),
        valueCodeableConcept: coded(SCT, '260395002'),
        component: [{ code: coded(LOINC, 'c1'), valueCodeableConcept: coded(SCT, 'c2') }],
      }),
      observation('kDate', { code: coded(LOINC, '2823-3'), valueDateTime: '2020-05-15' }),
      pressure('low', 55, 90),
      pressure('high', 120, 55),
      report('r54', 'k54'),
      report('r60', 'k60'),
      report('rna', 'na'),
      group('mixed', ['gender', 'mixed'], ['owner', 'Adam']),
      group('eve', ['gender', 'female'], ['owner', 'Eve']),
      group('crossed', ['gender', 'Eve'], ['owner', 'mixed']),
      {
        resourceType: 'Questionnaire',
        id: 'focus',
        status: 'active',
        useContext: [
          {
            code: { system: 'http://terminology.hl7.org/CodeSystem/usage-context-type', code: 'focus' },
            valueCodeableConcept: coded(SCT, '408934002'),
          },
          { code: { code: 'age' }, valueRange: { low: { value: 3 }, high: { value: 6 } } },
        ],
      },
      {
        resourceType: 'DocumentReference',
        id: 'replacing',
        status: 'current',
        content: [{ attachment: { contentType: 'text/plain' } }],
        relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/old' } }],
      },
    ],
    [
      [`DiagnosticReport?result.code-value-quantity=${LOINC}|2823-3$gt5.4|${UCUM}|mmol/L`, 'r60'],
      [`DiagnosticReport?result.code-value-quantity=${LOINC}|2823-3$ge5.4|${UCUM}|mmol/L`, 'r54 r60'],
      [`Observation?component-code-value-quantity=${LOINC}|8480-6$lt60`, 'low'],
      [`Observation?component-code-value-quantity=${LOINC}|8480-6$lt8|${UCUM}|kPa`, 'low'],
      [`Observation?combo-code-value-quantity=${LOINC}|8462-4$lt60,2823-3$6`, 'high k60'],
      ['Group?characteristic-value=gender$mixed', 'mixed'],
      ['Group?characteristic-value=gender$mixed,owner$Eve', 'eve mixed'],
      [`Questionnaire?context-type-value=focus$${SCT}|408934002`, 'focus'],
      ['Questionnaire?context-type-quantity=age$gt5', 'focus'],
      ['Questionnaire?context-type-quantity=age$gt6', ''],
      ['Questionnaire?context-type-quantity=focus$gt5', ''],
      [`Observation?code-value-concept=2823-3$${SCT}|260395002`, 'kCode'],
      ['Observation?combo-code-value-concept=c1$c2', 'kCode'],
      ['Observation?component-code-value-concept=c1$c2', 'kCode'],
      ['Observation?combo-code-value-concept=c1$260395002', ''],
      ['Observation?code-value-string=2823-3$hemolytic', 'kText'],
      ['Observation?code-value-date=2823-3$2020-05', 'kDate'],
      ['Observation?code-value-date=2823-3$gt2020-05-15', ''],
      ['DocumentReference?relationship=DocumentReference/old$replaces', 'replacing'],
      ['Observation?code-value-quantity:missing=false', 'k54 k60 na'],
      ['Observation?component-code-value-concept:missing=false', 'kCode'],
    ],
  );
});

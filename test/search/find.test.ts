// The rules of R4 search.html on data: what a query finds among a few resources.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Resource } from '../../src/fhir/json/tree.ts';
import type { SearchContext } from '../../src/search/search-context.ts';
import { escapeValue } from '../../src/search/split.ts';
import { BASE, createFinder, createStoreFinder, testContext } from './support.ts';

let context: SearchContext;
beforeAll(async () => {
  context = await testContext();
});

const S1 = 'http://s.example/1';
const S2 = 'http://s.example/2';
const UCUM = 'http://unitsofmeasure.org';

/** Checks each line, a query and the ids that it finds, in memory and in a store. */
function finds(resources: object[], lines: [query: string, ids: string][]): void {
  let find: (url: string) => string[];
  let store: Awaited<ReturnType<typeof createStoreFinder>>;
  beforeAll(async () => {
    find = createFinder(context, resources as Resource[]);
    store = await createStoreFinder(context, resources as Resource[]);
  });
  afterAll(() => store.close());
  it.each(lines)('%s finds %s', async (query, ids) => {
    expect(find(query).join(' ')).toBe(ids);
    expect((await store.find(query)).join(' ')).toBe(ids);
  });
}

describe('string', () => {
  const patient = (id: string, more: object) => ({ resourceType: 'Patient', id, ...more });
  finds(
    [
      patient('p0', {
        name: [{ family: 'Nightingale', given: ['Florence', 'Mary'] }],
        address: [{ city: 'Seattle' }],
      }),
      patient('p1', { name: [{ family: 'Müller', given: ['Jürgen'] }] }),
      patient('p2', { name: [{ family: 'Muller,Richard', given: ['Bo'] }], address: [{ city: 'seaside' }] }),
      patient('p3', { name: [{ family: '张', given: ['伟'] }] }),
      patient('p4', {}),
      patient('p5', { name: [{ family: "O'Brien", given: ['100%_sure'] }] }),
    ],
    [
      ['Patient?family=nIGHT', 'p0'],
      ['Patient?family=gale', ''],
      ['Patient?family:exact=Nightingale', 'p0'],
      ['Patient?family:exact=nightingale', ''],
      ['Patient?family:exact=Night', ''],
      ['Patient?family:contains=GALE', 'p0'],
      ['Patient?family=muller', 'p1 p2'],
      ['Patient?family=M%C3%9CLLER', 'p1 p2'],
      ['Patient?family=Mu%CC%88ller', 'p1 p2'],
      ['Patient?family=ｎｉｇｈｔ', 'p0'],
      ['Patient?name=张伟', 'p3'],
      ['Patient?name=张 伟', 'p3'],
      ['Patient?name=张', 'p3'],
      ['Patient?given=mary', 'p0'],
      ['Patient?family=Nightingale,张', 'p0 p3'],
      ['Patient?name=florence&name=night', 'p0'],
      ['Patient?name=florence&name=brien', ''],
      ['Patient?family=Muller\\,Richard', 'p2'],
      ["Patient?family=O'Brien", 'p5'],
      ['Patient?family=O’Brien', 'p5'],
      ["Patient?family=x' OR '1'%3D'1' --", ''],
      ['Patient?family=N%25w', ''],
      ['Patient?family:contains=N_ght', ''],
      ['Patient?family=O.*n', ''],
      ['Patient?address-city=sea', 'p0 p2'],
      ['Patient?family:missing=true', 'p4'],
      ['Patient?family:missing=false', 'p0 p1 p2 p3 p5'],
      ['Patient?family=&_=1&name=night', 'p0'],
      ['Patient?_id=p0,p3,nobody', 'p0 p3'],
      ['Patient?_id:not=p0', 'p1 p2 p3 p4 p5'],
      ['Patient?_id=p0&family=muller', ''],
      ['Patient?_lastUpdated=2026-11-25', 'p0 p1 p2 p3 p4 p5'],
      ['Patient?_lastUpdated=lt2026-11-25', ''],
      [
        'Patient?_lastUpdated=ge2026-11-25T20:00:00%2B08:00&_lastUpdated=le2026-11-25T20:00:00%2B08:00',
        'p0 p1 p2 p3 p4 p5',
      ],
      ['Patient?_lastUpdated=gt2026-11-25T20:00:00 08:00', ''],
    ],
  );
});

describe('token', () => {
  const o = (id: string, value?: object, more: object = {}) => ({
    resourceType: 'Observation',
    id,
    status: 'final',
    ...(value ? { valueCodeableConcept: value } : {}),
    ...more,
  });
  const coding = (system: string | undefined, code: string, display?: string) => ({
    coding: [{ system, code, display }],
  });
  finds(
    [
      o('t0', coding(S1, 'code1')),
      o('t1', coding(S2, 'code2')),
      o('t2', { text: 'Some words here' }),
      o('t3', coding(S1, 'code2', 'Second label')),
      o('t4', coding(undefined, 'Code3')),
      o('t5', {
        coding: [
          { system: S1, code: 'code1' },
          { system: 'http://s.example/3', code: 'code2' },
        ],
      }),
      o('t6', undefined, { status: 'preliminary' }),
      o('t7', coding(S1, 'a|b')),
    ],
    [
      ['Observation?value-concept=code1', 't0 t5'],
      ['Observation?value-concept=CODE1', 't0 t5'],
      ['Observation?value-concept=code3', 't4'],
      [`Observation?value-concept=${S1}|code2`, 't3'],
      [`Observation?value-concept=${S1}|`, 't0 t3 t5 t7'],
      ['Observation?value-concept=|code3', 't4'],
      ['Observation?value-concept=|code1', ''],
      [`Observation?value-concept=code3,${S2}|code2`, 't1 t4'],
      ['Observation?value-concept=http://s.example/3|code1', ''],
      [`Observation?value-concept=${S1}|a\\|b`, 't7'],
      [`Observation?value-concept:not=${S1}|code1`, 't1 t2 t3 t4 t6 t7'],
      [`Observation?value-concept:not=${S1}|code1,code3`, 't1 t2 t3 t6 t7'],
      ['Observation?value-concept:text=some', 't2'],
      ['Observation?value-concept:text=second', 't3'],
      ['Observation?value-concept:missing=true', 't6'],
      ['Observation?value-concept:missing=false', 't0 t1 t2 t3 t4 t5 t7'],
      ['Observation?status=preliminary', 't6'],
      ['Observation?status=http://hl7.org/fhir/observation-status|preliminary', 't6'],
      ['Observation?status=http://hl7.org/fhir/observation-status|nonsense', ''],
      ['Observation?status=http://other.example|preliminary', ''],
      // An id is a token without a system.
      ['Observation?_id=|t6', 't6'],
      ['Observation?_id=t1,|t6', 't1 t6'],
      [`Observation?_id=${S1}|t6`, ''],
    ],
  );
});

describe('token of a person', () => {
  const v2 = 'http://terminology.hl7.org/CodeSystem/v2-0203';
  const patient = (id: string, more: object) => ({ resourceType: 'Patient', id, ...more });
  finds(
    [
      patient('p0', {
        active: true,
        gender: 'female',
        identifier: [{ system: S1, value: 'A001', type: { coding: [{ system: v2, code: 'MR' }] } }],
        telecom: [
          { system: 'phone', value: '021-6493 1990' },
          { system: 'email', value: 'Flo@x.example' },
        ],
      }),
      patient('p1', {
        active: false,
        gender: 'other',
        identifier: [{ value: 'A002' }],
        deceasedBoolean: true,
      }),
      patient('p2', { gender: 'male', identifier: [{ system: S2, value: 'A001' }] }),
    ],
    [
      [`Patient?identifier=${S1}|A001`, 'p0'],
      ['Patient?identifier=A001', 'p0 p2'],
      ['Patient?identifier=a001', 'p0 p2'],
      [`Patient?identifier=${S1}|`, 'p0'],
      ['Patient?identifier=|A002', 'p1'],
      [`Patient?identifier:of-type=${v2}|MR|A001`, 'p0'],
      [`Patient?identifier:of-type=${v2}|MR|A002`, ''],
      ['Patient?active=false', 'p1'],
      ['Patient?active:not=true', 'p1 p2'],
      ['Patient?gender=female,other', 'p0 p1'],
      ['Patient?gender=http://hl7.org/fhir/administrative-gender|male', 'p2'],
      ['Patient?phone=021-6493 1990&email=flo@x.example', 'p0'],
      ['Patient?phone=02164931990', 'p0'],
      ['Patient?deceased=true', 'p1'],
      ['Patient?deceased=false', 'p0 p2'],
    ],
  );
});

describe('date', () => {
  const d = (id: string, more: object) => ({ resourceType: 'Observation', id, status: 'final', ...more });
  finds(
    [
      d('d0', { effectiveDateTime: '2019-12-20' }),
      d('d1', { effectiveDateTime: '2020' }),
      d('d2', { effectiveDateTime: '2020-05' }),
      d('d3', { effectiveDateTime: '2020-05-15' }),
      d('d4', { effectiveDateTime: '2020-05-15T12:00:00Z' }),
      d('d5', { effectiveDateTime: '2020-05-15T12:00:00.500Z' }),
      d('d6', { effectiveDateTime: '2021-02-01' }),
      d('d7', { effectivePeriod: { start: '2020-05-20', end: '2020-05-22' } }),
      d('d8', { effectivePeriod: { start: '2022-01-10' } }),
      d('d9', {}),
    ],
    [
      ['Observation?date=2020', 'd1 d2 d3 d4 d5 d7'],
      ['Observation?date=eq2020-05', 'd2 d3 d4 d5 d7'],
      ['Observation?date=2020-05-15', 'd3 d4 d5'],
      ['Observation?date=2020-05-15T12:00:00Z', 'd4 d5'],
      ['Observation?date=2020-05-15T12:00Z', 'd4 d5'],
      ['Observation?date=2020-05-15T20:00:00%2B08:00', 'd4 d5'],
      ['Observation?date=2020-05-15T20:00:00 08:00', 'd4 d5'],
      ['Observation?date=2020-05-15T20:00', 'd4 d5'],
      ['Observation?date=2020-05-21', ''],
      ['Observation?date=ne2020-05', 'd0 d1 d6 d8'],
      ['Observation?date=gt2020-05-15', 'd1 d2 d6 d7 d8'],
      ['Observation?date=lt2020-05-15', 'd0 d1 d2'],
      ['Observation?date=ge2020-05-15', 'd1 d2 d3 d4 d5 d6 d7 d8'],
      ['Observation?date=le2020-05-15', 'd0 d1 d2 d3 d4 d5'],
      ['Observation?date=sa2020-05-15', 'd6 d7 d8'],
      ['Observation?date=eb2020-05-15', 'd0'],
      // A tenth of the six and a half years to 25 November 2026, on both sides.
      ['Observation?date=ap2020-05-15', 'd0 d1 d2 d3 d4 d5 d7'],
      ['Observation?date=ge2020-05-01&date=lt2020-06-01', 'd1 d2 d3 d4 d5 d7'],
      ['Observation?date=2019-12-20,2021-02-01', 'd0 d6'],
      ['Observation?date=gt2090-01-01', 'd8'],
      ['Observation?date=gt2020-05-15T12:00:00.400Z&date=lt2020-05-15T12:00:00.600Z', 'd1 d2 d3 d4 d5'],
      ['Observation?date:missing=true', 'd9'],
    ],
  );
});

describe('number and quantity', () => {
  const n = (id: string, probabilityDecimal: number) => ({
    resourceType: 'RiskAssessment',
    id,
    prediction: [{ probabilityDecimal }],
  });
  const q = (id: string, value: number, unit: string, code?: string, more: object = {}) => ({
    resourceType: 'Observation',
    id,
    valueQuantity: { value, unit, ...(code ? { system: UCUM, code } : {}), ...more },
  });
  finds(
    [
      n('n0', 0.1),
      n('n1', 0.5),
      n('n2', 0.54),
      n('n3', 1),
      q('q0', 5.4, 'mg', 'mg'),
      q('q1', 5.401, 'mg', 'mg'),
      q('q3', 5.4, 'kg', 'kg'),
      q('q4', 6, 'mg', 'mg'),
      q('q5', 5.4, 'mg'),
      q('q6', 0.002, 'mg', 'mg'),
      q('q7', 5, 'ml', 'mL', { comparator: '<' }),
    ],
    [
      ['RiskAssessment?probability=0.5', 'n1 n2'],
      ['RiskAssessment?probability=0.50', 'n1'],
      ['RiskAssessment?probability=gt0.5', 'n2 n3'],
      ['RiskAssessment?probability=ge0.5', 'n1 n2 n3'],
      ['RiskAssessment?probability=lt0.5', 'n0'],
      ['RiskAssessment?probability=le0.5', 'n0 n1'],
      ['RiskAssessment?probability=ne0.50', 'n0 n2 n3'],
      ['RiskAssessment?probability=5e-1', 'n1 n2'],
      ['RiskAssessment?probability=ap0.5', 'n1 n2'],
      ['RiskAssessment?probability=0.1,1.0', 'n0 n3'],
      [`Observation?value-quantity=5.40|${UCUM}|mg`, 'q0 q1'],
      ['Observation?value-quantity=5.4', 'q0 q1 q3 q5'],
      ['Observation?value-quantity=5.4||mg', 'q0 q1 q5'],
      [`Observation?value-quantity=5.4|${UCUM}|kg`, 'q3'],
      [`Observation?value-quantity=le5.4|${UCUM}|mg`, 'q0 q6'],
      [`Observation?value-quantity=gt5.4|${UCUM}|mg`, 'q1 q3 q4'],
      [`Observation?value-quantity=5.400|${UCUM}|mg`, 'q0'],
      [`Observation?value-quantity=2e-3|${UCUM}|mg`, 'q6'],
      [`Observation?value-quantity=lt5||mL`, 'q7'],
    ],
  );
});

describe('reference', () => {
  const o = (id: string, more: object) => ({ resourceType: 'Observation', id, status: 'final', ...more });
  finds(
    [
      o('r0', { subject: { reference: 'Patient/p0' } }),
      o('r1', { subject: { reference: `${BASE}/Patient/p1` } }),
      o('r2', { subject: { reference: 'http://other.example/fhir/Patient/xyz' } }),
      o('r3', { subject: { identifier: { system: S1, value: 'A009' }, display: 'somebody' } }),
      o('r4', {
        subject: { reference: 'Patient/p5/_history/2' },
        performer: [{ reference: 'Practitioner/d' }],
      }),
      o('r5', { subject: { reference: 'Group/p0' } }),
    ],
    [
      ['Observation?subject=Patient/p0', 'r0'],
      ['Observation?subject=p0', 'r0 r5'],
      ['Observation?patient=p1', 'r1'],
      ['Observation?patient=Patient/p0', 'r0'],
      ['Observation?patient=p0', 'r0'],
      ['Observation?patient=Group/p0', ''],
      ['Observation?subject:Patient=p0', 'r0'],
      ['Observation?subject:Group=p0', 'r5'],
      ['Observation?subject:Group=Patient/p0', ''],
      [`Observation?subject=${BASE}/Patient/p0`, 'r0'],
      ['Observation?subject=https://alias.example/r4/Patient/p1', 'r1'],
      ['Observation?subject=http://other.example/fhir/Patient/xyz', 'r2'],
      ['Observation?subject=Patient/xyz', ''],
      ['Observation?subject=Patient/p0,Patient/p1', 'r0 r1'],
      ['Observation?subject=Patient/p5', 'r4'],
      ['Observation?subject=Patient/p5/_history/2', 'r4'],
      ['Observation?subject=Patient/p5/_history/3', ''],
      [`Observation?subject:identifier=${S1}|A009`, 'r3'],
      ['Observation?performer:missing=false', 'r4'],
      ['Observation?subject:missing=true', ''],
      ['Observation?subject=Patient/nobody', ''],
      // Elsewhere may be a patient: it is found as one, so that it does not count as missing.
      ['Observation?patient=http://other.example/fhir/Patient/xyz', 'r2'],
      ['Observation?patient:missing=true', 'r5'],
      ['Observation?patient:missing=false', 'r0 r1 r2 r3 r4'],
      // No Group is ever the patient, whatever its id.
      ['Observation?patient:Group=p0', ''],
      ['Observation?patient:Patient=p0', 'r0'],
    ],
  );
});

describe('uri and composite', () => {
  const v = (id: string, url: string, version?: string) => ({
    resourceType: 'ValueSet',
    id,
    status: 'draft',
    url,
    version,
  });
  const code = (value: string) => ({ coding: [{ system: S1, code: value }] });
  const mmHg = (value: number) => ({ value, unit: 'mmHg', system: UCUM, code: 'mm[Hg]' });
  const bp = (systolic: number, diastolic: number) => [
    { code: code('sys'), valueQuantity: mmHg(systolic) },
    { code: code('dia'), valueQuantity: mmHg(diastolic) },
  ];
  const profile = 'https://x.example/StructureDefinition/child';
  finds(
    [
      v('u0', 'http://n.example/vs/a', '1.0'),
      v('u1', 'http://n.example/vs/a/b', '2.0'),
      v('u2', 'urn:oid:1.2.3.4'),
      v('u3', 'http://n.example/vs/ab'),
      {
        resourceType: 'Observation',
        id: 'c0',
        code: code('bp'),
        component: bp(107, 60),
        effectiveDateTime: '2020-01-05',
      },
      { resourceType: 'Observation', id: 'c1', code: code('bp'), component: bp(60, 107) },
      { resourceType: 'Observation', id: 'c2', code: code('glu'), valueQuantity: { value: 7 } },
      {
        resourceType: 'Patient',
        id: 'x1',
        meta: { profile: [`${profile}|1.0`], tag: [{ system: S1, code: 'special' }] },
      },
      {
        resourceType: 'Patient',
        id: 'x2',
        meta: { profile: [profile], tag: [{ system: S2, code: 'special' }] },
      },
    ],
    [
      ['ValueSet?url=http://n.example/vs/a', 'u0'],
      ['ValueSet?url=http://n.example/VS/a', ''],
      ['ValueSet?url=urn:oid:1.2.3.4', 'u2'],
      ['ValueSet?url:below=http://n.example/vs/a', 'u0 u1'],
      ['ValueSet?url:above=http://n.example/vs/a/b/c', 'u0 u1'],
      ['ValueSet?url=http://n.example/vs/a&version=1.0', 'u0'],
      [`Observation?code-value-quantity=${S1}|glu$gt5`, 'c2'],
      [`Observation?component-code-value-quantity=${S1}|sys$107`, 'c0'],
      [`Observation?component-code-value-quantity=sys$60`, 'c1'],
      ['Observation?combo-code-value-quantity=dia$107||mm[Hg],glu$7', 'c1 c2'],
      ['Observation?combo-code=dia', 'c0 c1'],
      ['Observation?combo-code=glu', 'c2'],
      ['Observation?combo-code:missing=true', ''],
      [`Patient?_profile=${profile}`, 'x1 x2'],
      [`Patient?_profile=${profile}|1.0`, 'x1'],
      [`Patient?_tag=${S1}|special`, 'x1'],
      ['Patient?_tag=special&_tag:not=http://s.example/1|special', 'x2'],
    ],
  );
});

describe('chains and _has', () => {
  const o = (id: string, subject: string, more: object = {}) => ({
    resourceType: 'Observation',
    id,
    subject: { reference: subject },
    code: { coding: [{ code: 'ref' }] },
    ...more,
  });
  const patient = (id: string, family: string, organization?: string, more: object = {}) => ({
    resourceType: 'Patient',
    id,
    name: [{ family }],
    ...(organization ? { managingOrganization: { reference: `Organization/${organization}` } } : {}),
    ...more,
  });
  finds(
    [
      { resourceType: 'Organization', id: 'org1', name: 'Acme Hospital' },
      {
        resourceType: 'Organization',
        id: 'org2',
        name: 'Beta Clinic',
        partOf: { reference: 'Organization/org1' },
      },
      patient('p0', 'Nightingale', 'org1', { gender: 'female', birthDate: '1980' }),
      patient('p1', 'Müller', 'org2', { gender: 'male' }),
      patient('p5', "O'Brien", undefined, { gender: 'female', birthDate: '2015-03-01' }),
      patient('p6', 'Lonely'),
      o('r0', 'Patient/p0'),
      o('r1', 'Patient/p1'),
      o('r2', 'http://other.example/fhir/Patient/p0'),
      o('r4', 'Patient/p5'),
      o('r6', '#inside', {
        contained: [{ resourceType: 'Patient', id: 'inside', name: [{ family: 'Nightly' }] }],
      }),
    ],
    [
      ['Observation?subject:Patient.family=night', 'r0 r6'],
      ['Observation?patient.name=müller', 'r1'],
      ['Observation?subject.name=night', 'r0 r6'],
      ['Observation?patient.birthdate=gt2010', 'r4'],
      ['Observation?patient._id=p0', 'r0'],
      ['Observation?patient.organization.name=acme', 'r0'],
      ['Observation?patient.organization.partof.name=acme', 'r1'],
      ['Observation?patient.gender=female&patient.birthdate=lt2000', 'r0'],
      ['Patient?_has:Observation:patient:code=ref', 'p0 p1 p5'],
      ['Patient?_has:Observation:patient:code=nope', ''],
      ['Organization?_has:Patient:organization:_has:Observation:patient:code=ref', 'org1 org2'],
      ['Patient?_has:Observation:patient:code=ref&gender=female', 'p0 p5'],
      ['Patient?organization._has:Organization:partof:name=beta', 'p0'],
    ],
  );
});

describe('whatever a value holds', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', ',', '|', '$', '\\', ' ', '张', 'ü', "'", '%') });

  it('an identifier is found by itself, escaped', () => {
    fc.assert(
      fc.property(text, text, (system, value) => {
        fc.pre(value !== '' && system !== '');
        const find = createFinder(context, [
          { resourceType: 'Patient', id: 'x', identifier: [{ system, value }] },
        ]);
        const asked = encodeURIComponent(`${escapeValue(system)}|${escapeValue(value)}`);
        expect(find(`Patient?identifier=${asked}`)).toEqual(['x']);
      }),
    );
  });

  it('a family name is found by itself and by its beginning, and :exact only as it is', () => {
    fc.assert(
      fc.property(text, (family) => {
        fc.pre(family.trim() !== '');
        const find = createFinder(context, [{ resourceType: 'Patient', id: 'x', name: [{ family }] }]);
        const asked = encodeURIComponent(escapeValue(family));
        expect(find(`Patient?family=${asked}`)).toEqual(['x']);
        expect(find(`Patient?family:exact=${asked}`)).toEqual(['x']);
        expect(find(`Patient?family:exact=${asked}x`)).toEqual([]);
        const first = [...family.trim()][0]!;
        expect(find(`Patient?family=${encodeURIComponent(escapeValue(first))}`)).toEqual(['x']);
      }),
    );
  });
});

// What one row of a kindergarten eye screening becomes: eight resources with the entries that
// search/index-resource makes of them, about thirty each. Data for the store benchmarks.

import type { Entry, SimpleValue } from '../../src/storage/index-entry.ts';
import type { Key, Write } from '../../src/storage/store.ts';

const LOINC = 'http://loinc.org';
const LOCAL = 'https://lianti.example/CodeSystem/refraction';
const SURNAMES = [
  '王',
  '李',
  '张',
  '刘',
  '陈',
  '杨',
  '黄',
  '赵',
  '吴',
  '周',
  '徐',
  '孙',
  '马',
  '朱',
  '胡',
  '林',
];
const GIVEN = ['子涵', '欣怡', '浩然', '梓轩', '雨桐', '思远', '佳琪', '宇航', '诗雅', '俊杰'];
const DAY = 86_400_000;

const token = (param: string, system: string, code: string): Entry => ({
  kind: 'token',
  param,
  system,
  code,
  fold: code.toLowerCase(),
});
const text = (param: string, words: string): Entry => ({
  kind: 'string',
  param,
  text: words,
  fold: words.toLowerCase().replaceAll(' ', ''),
});
const date = (param: string, lo: number, length: number): Entry => ({
  kind: 'date',
  param,
  lo,
  hi: lo + length,
});
const ref = (param: string, key: Key): Entry => ({ kind: 'reference', param, type: key.type, id: key.id });
const uri = (param: string, value: string): Entry => ({ kind: 'uri', param, value });
const quantity = (value: number, code: string): SimpleValue => ({
  kind: 'quantity',
  lo: value,
  hi: value,
  system: 'http://unitsofmeasure.org',
  code,
  unit: code,
});

/** The pseudo-random numbers of the benchmarks: the same rows every time. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
}

function common(child: Key, school: Key, refs: Key[], profile: string): Entry[] {
  const targets = new Map(refs.map((r) => [`${r.type}/${r.id}`, r]));
  return [
    uri('_profile', `https://lianti.example/StructureDefinition/${profile}`),
    token('_tag', 'https://lianti.example/CodeSystem/source', 'kindergarten-csv'),
    token('_tag', 'https://lianti.example/CodeSystem/import', 'run-2026-11'),
    uri('_source', 'urn:lianti:source:kindergarten'),
    ref('_compartment', child),
    ref('_owner', school),
    ...[...targets.values()].map((r) => ref('_ref', r)),
  ];
}

function body(key: Key, extra: string): { head: string; tail: string } {
  const filler = `"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">${'屈光筛查 '.repeat(20)}</div>"}`;
  return {
    head: `{"resourceType":"${key.type}","id":"${key.id}","meta":{`,
    tail: `,"profile":["https://lianti.example/StructureDefinition/x"]},${filler},${extra}}`,
  };
}

/** One row: Patient, Encounter, panel, two refractions, two acuities, Provenance. `n` makes its ids. */
export function screeningRow(n: number, random: () => number): Write[] {
  const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)]!;
  const patient = { type: 'Patient', id: `p${n}` };
  const school = { type: 'Organization', id: `org${n % 16}` };
  const nurse = { type: 'Practitioner', id: `nurse${n % 40}` };
  const encounter = { type: 'Encounter', id: `e${n}` };
  const when = Date.UTC(2026, 8, 1) + Math.floor(random() * 60) * DAY + Math.floor(random() * DAY);
  const born = Date.UTC(2020, 0, 1) + Math.floor(random() * 1500) * DAY;
  const surname = pick(SURNAMES);
  const name = surname + pick(GIVEN);
  const labels = [`owner:Organization/${school.id}`, `compartment:Patient/${patient.id}`];
  const write = (key: Key, entries: Entry[], extra: string): Write => ({
    key,
    method: 'POST',
    text: body(key, extra),
    entries,
    labels,
  });

  const observation = (id: string, code: string, profile: string, parts: Entry[], refs: Key[]): Write => {
    const key = { type: 'Observation', id };
    return write(
      key,
      [
        ...common(patient, school, [patient, encounter, nurse, ...refs], profile),
        token('status', 'http://hl7.org/fhir/observation-status', 'final'),
        token('category', 'http://terminology.hl7.org/CodeSystem/observation-category', 'exam'),
        token('code', LOINC, code),
        text('code:text', `观察 ${code}`),
        token('identifier', 'https://lianti.example/id/row', `${n}-${id}`),
        ref('subject', patient),
        ref('encounter', encounter),
        ref('performer', nurse),
        date('date', when, 1000),
        ...refs.map((r) => ref('derived-from', r)),
        ...parts,
      ],
      `"status":"final","code":{"coding":[{"system":"${LOINC}","code":"${code}"}]},"valueQuantity":{"value":${(random() * 4).toFixed(2)}}`,
    );
  };

  const refraction = (eye: string): Write => {
    const parts: Entry[] = [token('method', LOCAL, 'non-cycloplegic'), token('bodysite', LOCAL, eye)];
    for (const code of ['sphere', 'cylinder', 'axis', 'equivalent']) {
      const value = Math.round((random() * 8 - 4) * 4) / 4;
      const measured = quantity(value, code === 'axis' ? 'deg' : '[diop]');
      parts.push(token('component-code', LOCAL, code), {
        ...measured,
        param: 'component-value-quantity',
      } as Entry);
      const coded: SimpleValue = { kind: 'token', system: LOCAL, code, fold: code };
      parts.push({ kind: 'composite', param: 'component-code-value-quantity', parts: [coded, measured] });
    }
    return observation(`r${eye}${n}`, '95320-2', 'lianti-refraction', parts, []);
  };
  const acuity = (eye: string): Write => {
    const value = quantity(Math.round(random() * 12) / 10, '1');
    const coded: SimpleValue = { kind: 'token', system: LOINC, code: '98499-1', fold: '98499-1' };
    return observation(
      `v${eye}${n}`,
      '98499-1',
      'lianti-acuity',
      [
        token('method', LOCAL, 'logmar'),
        token('bodysite', LOCAL, eye),
        { ...value, param: 'value-quantity' } as Entry,
        { kind: 'composite', param: 'code-value-quantity', parts: [coded, value] },
      ],
      [],
    );
  };

  const members = [refraction('od'), refraction('os'), acuity('od'), acuity('os')];
  const provenance = { type: 'Provenance', id: `prov${n}` };
  return [
    write(
      patient,
      [
        ...common(patient, school, [school], 'lianti-child'),
        token('identifier', 'https://lianti.example/id/child', `SH${100000 + n}`),
        token('identifier', 'https://lianti.example/id/student', `2026${n}`),
        text('family', surname),
        text('given', name.slice(1)),
        text('name', name),
        text('name', surname),
        text('name', name.slice(1)),
        text('address', '上海市徐汇区'),
        text('address-city', '上海市'),
        text('address-district', '徐汇区'),
        token('gender', 'http://hl7.org/fhir/administrative-gender', n % 2 ? 'female' : 'male'),
        token('active', '', 'true'),
        token('phone', 'phone', `138${10000000 + n}`),
        token('telecom', 'phone', `138${10000000 + n}`),
        date('birthdate', born, DAY),
        ref('organization', school),
      ],
      `"birthDate":"2020-05-05","name":[{"text":"${name}"}]`,
    ),
    write(
      encounter,
      [
        ...common(patient, school, [patient, school, nurse], 'lianti-screening'),
        token('status', 'http://hl7.org/fhir/encounter-status', 'finished'),
        token('class', 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'FLD'),
        token('type', LOCAL, 'screening'),
        token('identifier', 'https://lianti.example/id/row', `${n}`),
        ref('subject', patient),
        ref('service-provider', school),
        ref('participant', nurse),
        date('date', when, 3_600_000),
      ],
      '"status":"finished"',
    ),
    observation(
      `panel${n}`,
      '28631-1',
      'lianti-screening-panel',
      members.map((m) => ref('has-member', m.key)),
      members.map((m) => m.key),
    ),
    ...members,
    write(
      provenance,
      [
        ...common(patient, school, [...members.map((m) => m.key), nurse, school], 'lianti-provenance'),
        ...members.map((m) => ref('target', m.key)),
        ref('agent', nurse),
        ref('agent', school),
        date('recorded', when + 60_000, 1),
        token('signature-type', LOCAL, 'import'),
      ],
      '"recorded":"2026-09-01T08:00:00+08:00"',
    ),
  ];
}

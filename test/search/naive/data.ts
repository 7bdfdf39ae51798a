// Random resources as they come from many hands: values of every form that R4 allows, several, few, only extensions,
// periods open at either end, references of every form, contained resources, rings.

import type { JsonObject } from '../../../src/fhir/json/tree.ts';
import type { Random } from './random.ts';

export const UCUM = 'http://unitsofmeasure.org';
/** Systems that no CodeSystem on the server describes: case does not count in them. */
export const SYSTEMS = ['http://example.org/a', 'http://example.org/b', 'urn:oid:1.2.3'];
export const CODES = ['1', '12', 'x', 'X-y', 'a,b', 'a|b', 'c$d', 'back\\slash', '左眼', 'ü', '%41+b'];
export const WORDS = [
  'Li',
  'li',
  'LIU',
  'Müller',
  'mu',
  "O'Hara",
  'van der Berg',
  '王',
  '王小明',
  '赵敏',
  'Ångström',
  'a%b_c',
  'x*y?z[1]',
  '"quoted"',
  'né\u0301e',
  'semi;colon',
  '😀',
];
const PAST = [
  '0001',
  '0001-01-01',
  '1582-10-15',
  '1899-12-31T23:59:59Z',
  '1969-12-31T23:59:59.999Z',
  '1970',
  '1970-01-01T00:00:00Z',
];
export const DATES = [
  ...PAST,
  '2000',
  '2000-02',
  '2000-02-29',
  '2019-12',
  '2019-12-31',
  '2020',
  '2020-01',
  '2020-01-01',
  '2020-01-01T00:00:00Z',
  '2020-01-01T00:00:00.000Z',
  '2020-01-01T07:30:00+08:00',
  '2019-12-31T23:30:00-01:00',
  '2020-02-28T23:59:59.999Z',
  '2020-02-29',
  '2020-03-01',
  '2020-12-31T23:59:59+14:00',
  '9999',
  '9999-12-31',
  '9999-12-31T23:59:59.999Z',
];
export const NUMBERS = [
  0, 1, -1, 0.5, 0.05, 0.005, 1.5, 5.4, 5.35, 5.45, 5.449, 9.5, 10, 10.5, 100, 99.5, 100.5, 1e-9, 1e21,
  -0.001, 123456789.123,
];
const UNITS = [
  { system: UCUM, code: 'mg', unit: 'mg' },
  { system: UCUM, code: 'g', unit: 'gram' },
  { system: UCUM, code: 'kg' },
  { system: UCUM, code: 'cm', unit: 'cm' },
  { system: UCUM, code: 'm' },
  { system: 'http://example.org/units', code: 'drop', unit: 'drops' },
  { unit: 'mg' },
  {},
];
const EMPTY = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
};

export const BASE = 'http://fhir.test/fhir';
/** Of each type. */
const PER_TYPE = Number(process.env.NAIVE_RESOURCES ?? 14);

type Maker = (random: Random, id: string) => JsonObject;

/** Only dates of days or coarser are a `date`. */
export const day = (random: Random) => random.pick(DATES.filter((text) => !text.includes('T')));
/** An instant is to the second at least. */
export const instant = (random: Random) => random.pick(DATES.filter((text) => text.includes('T')));

export function quantity(random: Random): JsonObject {
  return {
    ...(random.once(12) ? {} : { value: random.pick(NUMBERS) }),
    ...(random.once(8) ? { comparator: random.pick(['<', '<=', '>=', '>']) } : {}),
    ...random.pick(UNITS),
  };
}

export function period(random: Random): JsonObject {
  const ends = [random.pick(DATES), random.pick(DATES)].sort((a, b) => (a < b ? -1 : 1)) as [string, string];
  return random.pick([
    { start: ends[0], end: ends[1] },
    { start: ends[0], end: ends[1] },
    { start: ends[0] },
    { end: ends[1] },
  ]);
}

export function coding(random: Random): JsonObject {
  const hasNoCode = random.once(8);
  return {
    ...(random.once(4) && !hasNoCode ? {} : { system: random.pick(SYSTEMS) }),
    ...(hasNoCode ? {} : { code: random.pick(CODES) }),
    ...(random.once(3) ? { display: random.pick(WORDS) } : {}),
  };
}

export function concept(random: Random): JsonObject {
  const codings = random.some(0, 2, () => coding(random));
  return {
    ...(codings.length > 0 ? { coding: codings } : {}),
    ...(random.once(2) || codings.length === 0 ? { text: random.pick(WORDS) } : {}),
  };
}

export function identifier(random: Random): JsonObject {
  return {
    ...(random.once(3) ? {} : { system: random.pick(SYSTEMS) }),
    ...(random.once(3)
      ? { type: { coding: [{ system: random.pick(SYSTEMS), code: random.pick(['MR', 'x']) }] } }
      : {}),
    value: random.pick(CODES),
  };
}

export function reference(random: Random, ...types: string[]): JsonObject {
  const type = random.pick(types);
  const id = idOf(type, random.integer(PER_TYPE + 1));
  return random.any<JsonObject>(
    () => ({ reference: `${type}/${id}` }),
    () => ({ reference: `${type}/${id}` }),
    () => ({ reference: `${type}/${id}` }),
    () => ({ reference: `${BASE}/${type}/${id}` }),
    () => ({ reference: `${type}/${id}/_history/1` }),
    () => ({ reference: `http://elsewhere.example/fhir/${type}/${id}` }),
    () => ({ identifier: identifier(random) }),
  );
}

export function humanName(random: Random): JsonObject {
  return {
    ...(random.once(5) ? {} : { family: random.pick(WORDS) }),
    given: random.some(1, 2, () => random.pick(WORDS)),
    ...(random.once(4) ? { text: random.pick(WORDS) } : {}),
    ...(random.once(6) ? { prefix: [random.pick(WORDS)] } : {}),
  };
}

export function address(random: Random): JsonObject {
  return {
    ...(random.once(2) ? { use: random.pick(['home', 'work']) } : {}),
    ...(random.once(2) ? { city: random.pick(WORDS) } : {}),
    ...(random.once(2) ? { line: random.some(1, 2, () => random.pick(WORDS)) } : {}),
    country: random.pick(['CN', 'FR']),
  };
}

/** The element, missing, or there with nothing but an extension. */
function primitive(random: Random, name: string, value: unknown): JsonObject {
  if (random.once(5)) return {};
  if (random.once(6)) return { [`_${name}`]: EMPTY };
  return { [name]: value as string };
}

function sometimes(random: Random, name: string, make: () => unknown): JsonObject {
  return random.once(3) ? {} : { [name]: make() as JsonObject };
}

function list(random: Random, name: string, most: number, make: () => JsonObject): JsonObject {
  const values = random.some(0, most, make).filter((one) => Object.keys(one).length > 0);
  return values.length === 0 ? {} : { [name]: values };
}

function value(random: Random): JsonObject {
  return random.any<JsonObject>(
    () => ({ valueQuantity: quantity(random) }),
    () => ({ valueQuantity: quantity(random) }),
    () => ({ valueCodeableConcept: concept(random) }),
    () => ({ valueString: random.pick(WORDS) }),
    () => ({ valueDateTime: random.pick(DATES) }),
    () => ({ valuePeriod: period(random) }),
    () => ({}),
  );
}

const MAKERS: Record<string, Maker> = {
  Patient: (random) => ({
    ...list(random, 'name', 2, () => humanName(random)),
    ...primitive(random, 'birthDate', day(random)),
    ...primitive(random, 'gender', random.pick(['male', 'female', 'other'])),
    ...primitive(random, 'active', random.once(2)),
    ...random.pick<JsonObject>([
      {},
      { deceasedBoolean: true },
      { deceasedBoolean: false },
      { deceasedDateTime: random.pick(DATES) },
    ]),
    ...list(random, 'identifier', 2, () => identifier(random)),
    ...list(random, 'address', 2, () => address(random)),
    ...list(random, 'generalPractitioner', 2, () => reference(random, 'Practitioner', 'Organization')),
    ...sometimes(random, 'managingOrganization', () => reference(random, 'Organization')),
    ...list(random, 'link', 1, () => ({ other: reference(random, 'Patient'), type: 'seealso' })),
  }),
  Practitioner: (random) => ({
    ...list(random, 'name', 2, () => humanName(random)),
    ...list(random, 'identifier', 1, () => identifier(random)),
    ...primitive(random, 'gender', random.pick(['male', 'female'])),
  }),
  Organization: (random) => ({
    ...primitive(random, 'name', random.pick(WORDS)),
    ...list(random, 'identifier', 1, () => identifier(random)),
    ...list(random, 'type', 1, () => concept(random)),
    ...sometimes(random, 'partOf', () => reference(random, 'Organization')),
  }),
  Observation: (random) => ({
    status: random.pick(['final', 'preliminary', 'amended']),
    code: concept(random),
    ...list(random, 'category', 2, () => concept(random)),
    ...sometimes(random, 'subject', () => reference(random, 'Patient', 'Patient', 'Group', 'Location')),
    ...random.any<JsonObject>(
      () => primitive(random, 'effectiveDateTime', random.pick(DATES)),
      () => ({ effectivePeriod: period(random) }),
      () => ({ effectiveInstant: instant(random) }),
      () => ({ effectiveTiming: { event: random.some(1, 3, () => random.pick(DATES)) } }),
      () => ({ effectiveTiming: { repeat: { boundsPeriod: period(random) } } }),
    ),
    ...value(random),
    ...list(random, 'component', 2, () => ({ code: concept(random), ...value(random) })),
    ...list(random, 'performer', 2, () => reference(random, 'Practitioner', 'Organization', 'Patient')),
    ...list(random, 'hasMember', 1, () => reference(random, 'Observation')),
  }),
  Condition: (random) => ({
    ...sometimes(random, 'code', () => concept(random)),
    subject: reference(random, 'Patient', 'Group'),
    ...random.any<JsonObject>(
      () => ({ onsetDateTime: random.pick(DATES) }),
      () => ({ onsetPeriod: period(random) }),
      () => ({ onsetAge: { value: random.pick(NUMBERS), system: UCUM, code: 'a', unit: 'a' } }),
      () => ({ onsetString: random.pick(WORDS) }),
      () => ({}),
    ),
    ...primitive(random, 'recordedDate', random.pick(DATES)),
  }),
  RiskAssessment: (random) => ({
    status: 'final',
    subject: reference(random, 'Patient'),
    ...list(random, 'prediction', 3, () =>
      random.any<JsonObject>(
        () => ({ probabilityDecimal: random.pick(NUMBERS) }),
        () => ({ outcome: concept(random) }),
      ),
    ),
  }),
  Encounter: (random) => ({
    status: random.pick(['planned', 'finished']),
    class: coding(random),
    ...sometimes(random, 'subject', () => reference(random, 'Patient')),
    ...sometimes(random, 'period', () => period(random)),
    ...sometimes(random, 'length', () => quantity(random)),
    ...list(random, 'participant', 2, () => ({ individual: reference(random, 'Practitioner') })),
    ...sometimes(random, 'partOf', () => reference(random, 'Encounter')),
  }),
  Questionnaire: (random, id) => ({
    url: `http://example.org/Questionnaire/${random.pick(['', 'a/', 'a/b/', 'ab/'])}${id}`,
    ...sometimes(random, 'version', () => random.pick(['1', '2.0'])),
    ...primitive(random, 'title', random.pick(WORDS)),
    status: random.pick(['active', 'draft']),
    ...sometimes(random, 'effectivePeriod', () => period(random)),
    ...list(random, 'useContext', 2, () => ({
      code: { system: random.pick(SYSTEMS), code: random.pick(CODES) },
      ...random.any<JsonObject>(
        () => ({ valueCodeableConcept: concept(random) }),
        () => ({ valueQuantity: quantity(random) }),
      ),
    })),
  }),
  MedicationRequest: (random) => {
    const isContained = random.once(2);
    return {
      ...(isContained
        ? {
            contained: [
              {
                resourceType: 'Medication',
                id: 'm',
                code: concept(random),
                identifier: [identifier(random)],
              },
            ],
          }
        : {}),
      status: random.pick(['active', 'stopped']),
      intent: 'order',
      subject: reference(random, 'Patient'),
      ...(isContained
        ? { medicationReference: { reference: '#m' } }
        : { medicationCodeableConcept: concept(random) }),
      ...primitive(random, 'authoredOn', random.pick(DATES)),
    };
  },
};

export const DATA_TYPES = Object.keys(MAKERS);

function idOf(type: string, number: number): string {
  return `${type.slice(0, 3).toLowerCase()}${type.length}.${number}`;
}

/** As many of each type; the one after the last is referred to, but is not there. */
export function randomResources(random: Random): JsonObject[] {
  return DATA_TYPES.flatMap((type) =>
    Array.from({ length: PER_TYPE }, (_, number) => {
      const id = idOf(type, number);
      const tags = random.some(0, 2, () => ({ system: random.pick(SYSTEMS), code: random.pick(CODES) }));
      const meta = tags.length === 0 ? {} : { meta: { [random.pick(['tag', 'security'])]: tags } };
      return { resourceType: type, id, ...meta, ...MAKERS[type]!(random, id) };
    }),
  );
}

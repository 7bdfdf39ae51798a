// Bodies that are nearly right: resources, Bundles, patches and XML, each changed in a few places.

import fc from 'fast-check';

export interface FuzzBody {
  contentType: string;
  text: string;
}

/** Stands for text that JSON.stringify would not write: huge numbers, a key called __proto__. */
const RAW = /"@@(.*?)@@"/g;
const raw = (text: string) => `@@${text}@@`;

const nested = (depth: number) => raw(`${'['.repeat(depth)}${']'.repeat(depth)}`);

const ODD_VALUES: unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 2 ** 53, '', ' ', 'a'.repeat(5000), '\u0000', '\ud800', '张小禾'],
  ...['2020-02-30', '2020', '2020-01-01T00:00:00', '0000-00-00', '__proto__', 'constructor', 'toString'],
  ...['<script>alert(1)</script>', "'; drop table resource; --", '%', 'urn:uuid:nothing', '#', '#x', '/'],
  ...['Patient/a', 'Patient/none', 'Patient?identifier=urn:f|1', 'http://e.test/fhir/Patient/a/_history/1'],
  ...[{}, [], [null], [[]], { a: {} }, { reference: 'Patient/a' }, { reference: '#x' }, { value: 1 }],
  ...[{ resourceType: 'Patient' }, { resourceType: '__proto__' }, { extension: [{ url: 'x' }] }, { id: 'x' }],
  ...[raw('1e400'), raw('-1E-400'), raw('1e999999999'), raw('123456789012345678901234567890.10')],
  ...[raw('-0'), raw('1.50'), raw('01'), raw('NaN'), raw('{"__proto__":{"polluted":true}}')],
  ...[raw('{"constructor":{"prototype":{"polluted":true}}}'), raw('{"a":1,"a":2}'), nested(50), nested(500)],
];
const ODD_NAMES = [
  ...['id', 'meta', 'text', 'contained', 'extension', 'modifierExtension', '_birthDate', '_gender', 'value'],
  ...['valueString', 'valueQuantity', 'resourceType', 'toString', 'hasOwnProperty', 'nonsense', '', '_', '$'],
];

const A = 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a';

const PATIENT = {
  resourceType: 'Patient',
  meta: {
    profile: ['http://hl7.org/fhir/StructureDefinition/Patient'],
    tag: [{ system: 'urn:t', code: 't' }],
  },
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">张</div>' },
  extension: [{ url: 'http://e.test/x', valueDecimal: 1.5 }],
  identifier: [{ system: 'urn:f', value: '1' }],
  name: [{ family: '张', given: ['小', '禾'] }],
  gender: 'female',
  birthDate: '2017-05-21',
  _birthDate: { extension: [{ url: 'http://e.test/t', valueDateTime: '2017-05-21T08:00:00+08:00' }] },
};
const OBSERVATION = {
  resourceType: 'Observation',
  contained: [{ resourceType: 'Device', id: 'd' }],
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'exam' }] },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '79893-4' }], text: '眼轴' },
  subject: { reference: 'Patient/a' },
  device: { reference: '#d' },
  effectiveDateTime: '2021-03-01T09:30:00+08:00',
  valueQuantity: { value: 24.1, unit: 'mm', system: 'http://unitsofmeasure.org', code: 'mm' },
  component: [{ code: { text: 'x' }, valueRange: { low: { value: 1 }, high: { value: 2 } } }],
};
const RESOURCES: object[] = [
  PATIENT,
  OBSERVATION,
  { resourceType: 'Basic', code: { text: 'x' } },
  { resourceType: 'Binary', contentType: 'text/html', data: 'PGI+aGk8L2I+' },
  { resourceType: 'Organization', name: '第一幼儿园' },
  { resourceType: 'ServiceRequest', status: 'active', intent: 'order', subject: { reference: 'Patient/a' } },
  {
    resourceType: 'ValueSet',
    status: 'active',
    compose: { include: [{ system: 'http://loinc.org', filter: [{ property: 'a', op: '=', value: 'b' }] }] },
  },
  {
    resourceType: 'Questionnaire',
    status: 'active',
    item: [{ linkId: '1', type: 'group', item: [{ linkId: '2', type: 'decimal' }] }],
  },
  { resourceType: 'Bundle', type: 'collection', entry: [{ fullUrl: A, resource: PATIENT }] },
  {
    resourceType: 'Parameters',
    parameter: [
      { name: 'resource', resource: PATIENT },
      { name: 'mode', valueCode: 'create' },
      { name: 'meta', valueMeta: { tag: [{ system: 'urn:t', code: 'u' }] } },
    ],
  },
];

const JSON_PATCH: unknown = [
  { op: 'test', path: '/gender', value: 'female' },
  { op: 'replace', path: '/gender', value: 'other' },
  { op: 'add', path: '/name/0/given/-', value: '中' },
  { op: 'move', from: '/birthDate', path: '/deceasedDateTime' },
  { op: 'copy', from: '/name/0', path: '/name/1' },
  { op: 'remove', path: '/name/0' },
];
const FHIRPATH_PATCH = {
  resourceType: 'Parameters',
  parameter: ['add', 'insert', 'delete', 'replace', 'move'].map((type) => ({
    name: 'operation',
    part: [
      { name: 'type', valueCode: type },
      { name: 'path', valueString: type === 'add' ? 'Patient' : 'Patient.name[0]' },
      { name: 'name', valueString: 'gender' },
      { name: 'value', valueCode: 'male' },
      { name: 'index', valueInteger: 0 },
      { name: 'source', valueInteger: 0 },
      { name: 'destination', valueInteger: 1 },
    ],
  })),
};

const entryUrl = fc.constantFrom(
  ...[
    'Patient',
    'Patient/a',
    'Patient/b',
    'Observation',
    'Observation/o',
    'Basic',
    'Binary',
    '',
    '/',
    '$meta',
  ],
  ...[
    'Patient?identifier=urn:f|1',
    'Patient/a/_history/1',
    'Patient/a/$everything',
    'metadata',
    '%',
    '?',
    '../x',
  ],
  ...['http://e.test/fhir/Patient', '__proto__/a', 'Patient?_count=1&name=%', 'Patient?constructor=1'],
);
const entry = fc.record(
  {
    fullUrl: fc.constantFrom(A, 'http://e.test/fhir/Patient/a', 'urn:uuid:x', 'Patient/a', ''),
    resource: fc.constantFrom(...RESOURCES),
    request: fc.record(
      {
        method: fc.constantFrom('POST', 'PUT', 'GET', 'DELETE', 'PATCH', 'HEAD', 'BREW'),
        url: entryUrl,
        ifNoneExist: fc.constantFrom('identifier=urn:f|1', '', '%', 'nonsense=1', 'identifier='),
        ifMatch: fc.constantFrom('W/"1"', '1', '*', '""'),
        ifNoneMatch: fc.constantFrom('W/"1"', '*'),
        ifModifiedSince: fc.constantFrom('2021-01-01T00:00:00Z', 'yesterday'),
      },
      { requiredKeys: ['method', 'url'] },
    ),
  },
  { requiredKeys: ['request'] },
);
const bundle = fc.record({
  resourceType: fc.constant('Bundle'),
  type: fc.constantFrom('transaction', 'batch', 'transaction', 'batch', 'collection', 'history'),
  entry: fc.array(entry, { maxLength: 4 }),
});

interface Change {
  pick: number;
  how: 'replace' | 'remove' | 'wrap' | 'repeat' | 'add' | 'rename';
  value: unknown;
  name: string;
}
const change: fc.Arbitrary<Change> = fc.record({
  pick: fc.nat(),
  how: fc.constantFrom('replace', 'replace', 'remove', 'wrap', 'repeat', 'add', 'rename'),
  value: fc.constantFrom(...ODD_VALUES),
  name: fc.constantFrom(...ODD_NAMES),
});

type Container = Record<string | number, unknown>;

function mutate(tree: unknown, changes: Change[]): string {
  const root: Container = { root: structuredClone(tree) };
  for (const one of changes) apply(root, one);
  return (JSON.stringify(root.root) ?? '').replace(RAW, (_, text: string) => text.replaceAll('\\"', '"'));
}

function apply(root: Container, { pick, how, value: shared, name }: Change): void {
  const value = structuredClone(shared);
  const places: [Container, string][] = [];
  const collect = (container: Container) => {
    for (const key of Object.keys(container)) {
      places.push([container, key]);
      if (container[key] !== null && typeof container[key] === 'object') collect(container[key] as Container);
    }
  };
  collect(root);
  const [container, key] = places[pick % places.length]!;
  const old = container[key];
  if (how === 'replace') container[key] = value;
  else if (how === 'wrap') container[key] = [old];
  else if (how === 'repeat') container[key] = [old, structuredClone(old)];
  else if (how === 'add' && old !== null && typeof old === 'object') (old as Container)[name] = value;
  else if (how === 'rename' && !Array.isArray(container) && key !== 'root') {
    delete container[key];
    container[name] = old;
  } else if (key !== 'root') delete container[key];
}

const XML = [
  '<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">张</div></text><name><family value="张"/><given value="小"/></name><gender value="female"/><birthDate value="2017-05-21"/></Patient>',
  '<?xml version="1.0" encoding="UTF-8"?><Observation xmlns="http://hl7.org/fhir"><status value="final"/><code><text value="x"/></code><valueQuantity><value value="24.10"/></valueQuantity></Observation>',
  '<!DOCTYPE x [<!ENTITY e "e">]><Patient xmlns="http://hl7.org/fhir"><name><family value="&e;"/></name></Patient>',
  '<Bundle xmlns="http://hl7.org/fhir"><type value="batch"/><entry><request><method value="GET"/><url value="Patient"/></request></entry></Bundle>',
];
const FORM = [
  'name=%E5%BC%A0&_count=2',
  'identifier=urn:f|1&_total=accurate',
  '_format=html&name=a',
  '%=&&=%',
  '',
];

interface Slip {
  at: number;
  how: 'cut' | 'put' | 'drop' | 'double';
  text: string;
}
const slip: fc.Arbitrary<Slip> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('cut', 'put', 'put', 'drop', 'double'),
  text: fc.constantFrom(
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '<',
    '>',
    '&',
    '&#0;',
    '\u0000',
    '\\u',
    'é',
    '\ufeff',
    ' ',
  ),
});

function slipped(text: string, slips: Slip[]): string {
  return slips.reduce((done, { at, how, text: put }) => {
    const i = at % (done.length + 1);
    if (how === 'cut') return done.slice(0, i);
    if (how === 'drop') return done.slice(0, i) + done.slice(i + 1);
    if (how === 'double') return done.slice(0, i) + done.slice(Math.max(0, i - 9));
    return done.slice(0, i) + put + done.slice(i);
  }, text);
}

const JSON_TYPES = [
  ...Array<string>(16).fill('application/fhir+json'),
  ...['application/json', 'application/fhir+json; charset=utf-8', 'application/fhir+json;fhirVersion=4.0'],
  ...['text/plain', ''],
];
const few = fc.oneof(
  { weight: 6, arbitrary: fc.constant([] as Change[]) },
  { weight: 5, arbitrary: fc.array(change, { minLength: 1, maxLength: 3 }) },
);
const fewSlips = fc.oneof(
  { weight: 9, arbitrary: fc.constant([] as Slip[]) },
  { weight: 1, arbitrary: fc.array(slip, { minLength: 1, maxLength: 2 }) },
);

function jsonBody(tree: fc.Arbitrary<unknown>, types: string[]): fc.Arbitrary<FuzzBody> {
  return fc
    .tuple(tree, few, fewSlips, fc.constantFrom(...types))
    .map(([value, changes, slips, contentType]) => ({
      contentType,
      text: slipped(mutate(value, changes), slips),
    }));
}

function textBody(texts: string[], types: string[]): fc.Arbitrary<FuzzBody> {
  return fc
    .tuple(fc.constantFrom(...texts), fewSlips, fc.constantFrom(...types))
    .map(([text, slips, contentType]) => ({ contentType, text: slipped(text, slips) }));
}

const identified = fc
  .tuple(fc.constantFrom(...RESOURCES), fc.constantFrom('a', 'b', 'o', '1'))
  .map(([resource, id]) => ({ id, ...resource }));
export const resourceBody = jsonBody(identified, JSON_TYPES);
export const bundleBody = jsonBody(bundle, JSON_TYPES);
export const patchBody = fc.oneof(
  jsonBody(fc.constant(JSON_PATCH), [
    'application/json-patch+json',
    'application/json-patch+json',
    'text/plain',
  ]),
  jsonBody(fc.constant(FHIRPATH_PATCH), ['application/fhir+json']),
);
export const xmlBody = textBody(XML, ['application/fhir+xml', 'application/xml', 'text/xml']);
export const formBody = textBody(FORM, ['application/x-www-form-urlencoded', 'text/plain']);
export const anyBody = fc
  .tuple(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...JSON_TYPES, 'image/png', 'nonsense', 'application/fhir+xml'),
  )
  .map(([text, contentType]): FuzzBody => ({ contentType, text }));

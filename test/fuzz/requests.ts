// Requests that are nearly right, for every interaction, and some that are not HTTP at all.

import fc from 'fast-check';
import { anyBody, bundleBody, type FuzzBody, formBody, patchBody, resourceBody, xmlBody } from './bodies.ts';

export interface FuzzRequest {
  method: string;
  /** Path and query as they go over the wire. */
  target: string;
  headers: Record<string, string>;
  body?: string;
  /** Instead of all that: bytes for a connection of their own. */
  bytes?: string;
}

const TYPES = ['Patient', 'Patient', 'Observation', 'Observation', 'Binary', 'Basic', 'Organization'];
const MORE_TYPES = ['ServiceRequest', 'ValueSet', 'Bundle', 'Questionnaire', 'Parameters', 'DomainResource'];
const NO_TYPES = [
  'patient',
  'Nonsense',
  '__proto__',
  'constructor',
  'toString',
  '%50atient',
  '%E5%BC%A0',
  '',
  '*',
];
const IDS = ['a', 'b', 'o', 'p', '1', 'none'];
const NO_IDS = [
  ...[
    '__proto__',
    'constructor',
    '..',
    '%2e%2e',
    '%',
    '%ff',
    '%00',
    'a'.repeat(65),
    'a%2Fb',
    'a%20b',
    '-',
    '.',
  ],
  ...['_search', '_history', '$meta', 'null', '%E5%BC%A0', '%u0041', 'a;b', "a'b", '', '0'.repeat(4000)],
];
const OPERATIONS = [
  '$validate',
  '$meta',
  '$meta-add',
  '$meta-delete',
  '$everything',
  '$diff',
  '$nope',
  '$',
  '$__proto__',
];
const PLACES = [
  ...[
    '',
    '/',
    '/metadata',
    '/metadata/',
    '/_history',
    '/_search',
    '/$async/x',
    '/$meta',
    '/$diff',
    '/$validate',
  ],
  ...[
    '//',
    '/./',
    '/../',
    '/%2e%2e/x',
    '/fhir',
    '/Patient/',
    '/Patient//a',
    '/_history/1',
    '/$async',
    '/metadata/x',
  ],
];
/** Outside of the base. */
const OUTSIDE = [
  '/',
  '/health',
  '/openapi.json',
  '/examples',
  '/fhirx',
  '/favicon.ico',
  '/..%2f..%2fetc/passwd',
  '*',
];

const mostly = <T>(good: readonly T[], odd: readonly T[]) =>
  fc.oneof(
    { weight: 14, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
const type = mostly([...TYPES, ...MORE_TYPES], NO_TYPES);
const id = mostly(IDS, NO_IDS);
const version = mostly(
  ['1', '2', '3'],
  ['0', '-1', '99999999999999999999', '1.0', '1e1', '%', 'abc', '__proto__'],
);
const operation = fc.constantFrom(...OPERATIONS);

const path: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: type.map((t) => `/${t}`) },
  { weight: 6, arbitrary: fc.tuple(type, id).map(([t, i]) => `/${t}/${i}`) },
  { weight: 1, arbitrary: type.map((t) => `/${t}/_search`) },
  { weight: 1, arbitrary: type.map((t) => `/${t}/_history`) },
  { weight: 1, arbitrary: fc.tuple(type, id).map(([t, i]) => `/${t}/${i}/_history`) },
  { weight: 1, arbitrary: fc.tuple(type, id, version).map(([t, i, v]) => `/${t}/${i}/_history/${v}`) },
  { weight: 1, arbitrary: fc.tuple(type, operation).map(([t, o]) => `/${t}/${o}`) },
  { weight: 2, arbitrary: fc.tuple(type, id, operation).map(([t, i, o]) => `/${t}/${i}/${o}`) },
  {
    weight: 1,
    arbitrary: fc.tuple(id, version, operation).map(([i, v, o]) => `/Patient/${i}/_history/${v}/${o}`),
  },
  { weight: 2, arbitrary: fc.constantFrom(...PLACES) },
  { weight: 1, arbitrary: fc.array(fc.webSegment(), { maxLength: 6 }).map((parts) => `/${parts.join('/')}`) },
);

const NAMES = [
  ...['_id', '_lastUpdated', '_count', '_count', '_sort', '_include', '_revinclude', '_summary', '_elements'],
  ...[
    '_total',
    '_format',
    '_pretty',
    '_since',
    '_at',
    '_type',
    '_tag',
    '_profile',
    '_security',
    '_source',
    '_list',
  ],
  ...[
    '_text',
    '_content',
    '_filter',
    '_query',
    '_contained',
    '_containedType',
    '_offset',
    '_page',
    '_cursor',
  ],
  ...[
    'name',
    'family',
    'identifier',
    'birthdate',
    'gender',
    'code',
    'value-quantity',
    'subject',
    'patient',
    'date',
  ],
  ...[
    'status',
    'category',
    'general-practitioner',
    'address',
    'combo-code-value-quantity',
    'code-value-quantity',
  ],
  ...[
    'subject.name',
    'subject:Patient.name',
    'subject:Patient.organization.name',
    'organization.partof.name',
  ],
  ...[
    '_has:Observation:patient:code',
    '_has:Observation:subject:_has:x:y:z',
    '_has',
    '_has:',
    'start',
    'end',
  ],
  ...[
    '__proto__',
    'constructor',
    'nonsense',
    '',
    '%',
    'fromVersion',
    'toVersion',
    'from',
    'to',
    'mode',
    'resource',
  ],
];
const MODIFIERS = [
  ...[
    '',
    '',
    '',
    '',
    ':exact',
    ':contains',
    ':missing',
    ':not',
    ':in',
    ':not-in',
    ':below',
    ':above',
    ':text',
  ],
  ...[':of-type', ':identifier', ':Patient', ':iterate', ':nonsense', ':__proto__', ':', '::', '.name'],
];
const VALUES = [
  ...[
    'a',
    '1',
    '张',
    '%E5%BC%A0',
    'true',
    'false',
    'female',
    'urn:f|1',
    '|1',
    'urn:f|',
    '|',
    'a|b|c|d',
    ',',
    ',,,',
  ],
  ...[
    '%5C%2C',
    '%5C',
    'final,amended',
    'Patient/a',
    'a/b/c',
    'http://e.test/Patient/a',
    'Observation:subject',
  ],
  ...[
    'Patient:organization',
    'Observation:subject:Patient',
    '*',
    '*:*',
    '-birthdate,family',
    '-_lastUpdated',
    '-',
  ],
  ...[
    '2017',
    'ge2017-05',
    'lt2017-05-21T08:00:00Z',
    'eq2017-13-45',
    'ap2017',
    'sa',
    'zz2017',
    '2017-05-21T25:00',
  ],
  ...[
    '99999-01-01',
    '0000',
    '2017-05-21T08:00:00+99:00',
    '5.4|http://unitsofmeasure.org|mg',
    'gt1e3',
    '1e999',
  ],
  ...[
    '-1e-999999',
    '9'.repeat(400),
    '0.'.padEnd(300, '0'),
    'NaN',
    'Infinity',
    '0x10',
    '0',
    '-1',
    '10000000000',
  ],
  ...[
    'json',
    'xml',
    'html',
    'text/html',
    'application/fhir%2Bxml',
    'nonsense',
    'accurate',
    'none',
    'estimate',
  ],
  ...[
    'count',
    'data',
    'text',
    'summary',
    'name,birthDate',
    '__proto__',
    'null',
    'undefined',
    '%00',
    '%',
    '%zz',
  ],
  ...[
    '%ED%A0%80',
    '%C3%28',
    "'%3B drop table x",
    '%22',
    '(((',
    '[',
    'a*b?',
    '%25',
    'a'.repeat(3000),
    '',
    '%0d%0a',
  ],
  ...['loinc|1%24gt5', '79893-4%245', '%24', 'name eq "a"', 'eyJhIjoxfQ', 'AAAA'],
].map((value) => value.replaceAll(' ', '%20'));
const parameter = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...MODIFIERS), mostly(VALUES, [...VALUES, '=', '&', '+']))
  .map(([name, modifier, value]) => encodeOdd(`${name}${modifier}=${value}`));
const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 4,
    arbitrary: fc.array(parameter, { minLength: 1, maxLength: 3 }).map((all) => `?${all.join('&')}`),
  },
  { weight: 1, arbitrary: fc.webQueryParameters().map((text) => `?${text}`) },
);

const HEADERS: Record<string, fc.Arbitrary<string>> = {
  accept: fc.constantFrom(
    ...[
      'application/fhir+json',
      'application/json',
      'application/fhir+xml',
      'application/xml',
      'text/html',
      '*/*',
    ],
    ...[
      'text/html,application/xhtml+xml,*/*;q=0.8',
      'image/png',
      'application/fhir+json;fhirVersion=3.0',
      ';;;',
      ',',
      '',
    ],
    ...['application/fhir+json;q=nonsense', 'text/html;q=0.1, application/fhir+json', '*', 'text/turtle'],
  ),
  'if-match': fc.constantFrom(
    'W/"1"',
    'W/"2"',
    '"1"',
    '1',
    '*',
    'W/"x"',
    '""',
    'W/"99999999999999999999"',
    ',',
  ),
  'if-none-match': fc.constantFrom('W/"1"', '*', '"', 'W/"1", W/"2"'),
  'if-none-exist': fc.constantFrom(
    'identifier=urn:f|1',
    '',
    '?',
    '%',
    'nonsense=1',
    'Patient?name=a',
    '_count=1',
    '&',
  ),
  'if-modified-since': fc.constantFrom('Sat, 01 Jan 2022 00:00:00 GMT', 'yesterday', '2022', '0'),
  prefer: fc.constantFrom(
    ...[
      'return=minimal',
      'return=representation',
      'return=OperationOutcome',
      'return=',
      'handling=lenient',
      ',;=',
    ],
    ...[
      'handling=strict',
      'dry-run',
      'respond-async',
      'respond-async, return=minimal',
      'nonsense',
      'return="minimal"',
    ],
  ),
  'idempotency-key': fc.constantFrom('k1', 'k2', '', ' ', 'k'.repeat(300), '\u00e9', '__proto__'),
  'x-request-id': fc.constantFrom('abc', '<b>', 'x'.repeat(200)),
  'x-security-context': fc.constantFrom('Patient/a', 'Patient/none', 'nonsense', ''),
  'x-http-method-override': fc.constantFrom('DELETE'),
  origin: fc.constantFrom('http://localhost:5173', 'https://evil.test', 'null', ''),
  'accept-encoding': fc.constantFrom('gzip', 'br', 'gzip;q=0', '*', ',,'),
  'content-encoding': fc.constantFrom('gzip', 'identity', 'br', 'nonsense'),
  range: fc.constantFrom('bytes=0-1', 'bytes=9-1', 'bytes=-', 'bytes=0-99999999999999999999', 'x'),
  authorization: fc.constantFrom('Bearer x', 'Basic eDp4', 'nonsense', ''),
  cookie: fc.constantFrom('a=b', '__proto__=1'),
  host: fc.constantFrom('evil.test', '[::1]', ''),
  'x-forwarded-host': fc.constantFrom('evil.test'),
};
const ALWAYS = new Set(['accept', 'prefer']);
const header = fc
  .constantFrom(...Object.keys(HEADERS), ...ALWAYS, ...ALWAYS)
  .chain((name) => HEADERS[name]!.map((value): [string, string] => [name, value]));
const headers = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.array(header, { maxLength: 3 }).map((all) => Object.fromEntries(all)) },
);

const reading = fc.record({
  method: mostly(
    ['GET', 'GET', 'GET', 'HEAD', 'DELETE'],
    ['OPTIONS', 'TRACE', 'PROPFIND', 'POST', 'PUT', 'PATCH'],
  ),
  target: fc.tuple(path, query).map(([p, q]) => `/fhir${p}${q}`),
  headers,
});

/** `where`: the paths to which such bodies usually go. */
function sending(methods: string[], where: fc.Arbitrary<string>, body: fc.Arbitrary<FuzzBody>) {
  return fc
    .tuple(
      mostly(methods, ['POST', 'PUT', 'PATCH', 'DELETE', 'GET']),
      fc.oneof({ weight: 14, arbitrary: where }, { weight: 1, arbitrary: path }),
      fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: query }),
      headers,
      body,
    )
    .map(
      ([method, p, q, given, { contentType, text }]): FuzzRequest => ({
        method,
        target: `/fhir${p}${q}`,
        headers: contentType === '' ? given : { ...given, 'content-type': contentType },
        body: text,
      }),
    );
}

const write = fc.constantFrom(
  ...[
    '/Patient',
    '/Patient/a',
    '/Patient/b',
    '/Observation',
    '/Observation/o',
    '/Binary',
    '/Binary/p',
    '/Basic/1',
  ],
  ...[
    '/Patient?identifier=urn:f|1',
    '/Organization/a',
    '/Patient/$validate',
    '/$validate',
    '/Patient/a/$meta-add',
  ],
  ...['/Bundle', '/ValueSet/1', '/Questionnaire/1', '/ServiceRequest/1', '/Patient/a/$meta-delete'],
);

/** A resource to where it says that it belongs. */
const storing = fc
  .tuple(fc.constantFrom('POST', 'PUT', 'PUT'), headers, resourceBody)
  .map(([method, given, { contentType, text }]): FuzzRequest => {
    const named = /"resourceType":"(\w+)"/.exec(text)?.[1] ?? 'Basic';
    const ownId = /^\{[^{]*"id":"([\w-]+)"/.exec(text)?.[1] ?? 'a';
    return {
      method,
      target: method === 'POST' ? `/fhir/${named}` : `/fhir/${named}/${ownId}`,
      headers: contentType === '' ? given : { ...given, 'content-type': contentType },
      body: text,
    };
  });

/** Bytes that a parser of HTTP may stumble over, on a connection that then ends. */
const malformed = fc
  .oneof(
    fc.constantFrom(
      'GET /fhir/Patient HTTP/1.1\r\n\r\n',
      'GET /fhir/Patient HTTP/9.9\r\nHost: localhost\r\n\r\n',
      'GET  /fhir HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'POST /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\nContent-Length: 99\r\n\r\n{',
      'POST /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n{}',
      'POST /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
      'POST /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
      'POST /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nExpect: nonsense\r\nContent-Length: 0\r\n\r\n',
      'CONNECT /fhir HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'GET /fhir HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET http://evil.test/fhir/Patient HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'GET /fhir/Patient?name=\u00ff HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'GET /fhir/Patient HTTP/1.0\r\n\r\n',
    ),
    fc.string({ unit: 'binary' }).map((text) => `${text}\r\n\r\n`),
    fc
      .string({ unit: 'binary-ascii' })
      .map((text) => `GET /fhir/${text} HTTP/1.1\r\nHost: localhost\r\n\r\n`),
    fc
      .string({ unit: 'binary-ascii' })
      .map((text) => `GET /fhir HTTP/1.1\r\nHost: localhost\r\nX: ${text}\r\n\r\n`),
  )
  .map((bytes): FuzzRequest => ({ method: '', target: '', headers: {}, bytes }));

export const fuzzRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
  { weight: 30, arbitrary: reading },
  { weight: 20, arbitrary: storing },
  { weight: 8, arbitrary: sending(['POST', 'PUT', 'PUT'], write, resourceBody) },
  { weight: 15, arbitrary: sending(['POST'], fc.constantFrom('', '/'), bundleBody) },
  {
    weight: 8,
    arbitrary: sending(
      ['PATCH'],
      fc.constantFrom('/Patient/a', '/Patient/b', '/Patient?identifier=urn:f|1'),
      patchBody,
    ),
  },
  { weight: 6, arbitrary: sending(['POST', 'PUT'], write, xmlBody) },
  {
    weight: 5,
    arbitrary: sending(
      ['POST'],
      type.map((t) => `/${t}/_search`),
      formBody,
    ),
  },
  { weight: 3, arbitrary: sending(['POST', 'PUT', 'PATCH'], write, anyBody) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('GET', 'HEAD', 'POST', 'OPTIONS'), fc.constantFrom(...OUTSIDE), headers)
      .map(([method, target, given]) => ({ method, target, headers: given })),
  },
  { weight: 3, arbitrary: malformed },
);

/** What a client could not put into a request line at all. */
function encodeOdd(text: string): string {
  return text.replace(/[\u0000-\u0020\u007f-\uffff]/g, (one) => encodeURIComponent(one));
}

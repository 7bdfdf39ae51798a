// One fault at a time, put into an instance where its definition tells that it would be one. Each row is a class of
// faults; some leave an instance right all the same, and then both validators should say so.

import type { Definitions } from '../../../src/conformance/definitions.ts';
import { isObject, type Json, type JsonObject } from '../../../src/fhir/json/tree.ts';
import type { Dice } from './dice.ts';
import { namesOf, type TypedNode, typedNodes } from './typed-nodes.ts';

/** Answers whether it found a place; changes the instance. */
type Mutate = (resource: JsonObject, nodes: TypedNode[], dice: Dice) => boolean;

const STRINGS = ['', ' ', '\u0007', ' a', 'a ', 'a  b', 'a\tb', '\u00a0', 'a\u0000b', 'x'.repeat(70)];
const FORMS: Record<string, Json[]> = {
  boolean: ['true', 1, 'TRUE', null],
  integer: ['1', 1.5, 2147483648, -2147483648, 1e3, true],
  unsignedInt: [-1, '0', 0, 2147483648],
  positiveInt: [0, -1, '1', 2147483647],
  decimal: ['1.5', true, 1e20, 0.000000001, -0],
  string: [...STRINGS, 1, true, null, ['a'], { a: 1 }],
  markdown: [...STRINGS, 1],
  code: [...STRINGS, 1],
  id: ['a_b', 'a b', '', 'a'.repeat(64), 'a'.repeat(65), 'ä', 1],
  uri: [
    'a b',
    '',
    ' https://a.org',
    'https://a.org ',
    'urn:uuid:1',
    'urn:oid:1.x',
    'urn:oid:3.1',
    'mailto:a@b.c',
    'x',
    '李',
    'urn:uuid:C757873D-EC9A-4326-A141-556F43239520',
    'http://a.org/<b>',
    'http://',
  ],
  url: ['a b', '', 'x', 'urn:a:b', 'Patient/1', 'ftp://a.org/b', '//a.org', 'http:/a'],
  canonical: [
    'a b',
    '',
    'x',
    '#a',
    'Questionnaire/1',
    'http://a.org/b|1.0',
    'http://a.org/b|1|2',
    'http://a.org/b#c',
    '|1.0',
  ],
  oid: ['1.2.3', 'urn:oid:', 'urn:oid:1', 'urn:oid:1.02', 'urn:oid:9.1', 'urn:oid:2.16.840.1.113883'],
  uuid: [
    'c757873d-ec9a-4326-a141-556f43239520',
    'urn:uuid:c757873d',
    'urn:uuid:C757873D-EC9A-4326-A141-556F43239520',
  ],
  base64Binary: ['', '%', 'abc', 'abcd', 'ab cd', 'YQ==', 'YQ', 'YR==', 'Y===', '\nYWJj\n', 1],
  date: [
    '2021-5-1',
    '2021-02-30',
    '2021-13-01',
    '20210501',
    '2021-05-01T10:00:00Z',
    '0000-01-01',
    '1582-01-01',
    '9999-12-31',
    '21',
    '2021-',
    ' 2021',
    2021,
    '2023-02-29',
    '2024-02-29',
  ],
  dateTime: [
    '2021-05-21T10:15',
    '2021-05-21T10:15:00',
    '2021-05-21 10:15:00Z',
    '2021-05-21T24:00:00Z',
    '2021-05-21T23:59:60Z',
    '2021-05-21T10:15:00+15:00',
    '2021-05-21T10:15:00-00:00',
    '2021-05-21T10:15:00.123456789Z',
    '2021-05-21T10:15Z',
    '2021-05-21t10:15:00z',
    '2021-02-29T10:00:00Z',
    '2021-05-21Z',
    '1021-01-01',
    '0021-01-01',
  ],
  instant: [
    '2021-05-21',
    '2021-05-21T10:15:00',
    '2021-05-21T10:15:00Z',
    '2021-05-21T10:15:00.1+08:00',
    '2021-05-21T25:15:00Z',
    '2021-05-21T10:15Z',
  ],
  time: ['10:15', '24:00:00', '10:15:00Z', '10:15:60', '10:15:00.123', '1:15:00', 'x'],
  xhtml: [''],
};

const set = (node: TypedNode, value: Json): true => {
  if (node.index === undefined) node.parent[node.name] = value;
  else (node.parent[node.name] as Json[])[node.index] = value;
  return true;
};

/** A mutation of one node of those that fit. */
function ofNode(
  fits: (node: TypedNode) => boolean,
  change: (node: TypedNode, dice: Dice, nodes: TypedNode[]) => unknown,
): Mutate {
  return (_, nodes, dice) => {
    const fitting = nodes.filter(fits);
    if (fitting.length === 0) return false;
    return change(dice.one(fitting), dice, nodes) !== false;
  };
}

const isComplex = (node: TypedNode): boolean => isObject(node.value);
const isPrimitive = (node: TypedNode): boolean => FORMS[node.type] !== undefined && node.name !== 'div';
const inObject = (
  change: (value: JsonObject, dice: Dice, node: TypedNode) => unknown,
  fits: (node: TypedNode) => boolean = isComplex,
): Mutate =>
  ofNode(
    (node) => isComplex(node) && fits(node),
    (node, dice) => change(node.value as JsonObject, dice, node),
  );
const atRoot =
  (change: (resource: JsonObject, dice: Dice) => unknown): Mutate =>
  (resource, _, dice) =>
    change(resource, dice) !== false;

const extensions = (object: JsonObject): JsonObject[] => {
  object.extension ??= [];
  return object.extension as JsonObject[];
};
const isElement = (node: TypedNode): boolean =>
  isComplex(node) && node.type !== 'Resource' && (node.value as JsonObject).resourceType === undefined;

const KNOWN = 'http://hl7.org/fhir/StructureDefinition/';
const NARRATIVES = [
  '<div>no namespace</div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"> </div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><img src="a.png" alt="a"/></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><script>a()</script></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><p onclick="a()">a</p></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><p>a<p></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><p>a &nbsp; &copy; &bogus;</p></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><p>a &nbsp; &copy; &amp; &#160; &#xA0;</p></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><a href="javascript:a()">a</a></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><a href="#nowhere">a</a></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><a name="b" href="#b">a</a></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><form><input/></form></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><font color="red">a</font></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><iframe src="a"></iframe></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><table><tr><td colspan="2">a</td></tr></table></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><table><td>a</td></table></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><p id="x">a</p><p id="x">b</p></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml" lang="zh" xml:lang="zh"><p style="color:red">a</p></div>',
  '<p xmlns="http://www.w3.org/1999/xhtml">a</p>',
  '<DIV xmlns="http://www.w3.org/1999/xhtml">a</DIV>',
  '<div xmlns="http://www.w3.org/1999/xhtml">a</div><div xmlns="http://www.w3.org/1999/xhtml">b</div>',
  '<div xmlns="http://www.w3.org/1999/xhtml">a<!-- a comment --></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><![CDATA[a]]></div>',
  '<?xml version="1.0"?><div xmlns="http://www.w3.org/1999/xhtml">a</div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><p><div>a</div></p></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><ul>a</ul></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><br></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><object data="a"></object></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><img alt="x"/></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><p class=a>a</p></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="http://www.w3.org/2000/svg"></svg></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><b>a</b><i>b</i><u>c</u><tt>d</tt><big>e</big><small>f</small></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><blockquote>a</blockquote><pre>b</pre><hr/><dl><dt>a</dt><dd>b</dd></dl></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><p bogus="a">a</p></div>',
  '<div xmlns="http://www.w3.org/1999/xhtml"><section>a</section></div>',
  'a text',
];

const basic = (more: JsonObject = {}): JsonObject => ({
  resourceType: 'Basic',
  code: { text: 'a' },
  ...more,
});

export const MUTATIONS: Record<string, Mutate> = {
  'required element gone': ofNode(
    ({ element, index }) => (element.min ?? 0) > 0 && (index === undefined || index === 0),
    ({ parent, name }) => delete parent[name],
  ),
  'optional element gone': ofNode(
    ({ element, index }) => element.min === 0 && (index === undefined || index === 0),
    ({ parent, name }) => delete parent[name],
  ),
  'list where one may stand': ofNode(
    ({ index }) => index === undefined,
    (node) => {
      node.parent[node.name] = [node.value, structuredClone(node.value)];
    },
  ),
  'one where a list stands': ofNode(
    ({ index }) => index === 0,
    ({ parent, name, value }) => {
      parent[name] = value;
    },
  ),
  'a list within a list': ofNode(
    ({ index }) => index !== undefined,
    (node) => set(node, [node.value]),
  ),
  'value twice in a list': ofNode(
    ({ index }) => index !== undefined,
    ({ parent, name, value }) => (parent[name] as Json[]).push(structuredClone(value)),
  ),
  'form of a primitive': ofNode(isPrimitive, (node, dice) => set(node, dice.one(FORMS[node.type]!))),
  'object where a primitive stands': ofNode(isPrimitive, (node, dice) =>
    set(node, dice.one<Json>([{}, { value: 'a' }, []])),
  ),
  'primitive where an object stands': ofNode(isComplex, (node, dice) =>
    set(node, dice.one<Json>(['a', 1, true, []])),
  ),
  null: ofNode(
    () => true,
    (node) => set(node, null),
  ),
  'unknown member': inObject((value) => {
    value.bogus = 'x';
  }),
  'unknown member of the root': atRoot((resource) => {
    resource.bogus = 'x';
  }),
  'member of another case': ofNode(
    ({ index }) => index === undefined || index === 0,
    ({ parent, name }) => {
      parent[name[0]!.toUpperCase() + name.slice(1)] = parent[name]!;
      delete parent[name];
    },
  ),
  'empty object': ofNode(isComplex, (node) => set(node, {})),
  'empty list': ofNode(
    ({ index }) => index !== undefined,
    ({ parent, name }) => {
      parent[name] = [];
    },
  ),
  'another empty list': inObject((value) => {
    value.extension = [];
  }),
  'choice of two types': ofNode(
    ({ element }) => element.path.endsWith('[x]'),
    ({ parent, name, element }, dice) => {
      const other = namesOf(element).filter((one) => one.name !== name && FORMS[one.type]);
      if (other.length === 0) return false;
      const { name: second, type } = dice.one(other);
      parent[second] =
        { boolean: true, integer: 1, unsignedInt: 1, positiveInt: 1, decimal: 1 }[type] ?? '2021-05-21';
      return true;
    },
  ),
  'choice of a type that may not be': ofNode(
    ({ element }) => element.path.endsWith('[x]'),
    ({ parent, name, element }) => {
      delete parent[name];
      parent[`${element.path.slice(element.path.lastIndexOf('.') + 1, -3)}Address`] = { text: 'a' };
    },
  ),
  'code outside of a required set': ofNode(
    ({ element, type }) =>
      element.binding?.strength === 'required' && /^(code|Coding|CodeableConcept|string|uri)$/.test(type),
    (node, dice) => {
      if (node.type === 'Coding') return set(node, { ...(node.value as JsonObject), code: 'bogus' });
      if (node.type === 'CodeableConcept')
        return set(
          node,
          dice.one<Json>([
            { coding: [{ system: 'https://example.org/x', code: 'bogus' }] },
            { text: 'words' },
            { coding: [{ code: 'bogus' }] },
          ]),
        );
      return set(node, dice.one(['bogus', String(node.value).toUpperCase(), `${node.value} `]));
    },
  ),
  'code outside of a weaker set': ofNode(
    ({ element, type }) =>
      element.binding !== undefined &&
      element.binding.strength !== 'required' &&
      /^(code|Coding|CodeableConcept)$/.test(type),
    (node, dice) => {
      const coding = dice.one<JsonObject>([
        { system: 'https://example.org/x', code: 'bogus' },
        { code: 'bogus' },
        { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'bogus' },
        { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB', display: 'wrong words' },
        { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode' },
        { display: 'words' },
        { system: 'v3', code: 'a' },
      ]);
      if (node.type === 'Coding') return set(node, coding);
      if (node.type === 'CodeableConcept') return set(node, { coding: [coding] });
      return set(node, 'bogus');
    },
  ),
  'coding changed': inObject(
    (value, dice) => {
      const change = dice.one(['system', 'code', 'display', 'version', 'userSelected']);
      if (dice.chance(0.4)) delete value[change];
      else
        value[change] =
          change === 'userSelected'
            ? true
            : change === 'system'
              ? dice.one([
                  'urn:oid:2.16.840.1.113883.6.1',
                  'http://loinc.org/',
                  'http://snomed.info/sct',
                  'http://hl7.org/fhir/ValueSet/x',
                  'loinc',
                ])
              : 'bogus';
    },
    ({ type }) => type === 'Coding',
  ),
  'unknown extension': inObject(
    (value) => extensions(value).push({ url: 'https://example.org/unknown', valueString: 'a' }),
    isElement,
  ),
  'unknown HL7 extension': inObject(
    (value) => extensions(value).push({ url: `${KNOWN}bogus`, valueString: 'a' }),
    isElement,
  ),
  'extension without url': inObject((value) => extensions(value).push({ valueString: 'a' }), isElement),
  'extension without anything': inObject(
    (value) => extensions(value).push({ url: 'https://example.org/unknown' }),
    isElement,
  ),
  'extension with value and extension': inObject(
    (value) =>
      extensions(value).push({
        url: 'https://example.org/unknown',
        valueString: 'a',
        extension: [{ url: 'b', valueString: 'c' }],
      }),
    isElement,
  ),
  'extension with two values': inObject(
    (value) =>
      extensions(value).push({ url: 'https://example.org/unknown', valueString: 'a', valueCode: 'c' }),
    isElement,
  ),
  'extension with relative url': inObject(
    (value, dice) =>
      extensions(value).push({ url: dice.one(['unknown', '/a', 'a b', '', '#a']), valueString: 'a' }),
    isElement,
  ),
  'extension misplaced': inObject(
    (value, dice) =>
      extensions(value).push(
        dice.one<JsonObject>([
          { url: `${KNOWN}patient-birthPlace`, valueAddress: { text: 'a' } },
          { url: `${KNOWN}iso21090-EN-qualifier`, valueCode: 'LS' },
          { url: `${KNOWN}data-absent-reason`, valueCode: 'unknown' },
          { url: `${KNOWN}data-absent-reason`, valueCode: 'bogus' },
          { url: `${KNOWN}data-absent-reason`, valueString: 'unknown' },
          { url: `${KNOWN}humanname-own-prefix`, valueString: 'von' },
          { url: `${KNOWN}questionnaire-hidden`, valueBoolean: true },
          {
            url: `${KNOWN}translation`,
            extension: [
              { url: 'lang', valueCode: 'en' },
              { url: 'content', valueString: 'a' },
            ],
          },
          { url: `${KNOWN}translation`, extension: [{ url: 'lang', valueCode: 'en' }] },
          {
            url: `${KNOWN}translation`,
            extension: [
              { url: 'lang', valueCode: 'en' },
              { url: 'content', valueString: 'a' },
              { url: 'bogus', valueString: 'b' },
            ],
          },
          { url: `${KNOWN}geolocation`, extension: [{ url: 'latitude', valueDecimal: 1 }] },
          { url: `${KNOWN}ordinalValue`, valueDecimal: 1 },
          { url: `${KNOWN}rendering-style`, valueString: 'a' },
        ]),
      ),
    isElement,
  ),
  'modifier extension': inObject((value, dice) => {
    value.modifierExtension = [
      dice.one<JsonObject>([
        { url: 'https://example.org/unknown', valueBoolean: true },
        { url: `${KNOWN}patient-birthPlace`, valueAddress: { text: 'a' } },
      ]),
    ];
  }, isElement),
  'modifier extension of the root': atRoot((resource) => {
    resource.modifierExtension = [{ url: 'https://example.org/unknown', valueBoolean: true }];
  }),
  'extension of a primitive': ofNode(
    ({ type, index }) => FORMS[type] !== undefined && index === undefined,
    ({ parent, name, value }, dice) => {
      const beside = dice.one<Json>([
        { extension: [{ url: `${KNOWN}data-absent-reason`, valueCode: 'unknown' }] },
        { extension: [{ url: 'https://example.org/unknown', valueCode: 'unknown' }] },
        { extension: [{ url: 'https://example.org/unknown' }] },
        { extension: [] },
        {},
        { id: 'a' },
        { id: 'a b' },
        { bogus: 1 },
        { value: 'a' },
        null,
        'a',
        [{ id: 'a' }],
        { modifierExtension: [{ url: 'https://example.org/unknown', valueCode: 'a' }] },
        { fhir_comments: ['a'] },
      ]);
      if (dice.chance(0.5)) delete parent[name];
      else parent[name] = value;
      parent[`_${name}`] = beside;
    },
  ),
  'extensions beside a list': ofNode(
    ({ type, index }) => FORMS[type] !== undefined && index !== undefined,
    ({ parent, name }, dice) => {
      parent[`_${name}`] = dice.one<Json>([
        [null],
        [null, null],
        [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
        { id: 'a' },
        [{}],
        [{ extension: [{ url: `${KNOWN}data-absent-reason`, valueCode: 'unknown' }] }],
      ]);
    },
  ),
  'members beside what is no primitive': ofNode(isComplex, ({ parent, name }) => {
    parent[`_${name}`] = { id: 'a' };
  }),
  'element id': inObject((value, dice) => {
    value.id = dice.one<Json>(['a', 'a b', '', ' ', 1, '#a', 'a_b', 'x'.repeat(100)]);
  }, isElement),
  'element id twice': (_, nodes) => {
    const two = nodes.filter(isElement).slice(0, 2);
    for (const { value } of two) (value as JsonObject).id = 'twice';
    return two.length === 2;
  },
  'id of the resource': atRoot((resource, dice) => {
    resource.id = dice.one<Json>(['a_b', '', 'a'.repeat(65), 'a', 1, null, 'A.1-b']);
  }),
  'type of the resource': atRoot((resource, dice) => {
    const wrong = dice.one<Json>(['Bogus', '', 1, 'patient', 'DomainResource', 'Resource', 'Element']);
    resource.resourceType = wrong;
  }),
  contained: atRoot((resource, dice) => {
    if (['Bundle', 'Parameters', 'Binary'].includes(String(resource.resourceType))) return false;
    resource.contained = dice.one<Json[]>([
      [basic()],
      [basic({ id: 'a' })],
      [basic({ id: '#a' })],
      [basic({ id: 'a' }), basic({ id: 'a' })],
      [basic({ id: 'a', contained: [basic({ id: 'b' })] })],
      [basic({ id: 'a', meta: { versionId: '1' } })],
      [basic({ id: 'a', meta: { security: [{ system: 'https://example.org/x', code: 'R' }] } })],
      [
        basic({
          id: 'a',
          text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">a</div>' },
        }),
      ],
      [{ id: 'a' }],
      [{}],
      [{ resourceType: 'Basic', id: 'a' }],
      [{ resourceType: 'Bogus', id: 'a' }],
      [basic({ id: 'a', subject: { reference: '#b' } }), { resourceType: 'Patient', id: 'b' }],
      [basic({ id: 'a', subject: { reference: '#' } })],
      [basic({ id: 'a', subject: { reference: '#a' } })],
      [],
    ]);
    return true;
  }),
  'contained and referenced': (resource, nodes, dice) => {
    const references = nodes.filter(({ type, value }) => type === 'Reference' && isObject(value));
    if (references.length === 0 || resource.contained !== undefined) return false;
    const node = dice.one(references);
    const target = String((node.value as JsonObject).reference ?? 'Patient/1').split('/')[0]!;
    const contained = dice.one<JsonObject>([
      basic({ id: 'c1' }),
      { resourceType: 'Patient', id: 'c1' },
      { resourceType: target, id: 'c1' },
      { resourceType: target, id: 'c2' },
    ]);
    resource.contained = [contained];
    return set(node, { reference: '#c1' });
  },
  reference: ofNode(
    ({ type, value }) => type === 'Reference' && isObject(value),
    (node, dice) =>
      set(
        node,
        dice.one<Json>([
          { reference: '' },
          { reference: 'Bogus/1' },
          { reference: 'Patient' },
          { reference: 'Patient/' },
          { reference: 'Patient/a_b' },
          { reference: 'Patient/1/_history' },
          { reference: 'Patient/1/_history/2' },
          { reference: 'Patient/1?a=b' },
          { reference: 'Patient?identifier=a|b' },
          { reference: '/Patient/1' },
          { reference: '#nowhere' },
          { reference: '#' },
          { reference: 'a' },
          { reference: 'Medication/1' },
          { reference: 'Binary/1' },
          { reference: 'urn:uuid:1' },
          { reference: 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520' },
          { reference: 'urn:oid:1.2.3' },
          { reference: 'https://example.org/fhir/Patient/1' },
          { reference: 'https://example.org/x' },
          { reference: 'Patient/1', type: 'Practitioner' },
          { reference: 'Patient/1', type: 'Bogus' },
          { type: 'Patient' },
          { type: 'http://hl7.org/fhir/StructureDefinition/Patient', display: 'a' },
          { display: 'a' },
          { identifier: { value: 'a' } },
          { identifier: {} },
          { reference: 'Patient/1', identifier: 'a' },
          { reference: 1 },
        ]),
      ),
  ),
  narrative: atRoot((resource, dice) => {
    if (['Bundle', 'Parameters', 'Binary'].includes(String(resource.resourceType))) return false;
    resource.text = {
      status: dice.one(['generated', 'generated', 'empty', 'additional', 'extensions']),
      div: dice.one(NARRATIVES),
    };
    return true;
  }),
  'narrative in parts': atRoot((resource, dice) => {
    if (['Bundle', 'Parameters', 'Binary'].includes(String(resource.resourceType))) return false;
    resource.text = dice.one<Json>([
      { status: 'generated' },
      { div: '<div xmlns="http://www.w3.org/1999/xhtml">a</div>' },
      { status: 'bogus', div: '<div xmlns="http://www.w3.org/1999/xhtml">a</div>' },
      {},
      { status: 'generated', div: 1 },
      { status: 'generated', div: null },
    ]);
    return true;
  }),
  quantity: inObject(
    (_, dice, node) =>
      set(node, {
        ...dice.one<JsonObject>([
          { value: 1, code: 'kg' },
          { value: 1, system: 'http://unitsofmeasure.org', code: 'kilo' },
          { value: 1, system: 'http://unitsofmeasure.org', code: 'KG' },
          { value: 1, system: 'http://unitsofmeasure.org', code: '{beats}/min' },
          { value: 1, system: 'http://unitsofmeasure.org', code: '[degF]' },
          { value: 1, system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
          { value: 1, system: 'http://unitsofmeasure.org', code: 'mmHg' },
          { value: 1, system: 'http://unitsofmeasure.org', code: '千克' },
          { value: 1, system: 'http://unitsofmeasure.org', code: 'kg/m2' },
          { value: 1, system: 'http://unitsofmeasure.org', code: 'kg m' },
          { value: 1, system: 'http://unitsofmeasure.org' },
          { value: 1, unit: 'kg' },
          { value: 1, system: 'http://snomed.info/sct', code: '258683005' },
          { value: 1, system: 'unitsofmeasure', code: 'kg' },
          { comparator: '<' },
          { value: 1, comparator: '=' },
          { value: 1, comparator: '<' },
          { unit: 'kg' },
          { value: '1' },
        ]),
      }),
    ({ type }) => /^(Quantity|Age|Duration|Distance|Count|SimpleQuantity)$/.test(type),
  ),
  'period, range, ratio': inObject(
    (_, dice, node) =>
      set(
        node,
        dice.one<Json>(
          {
            Period: [
              { start: '2021-05-22', end: '2021-05-21' },
              { start: '2021-05-21T10:00:00Z', end: '2021-05-21' },
              { start: '2021-05', end: '2021-05-01' },
              { start: '2021-05-22', end: '2021-05' },
              { end: '2021' },
            ],
            Range: [
              { low: { value: 2 }, high: { value: 1 } },
              { low: { value: 1, comparator: '<' } },
              {
                low: { value: 1, code: 'kg', system: 'http://unitsofmeasure.org' },
                high: { value: 2, code: 'g', system: 'http://unitsofmeasure.org' },
              },
            ],
            Ratio: [
              { numerator: { value: 1 } },
              { denominator: { value: 1 } },
              { numerator: { value: 1 }, denominator: { value: 0 } },
            ],
            Timing: [
              { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
              { repeat: { period: 1 } },
              { repeat: { duration: 1 } },
              { repeat: { frequency: -1 } },
              { repeat: { when: ['C'], offset: 5 } },
              { repeat: { when: ['MORN'], timeOfDay: ['10:00:00'] } },
              { repeat: { offset: 5 } },
              { repeat: { durationMax: 1 } },
              { repeat: { periodMax: 2 } },
              { repeat: { countMax: 2 } },
              { repeat: { period: -1, periodUnit: 'd' } },
            ],
            Attachment: [
              { data: 'YQ==' },
              { contentType: 'text/plain', data: 'YQ==', size: 2 },
              { contentType: 'text/plain', data: 'YQ==', size: 1 },
              { url: 'a b' },
              { contentType: 'bogus', url: 'https://a.org/b' },
              { contentType: 'text/plain', language: 'bogus-language-tag-x' },
            ],
            Identifier: [
              { system: 'a', value: 'b' },
              { system: 'urn:oid:1.2.x', value: 'b' },
              { system: 'urn:ietf:rfc:3986', value: 'a' },
              { system: 'urn:ietf:rfc:3986', value: 'urn:uuid:x' },
              { use: 'bogus' },
              { system: 'https://example.org/a' },
            ],
            ContactPoint: [
              { value: 'a' },
              { system: 'phone' },
              { system: 'bogus', value: 'a' },
              { system: 'email', value: 'no address' },
              { system: 'url', value: 'no url' },
              { rank: 0, system: 'phone', value: '1' },
            ],
            Money: [{ value: 1, currency: 'XXQ' }, { value: 1, currency: 'CNY' }, { currency: 'cny' }],
            SampledData: [
              { origin: { value: 1 }, period: 1, dimensions: 1 },
              { origin: { value: 1 }, period: 1, dimensions: 1, data: 'E 1 2 U' },
              { origin: { value: 1 }, period: 1, dimensions: 1, data: 'x y' },
              { origin: { value: 1, comparator: '<' }, period: 1, dimensions: 0 },
            ],
            HumanName: [
              { period: { start: '2022', end: '2021' } },
              { use: 'bogus' },
              { given: [] },
              { given: [''] },
              { family: ' ' },
            ],
            Address: [{ use: 'bogus' }, { type: 'bogus' }, { line: [''] }, { country: '' }],
            Signature: [{ type: [{ code: 'a' }], when: '2021', who: { reference: 'Patient/1' } }],
            Annotation: [
              { text: '' },
              { time: '2021' },
              { authorString: 'a', authorReference: { reference: 'Patient/1' }, text: 'a' },
              { authorReference: { reference: 'Medication/1' }, text: 'a' },
            ],
            Meta: [
              { versionId: 'a b' },
              { lastUpdated: '2021' },
              { profile: ['a'] },
              { profile: [''] },
              { source: 'a b' },
              { tag: [{}] },
              { profile: ['https://example.org/unknown-profile'] },
              { profile: ['http://hl7.org/fhir/StructureDefinition/Patient'] },
              { profile: ['http://hl7.org/fhir/StructureDefinition/vitalsigns'] },
              { profile: ['http://hl7.org/fhir/StructureDefinition/bogus'] },
            ],
          }[node.type] ?? [],
        ),
      ),
    ({ type }) =>
      /^(Period|Range|Ratio|Timing|Attachment|Identifier|ContactPoint|Money|SampledData|HumanName|Address|Signature|Annotation|Meta)$/.test(
        type,
      ),
  ),
  meta: atRoot((resource, dice) => {
    resource.meta = dice.one<Json>([
      { profile: ['https://example.org/unknown-profile'] },
      { profile: ['http://hl7.org/fhir/StructureDefinition/bogus'] },
      { profile: ['http://hl7.org/fhir/StructureDefinition/Patient'] },
      { profile: ['http://hl7.org/fhir/StructureDefinition/DomainResource'] },
      { profile: ['http://hl7.org/fhir/StructureDefinition/bodyweight'] },
      { profile: [`http://hl7.org/fhir/StructureDefinition/${resource.resourceType}`] },
      { profile: [`http://hl7.org/fhir/StructureDefinition/${resource.resourceType}|4.0.1`] },
      { profile: [`http://hl7.org/fhir/StructureDefinition/${resource.resourceType}|9.9`] },
      { profile: ['a'] },
      { profile: 'a' },
      { profile: [] },
      { profile: [1] },
      { lastUpdated: '2021-05-21' },
      { versionId: '' },
      { source: '#a' },
      { tag: [{ code: 'a' }] },
      { tag: [{}] },
      { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'bogus' }] },
      { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
      {
        tag: [
          { system: 'https://a.org', code: 'a' },
          { system: 'https://a.org', code: 'a' },
        ],
      },
    ]);
  }),
  'language and rules': atRoot((resource, dice) => {
    const [name, value] = dice.one<[string, Json]>([
      ['language', 'zh-CN'],
      ['language', 'bogus'],
      ['language', 'zh_CN'],
      ['language', ''],
      ['implicitRules', 'https://example.org/rules'],
      ['implicitRules', 'a b'],
      ['language', 'en-XX'],
      ['language', 'fil'],
    ]);
    resource[name] = value;
  }),
  'what slices are told by': ofNode(
    ({ name, type }) => /^(system|code|url|use|type|linkId|profile)$/.test(name) && FORMS[type] !== undefined,
    (node, dice, nodes) => {
      const same = nodes.filter(
        ({ name, type, value }) => name === node.name && type === node.type && value !== node.value,
      );
      return set(
        node,
        same.length > 0 && dice.chance(0.6) ? dice.one(same).value : 'https://example.org/other',
      );
    },
  ),
  'entry of a list gone': ofNode(
    ({ index, name, parent }) => index !== undefined && (parent[name] as Json[]).length > 1,
    ({ parent, name, index }) => (parent[name] as Json[]).splice(index!, 1),
  ),
  'list the other way round': ofNode(
    ({ index, name, parent }) => index === 0 && (parent[name] as Json[]).length > 1,
    ({ parent, name }) => (parent[name] as Json[]).reverse(),
  ),
  'object of another node': (_, nodes, dice) => {
    const a = dice.one(nodes.filter(isElement));
    if (a === undefined) return false;
    const same = nodes.filter(
      ({ type, value }) => type === a.type && value !== a.value && type !== 'BackboneElement',
    );
    return same.length > 0 && set(a, structuredClone(dice.one(same).value));
  },
  'several optional elements gone': (_, nodes, dice) => {
    const optional = nodes.filter(({ element, index }) => element.min === 0 && (index ?? 0) === 0);
    for (const { parent, name } of optional) if (dice.chance(0.3)) delete parent[name];
    return optional.length > 0;
  },
  'value of another node': (_, nodes, dice) => {
    const a = dice.one(nodes.filter(isPrimitive));
    if (a === undefined) return false;
    const same = nodes.filter(({ type, value }) => type === a.type && value !== a.value);
    return same.length > 0 && set(a, structuredClone(dice.one(same).value));
  },
  'status entered in error, or another': ofNode(
    ({ name, element }) => name === 'status' && element.binding?.strength === 'required',
    (node, dice) =>
      set(node, dice.one(['entered-in-error', 'active', 'completed', 'cancelled', 'final', 'draft'])),
  ),
};

/** A copy with one fault of this class; undefined where the instance has no place for it. */
export function mutated(
  definitions: Definitions,
  resource: JsonObject,
  name: string,
  dice: Dice,
): JsonObject | undefined {
  const copy = structuredClone(resource);
  return MUTATIONS[name]!(copy, typedNodes(definitions, copy), dice) ? copy : undefined;
}

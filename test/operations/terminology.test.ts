// The terminology operations, asked as a client asks them.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { type Answer, createTestServer, type TestServer } from '../support/lianti.ts';

let server: TestServer;
const EYES = 'http://codes.test/eyes';
const ALL = 'http://sets.test/eyes';
const MYOPIA = 'http://sets.test/myopia';

const eyes: JsonObject = {
  resourceType: 'CodeSystem',
  id: 'eyes',
  url: EYES,
  version: '2',
  name: 'Eyes',
  status: 'active',
  language: 'en',
  content: 'complete',
  caseSensitive: true,
  hierarchyMeaning: 'is-a',
  valueSet: 'http://sets.test/implied',
  property: [
    { code: 'dioptres', type: 'decimal' },
    { code: 'notSelectable', type: 'boolean' },
    { code: 'inactive', type: 'boolean' },
  ],
  concept: [
    {
      code: 'refractive',
      display: 'Refractive error',
      property: [{ code: 'notSelectable', valueBoolean: true }],
      concept: [
        {
          code: 'myopia',
          display: 'Myopia',
          definition: 'Light is focused in front of the retina.',
          designation: [
            { language: 'zh-CN', value: '近视' },
            { use: { system: 'http://uses.test', code: 'abbreviation' }, value: 'MYO' },
          ],
          concept: [
            { code: 'high', display: 'High myopia', property: [{ code: 'dioptres', valueDecimal: -6 }] },
            { code: 'low', display: 'Low myopia', property: [{ code: 'dioptres', valueDecimal: -0.5 }] },
          ],
        },
        { code: 'hyperopia', display: 'Hyperopia' },
      ],
    },
    { code: 'squint', display: 'Squint', property: [{ code: 'inactive', valueBoolean: true }] },
  ],
} as JsonObject;

const set = (id: string, compose: object, url = `http://sets.test/${id}`): JsonObject =>
  ({ resourceType: 'ValueSet', id, url, status: 'active', compose }) as JsonObject;
const params = (...parameter: object[]): JsonObject =>
  ({ resourceType: 'Parameters', parameter }) as JsonObject;

const filtered = (property: string, op: string, value: string) => ({
  include: [{ system: EYES, filter: [{ property, op, value }] }],
});

beforeAll(async () => {
  server = await createTestServer();
  const resources: JsonObject[] = [
    eyes,
    {
      resourceType: 'CodeSystem',
      id: 'more-eyes',
      url: 'http://codes.test/eyes-in-chinese',
      status: 'active',
      content: 'supplement',
      supplements: EYES,
      concept: [{ code: 'squint', designation: [{ language: 'zh', value: '斜视' }] }],
    } as JsonObject,
    set('eyes', { include: [{ system: EYES }] }, ALL),
    set('myopia', filtered('concept', 'is-a', 'myopia'), MYOPIA),
    set('mild', { include: [{ valueSet: [ALL] }], exclude: [{ system: EYES, concept: [{ code: 'high' }] }] }),
    set('named', {
      include: [{ system: EYES, concept: [{ code: 'low', display: 'A little short-sighted' }] }],
    }),
    set('round', { include: [{ valueSet: ['http://sets.test/round-about'] }] }),
    set('round-about', { include: [{ valueSet: ['http://sets.test/round'] }] }),
    set('snomed', { include: [{ system: 'http://snomed.info/sct' }] }),
    {
      resourceType: 'ConceptMap',
      id: 'grades',
      url: 'http://maps.test/grades',
      status: 'active',
      sourceUri: ALL,
      targetUri: 'http://sets.test/grades',
      group: [
        {
          source: EYES,
          target: 'http://codes.test/grades',
          element: [
            {
              code: 'high',
              target: [
                {
                  code: 'G3',
                  equivalence: 'wider',
                  dependsOn: [{ property: 'http://elements.test/age', value: 'adult' }],
                  product: [{ property: 'http://elements.test/care', value: 'refer' }],
                },
                { code: 'G2', equivalence: 'equivalent' },
              ],
            },
            { code: 'squint', target: [{ equivalence: 'unmatched' }] },
          ],
          unmapped: { mode: 'fixed', code: 'G0', display: 'None' },
        },
      ],
    } as JsonObject,
  ];
  for (const resource of resources) {
    const { status, body } = await server.put(`${resource.resourceType}/${resource.id}`, resource);
    expect([status, body.issue]).toEqual([201, undefined]);
  }
});
afterAll(() => server.close());

type Contains = { code: string; display?: string; contains?: Contains[] };
const flat = (list: Contains[] = []): Contains[] => list.flatMap((one) => [one, ...flat(one.contains)]);
const codes = ({ status, body }: Answer): string[] => {
  expect([status, body.issue]).toEqual([200, undefined]);
  return flat(body.expansion.contains).map(({ code }) => code);
};
const expand = (query: string) => server.get(`ValueSet/$expand?${query}`);
const said = ({ status, body }: Answer): Record<string, unknown> => {
  expect([status, body.issue]).toEqual([200, undefined]);
  return Object.fromEntries(
    body.parameter.map(({ name, ...value }: { name: string }) => [name, Object.values(value)[0]]),
  );
};
const refusal = ({ status, body }: Answer): string =>
  `${status} ${body.issue?.[0].code}: ${body.issue?.[0].diagnostics}`;

describe('$expand', () => {
  it('answers the codes as the hierarchy that they are in', async () => {
    const { body } = await expand(`url=${MYOPIA}`);
    expect(body.expansion).toMatchObject({
      total: 3,
      contains: [
        { system: EYES, code: 'myopia', display: 'Myopia', contains: [{ code: 'high' }, { code: 'low' }] },
      ],
      parameter: [{ name: 'version', valueUri: `${EYES}|2` }],
    });
    const list = await expand(`url=${MYOPIA}&excludeNested=true`);
    expect(list.body.expansion.contains).toHaveLength(3);
  });

  it('says what is abstract and what is inactive, and leaves it out when asked to', async () => {
    const { body } = await expand(`url=${ALL}`);
    const [top, squint] = body.expansion.contains;
    expect([top.abstract, squint.inactive]).toEqual([true, true]);
    expect(codes(await expand(`url=${ALL}&activeOnly=true`))).not.toContain('squint');
    expect(codes(await expand(`url=${ALL}&excludeNotForUI=true`))).not.toContain('refractive');
  });

  it.each([
    ['myo', ['myopia', 'high', 'low']],
    ['low my', ['low']],
    ['yopia', []],
    ['近视', ['myopia']],
    ['近視', ['myopia']],
    ['jinshi', ['myopia']],
    ['js', ['myopia']],
    ['斜', ['squint']],
  ])('finds what people type: %s', async (filter, found) => {
    expect(codes(await expand(`url=${ALL}&filter=${encodeURIComponent(filter)}`))).toEqual(found);
  });

  it('answers page by page, each code once', async () => {
    const pages = await Promise.all(
      [0, 2, 4, 6].map((offset) => expand(`url=${ALL}&count=2&offset=${offset}`)),
    );
    expect(pages.map(({ body }) => body.expansion.total)).toEqual([6, 6, 6, 6]);
    expect(pages.map(({ body }) => body.expansion.offset)).toEqual([0, 2, 4, 6]);
    expect(pages.flatMap(codes)).toEqual(['refractive', 'myopia', 'high', 'low', 'hyperopia', 'squint']);
    expect((await expand(`url=${ALL}&count=0`)).body.expansion).toMatchObject({ total: 6 });
  });

  it('names codes in the language that is asked for, and with their designations', async () => {
    const display = async (query: string) =>
      flat((await expand(query)).body.expansion.contains).find(({ code }) => code === 'myopia');
    expect(await display(`url=${ALL}&displayLanguage=zh`)).toMatchObject({ display: '近视' });
    expect(await display(`url=${ALL}&displayLanguage=fr`)).toMatchObject({ display: 'Myopia' });
    expect(await display(`url=${ALL}&includeDesignations=true`)).toMatchObject({
      designation: [{ language: 'zh-CN', value: '近视' }, { value: 'MYO' }],
    });
    expect(
      await display(`url=${ALL}&includeDesignations=true&designation=urn:ietf:bcp:47|zh-CN`),
    ).toMatchObject({ designation: [{ value: '近视' }] });
  });

  it('names a code as the value set does', async () => {
    expect((await expand('url=http://sets.test/named')).body.expansion.contains).toEqual([
      { system: EYES, code: 'low', display: 'A little short-sighted' },
    ]);
  });

  it('works out included and excluded sets, and sets that nobody wrote down', async () => {
    expect(codes(await expand('url=http://sets.test/mild'))).toEqual([
      'refractive',
      'myopia',
      'low',
      'hyperopia',
      'squint',
    ]);
    expect(codes(await expand('url=http://sets.test/implied'))).toHaveLength(6);
    expect(codes(await expand(`url=${encodeURIComponent(`${EYES}?fhir_vs=isa/myopia`)}`))).toHaveLength(3);
  });

  it.each([
    ['concept', 'is-a', 'myopia', ['myopia', 'high', 'low']],
    ['concept', 'descendent-of', 'myopia', ['high', 'low']],
    ['concept', 'is-not-a', 'refractive', ['squint']],
    ['concept', 'generalizes', 'low', ['refractive', 'myopia', 'low']],
    ['dioptres', '=', '-6', ['high']],
    ['dioptres', 'exists', 'true', ['high', 'low']],
    ['code', 'in', 'low, squint', ['low', 'squint']],
    ['code', 'not-in', 'low,high,myopia,hyperopia', ['refractive', 'squint']],
    ['code', 'regex', '(h|l)[a-z]+', ['high', 'low', 'hyperopia']],
    ['code', 'regex', '(([a-z])+.)+x', []],
    ['parent', '=', 'myopia', ['high', 'low']],
    ['display', 'regex', '.*myopia', ['high', 'low']],
  ])('understands the filter %s %s %s', async (property, op, value, found) => {
    const valueSet = { name: 'valueSet', resource: set('x', filtered(property, op, value)) };
    expect(codes(await server.post('ValueSet/$expand', params(valueSet)))).toEqual(found);
  });

  it('takes a value set in the body, with what it contains', async () => {
    const inner = { ...set('inner', { include: [{ system: EYES, concept: [{ code: 'low' }] }] }) };
    const outer = { ...set('outer', { include: [{ valueSet: ['#inner'] }] }), contained: [inner] };
    const answer = await server.post('ValueSet/$expand', params({ name: 'valueSet', resource: outer }));
    expect(codes(answer)).toEqual(['low']);
  });

  it('is called on a stored value set as well', async () => {
    expect(codes(await server.get('ValueSet/myopia/$expand?excludeNested=true'))).toEqual([
      'myopia',
      'high',
      'low',
    ]);
    expect(refusal(await server.get('ValueSet/nobody/$expand'))).toContain('404');
  });

  it.each([
    ['url=http://sets.test/none', '404 not-found: The value set http://sets.test/none is not known'],
    [`url=${ALL}|9`, '404 not-found'],
    ['url=http://sets.test/round', '422 not-supported: The value set http://sets.test/round includes itself'],
    [
      'url=http://sets.test/snomed',
      '422 not-supported: The content of the code system http://snomed.info/sct',
    ],
    [
      `url=${ALL}&system-version=${EYES}|7`,
      '422 not-supported: The content of the code system http://codes.test/eyes',
    ],
    [`url=${ALL}&count=-1`, '400 value: The parameter count of $expand is a whole number'],
    [`url=${ALL}&activeOnly=perhaps`, '400 value'],
    [`url=${ALL}&context=x`, '400 not-supported: $expand does not know context'],
    ['', '400 required'],
  ])('refuses %s: %s', async (query, text) => {
    expect(refusal(await expand(query))).toContain(text);
  });
});

it('a value set that includes itself is refused when it is written', async () => {
  const answer = await server.put(
    'ValueSet/self',
    set('self', { include: [{ valueSet: ['http://sets.test/self'] }] }),
  );
  expect(refusal(answer)).toContain('422 processing: The value set includes itself');
  expect((await server.get('ValueSet/self')).status).toBe(404);
});

describe('ValueSet/$validate-code', () => {
  const ask = (query: string) => server.get(`ValueSet/$validate-code?${query}`);

  it.each([
    ['a code in it', `url=${MYOPIA}&system=${EYES}&code=low`, true],
    ['a code beside it', `url=${MYOPIA}&system=${EYES}&code=hyperopia`, false],
    ['a code that does not exist', `url=${ALL}&system=${EYES}&code=glaucoma`, false],
    ['another case', `url=${ALL}&system=${EYES}&code=Low`, false],
    ['the name in another language', `url=${ALL}&system=${EYES}&code=myopia&display=近视`, true],
    ['a name in other letters', `url=${ALL}&system=${EYES}&code=myopia&display=MYOPIA`, true],
    ['a wrong name', `url=${ALL}&system=${EYES}&code=myopia&display=Cataract`, false],
    [
      'the name that the set gives',
      `url=http://sets.test/named&system=${EYES}&code=low&display=A little short-sighted`,
      true,
    ],
    ['an abstract code', `url=${ALL}&system=${EYES}&code=refractive`, false],
    ['an abstract code where that is right', `url=${ALL}&system=${EYES}&code=refractive&abstract=true`, true],
    ['a code without its system', `url=${ALL}&code=low`, true],
    [
      'a unit',
      'url=http://hl7.org/fhir/ValueSet/ucum-units&system=http://unitsofmeasure.org&code=[diop]/a',
      true,
    ],
    [
      'no unit',
      'url=http://hl7.org/fhir/ValueSet/ucum-units&system=http://unitsofmeasure.org&code=dioptre',
      false,
    ],
    [
      'a language',
      'url=http://hl7.org/fhir/ValueSet/all-languages&system=urn:ietf:bcp:47&code=zh-Hans-CN',
      true,
    ],
    ['no language', 'url=http://hl7.org/fhir/ValueSet/all-languages&system=urn:ietf:bcp:47&code=qq', false],
    ['a country', 'url=http://hl7.org/fhir/ValueSet/iso3166-1-3&system=urn:iso:std:iso:3166&code=CHN', true],
    [
      'a country of another form',
      'url=http://hl7.org/fhir/ValueSet/iso3166-1-3&system=urn:iso:std:iso:3166&code=CN',
      false,
    ],
  ])('judges %s', async (_what, query, result) => {
    const answer = said(await ask(query));
    expect(answer.result).toBe(result);
    if (!result) expect(answer.message).toEqual(expect.stringMatching(/\w/));
  });

  it('takes a CodeableConcept, of which one coding must be right', async () => {
    const codeableConcept = {
      name: 'codeableConcept',
      valueCodeableConcept: {
        coding: [
          { system: EYES, code: 'glaucoma' },
          { system: EYES, code: 'low' },
        ],
      },
    };
    const url = { name: 'url', valueUri: ALL };
    expect(said(await server.post('ValueSet/$validate-code', params(url, codeableConcept)))).toMatchObject({
      result: true,
      code: 'low',
      display: 'Low myopia',
    });
  });

  it('does not say no where it cannot know', async () => {
    expect(refusal(await ask('url=http://sets.test/snomed&system=http://snomed.info/sct&code=1'))).toContain(
      '422 not-supported',
    );
    expect(refusal(await ask('url=http://sets.test/none&system=x&code=y'))).toContain('404');
    expect(refusal(await ask(`url=${ALL}`))).toContain('400 required');
  });
});

describe('CodeSystem operations', () => {
  it('$validate-code looks into the system alone', async () => {
    const ask = async (query: string) => said(await server.get(`CodeSystem/$validate-code?${query}`)).result;
    expect(await ask(`url=${EYES}&code=low`)).toBe(true);
    expect(await ask(`url=${EYES}&code=LOW`)).toBe(false);
    expect(await ask('url=urn:iso:std:iso:3166&code=CN')).toBe(true);
    expect(await ask('url=http://unitsofmeasure.org&code=dioptre')).toBe(false);
    expect((await server.get('CodeSystem/$validate-code?url=http://codes.test/none&code=x')).status).toBe(
      404,
    );
    expect(
      said(await server.get('CodeSystem/eyes/$validate-code?code=low&display=Low%20myopia')),
    ).toMatchObject({
      result: true,
      version: '2',
    });
  });

  it('$lookup tells names, properties and the hierarchy', async () => {
    const { body } = await server.get(`CodeSystem/$lookup?system=${EYES}&code=myopia&displayLanguage=zh-CN`);
    expect(body.parameter.slice(0, 3)).toEqual([
      { name: 'name', valueString: 'Eyes' },
      { name: 'version', valueString: '2' },
      { name: 'display', valueString: '近视' },
    ]);
    const properties = body.parameter
      .filter(({ name }: { name: string }) => name === 'property')
      .map(({ part }: { part: object[] }) => part.flatMap((one) => Object.values(one).slice(1)));
    expect(properties).toEqual([
      ['definition', 'Light is focused in front of the retina.'],
      ['inactive', false],
      ['parent', 'refractive'],
      ['child', 'high'],
      ['child', 'low'],
    ]);
  });

  it('$lookup gives the properties that are asked for, and what a supplement adds', async () => {
    const { text } = await server.get(
      `CodeSystem/$lookup?system=${EYES}&code=high&property=dioptres&property=parent`,
    );
    expect(text).toContain('{"name":"value","valueDecimal":-6}');
    expect(text).not.toContain('inactive');
    const coding = { name: 'coding', valueCoding: { system: EYES, code: 'squint' } };
    expect((await server.post('CodeSystem/$lookup', params(coding))).text).toContain('斜视');
  });

  it.each([
    ['warm', 'x', 'system=http://codes.test/none', '404'],
    ['myopia', 'x', `system=${EYES}`, '404'],
  ])('$subsumes refuses %s and %s of %s', async (a, b, query, status) => {
    expect(refusal(await server.get(`CodeSystem/$subsumes?codeA=${a}&codeB=${b}&${query}`))).toContain(
      status,
    );
  });

  it.each([
    ['refractive', 'low', 'subsumes'],
    ['low', 'refractive', 'subsumed-by'],
    ['low', 'low', 'equivalent'],
    ['low', 'high', 'not-subsumed'],
  ])('$subsumes: %s and %s are %s', async (a, b, outcome) => {
    const query = `codeA=${a}&codeB=${b}`;
    expect(said(await server.get(`CodeSystem/$subsumes?system=${EYES}&${query}`))).toEqual({ outcome });
    expect(said(await server.get(`CodeSystem/eyes/$subsumes?${query}`))).toEqual({ outcome });
  });

  it('a supplement is no system of its own', async () => {
    expect(
      refusal(await server.get('CodeSystem/$lookup?system=http://codes.test/eyes-in-chinese&code=squint')),
    ).toContain('404');
  });
});

describe('ConceptMap/$translate', () => {
  const matches = (answer: Answer) =>
    answer.body.parameter
      .filter(({ name }: { name: string }) => name === 'match')
      .map(({ part }: { part: { name: string; valueCode?: string; valueCoding?: { code: string } }[] }) => [
        part.find(({ name }) => name === 'equivalence')?.valueCode,
        part.find(({ name }) => name === 'concept')?.valueCoding?.code,
      ]);
  const ask = (query: string) => server.get(`ConceptMap/$translate?${query}`);
  const url = 'url=http://maps.test/grades';

  it('gives what the map says', async () => {
    const answer = await ask(`${url}&system=${EYES}&code=high`);
    expect([said(answer).result, matches(answer)]).toEqual([true, [['equivalent', 'G2']]]);
  });

  it('answers false where the map says that nothing fits', async () => {
    const answer = await ask(`${url}&system=${EYES}&code=squint`);
    expect([said(answer).result, matches(answer)]).toEqual([false, [['unmatched', undefined]]]);
  });

  it('takes what others depend on, and tells the product', async () => {
    const answer = await server.post(
      'ConceptMap/grades/$translate',
      params(
        { name: 'coding', valueCoding: { system: EYES, code: 'high' } },
        {
          name: 'dependency',
          part: [
            { name: 'element', valueUri: 'http://elements.test/age' },
            { name: 'concept', valueCodeableConcept: { coding: [{ code: 'adult' }] } },
          ],
        },
      ),
    );
    expect(matches(answer)).toEqual([
      ['wider', 'G3'],
      ['equivalent', 'G2'],
    ]);
    expect(answer.text).toContain('"name":"product"');
  });

  it('goes by the rule for what is not mapped', async () => {
    expect(matches(await ask(`${url}&system=${EYES}&code=low`))).toEqual([['inexact', 'G0']]);
  });

  it('goes backwards, and finds maps by where they lead', async () => {
    const back = await ask(`${url}&system=http://codes.test/grades&code=G2&reverse=true`);
    expect(matches(back)).toEqual([['equivalent', 'high']]);
    const found = await ask(`system=${EYES}&code=high&targetsystem=http://codes.test/grades`);
    expect(matches(found)).toEqual([['equivalent', 'G2']]);
    const ours = await ask(
      'system=urn:oid:2.16.156.10011.2.3.3.4&code=1&target=http://hl7.org/fhir/ValueSet/administrative-gender',
    );
    expect(matches(ours)).toEqual([['equivalent', 'male']]);
  });

  it('refuses a map that is not known', async () => {
    expect(refusal(await ask(`url=http://maps.test/none&system=${EYES}&code=low`))).toContain('404');
    expect(refusal(await ask(`system=${EYES}&code=low`))).toContain('400 required');
  });
});

it('what may be asked is in the CapabilityStatement', async () => {
  const { body } = await server.get('metadata');
  const named = (type: string) =>
    body.rest[0].resource
      .find((one: { type: string }) => one.type === type)
      .operation.map(({ name }: { name: string }) => name);
  expect(named('ValueSet')).toEqual(expect.arrayContaining(['expand', 'validate-code']));
  expect(named('CodeSystem')).toEqual(expect.arrayContaining(['lookup', 'validate-code', 'subsumes']));
  expect(named('ConceptMap')).toContain('translate');
  expect(named('Patient')).not.toContain('expand');
});

// Code systems loaded from files, and a server that works with them.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CodeTable, codeTableOf } from '../../src/conformance/terminology/code-table.ts';
import { loadCodeSystem } from '../../src/terminology/load.ts';
import { openTerminologyStore } from '../../src/terminology/store.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';

const home = mkdtempSync(path.join(tmpdir(), 'lianti-terminology-'));
const folder = path.join(home, 'terminology');
afterAll(() => rmSync(home, { recursive: true, force: true }));

let files = 0;
function file(name: string, text: string): string {
  const found = path.join(home, `${++files}-${name}`);
  writeFileSync(found, text);
  return found;
}
const open = () => openTerminologyStore(folder, Date.now);

const URL = 'http://codes.test/findings';
const CSV = `code,display,definition,parent,designation:zh,site
F,Finding,,,所见,
E,Eye finding,Of the eye,F,眼部所见,eye
M,Myopia,,E,近视,eye
H,High myopia,,M|S,高度近视,eye
S,Severe finding,,F,,
`;
const resource = {
  resourceType: 'CodeSystem',
  url: URL,
  version: '1',
  status: 'active',
  content: 'complete',
  caseSensitive: true,
  property: [{ code: 'site', type: 'string' }],
  concept: [
    {
      code: 'F',
      display: 'Finding "of [anything] {at} all"',
      designation: [{ language: 'zh', value: '所见' }],
      concept: [
        {
          code: 'E',
          display: 'Eye finding',
          definition: 'Of the eye',
          property: [{ code: 'site', valueString: 'eye' }],
          concept: [{ code: 'M', concept: [{ code: 'H' }] }],
        },
        { code: 'S', property: [{ code: 'parent', valueCode: 'F' }] },
      ],
    },
    { code: 'X' },
  ],
};

describe('a loaded code system', () => {
  const ask = (table: CodeTable) => ({
    codes: [...table.codes()],
    has: ['E', 'e', 'none'].map((code) => table.has(code)),
    concept: table.concept('E'),
    below: [...table.subsumedBy('E')].sort(),
    above: [...table.subsuming('H')].sort(),
    isBelow: [table.isAtOrBelow('H', 'F'), table.isAtOrBelow('F', 'H'), table.isAtOrBelow('X', 'F')],
    parents: table.parents('S'),
    children: [...table.children('F')].sort(),
    property: [table.property('E', 'site'), table.property('S', 'site'), table.property('E', 'none')],
    size: table.size,
    version: table.version,
  });

  it('says what the resource says, whichever way it came', async () => {
    const expected = ask(codeTableOf(resource as never));
    await loadCodeSystem([file('a.json', JSON.stringify(resource, null, 1))], folder, {});
    expect(ask(open().codeTable(URL)!)).toEqual(expected);
    const { concept, ...header } = resource;
    const lines = [header, ...concept].map((one) => JSON.stringify(one)).join('\n');
    await loadCodeSystem([file('b.ndjson', lines)], folder, {});
    expect(ask(open().codeTable(URL)!)).toEqual(expected);
  });

  it('is read in chunks of any size', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => ({
      code: `c${i}`,
      display: `"}]{[\\ ${'漢'.repeat(i % 40)}`,
    }));
    const big = { ...resource, url: 'http://codes.test/many', concept: many, name: 'After' };
    await loadCodeSystem([file('many.json', JSON.stringify(big))], folder, {});
    const table = open().codeTable('http://codes.test/many')!;
    expect([table.size, table.name, table.concept('c4321')?.display]).toEqual([
      5000,
      'After',
      many[4321]!.display,
    ]);
  });

  it('takes the place of the one of before, for readers that were there too', async () => {
    let clock = 0;
    const store = openTerminologyStore(folder, () => clock);
    await loadCodeSystem([file('one.csv', 'code\na\nb\n')], folder, { url: 'http://codes.test/swap' });
    const before = store.codeTable('http://codes.test/swap')!;
    const codes = before.codes()[Symbol.iterator]();
    expect(codes.next().value).toBe('a');
    await loadCodeSystem([file('two.csv', 'code\nc\n')], folder, { url: 'http://codes.test/swap' });
    clock += 2000;
    expect([...store.codeTable('http://codes.test/swap')!.codes()]).toEqual(['c']);
    expect([...before.codes()]).toEqual(['a', 'b']);
  });

  it('has versions, of which the highest is meant where none is said', async () => {
    for (const version of ['2', '10', '9'])
      await loadCodeSystem([file('v.csv', `code\nv${version}\n`)], folder, {
        url: 'http://codes.test/v',
        version,
      });
    const store = open();
    expect([...store.codeTable('http://codes.test/v')!.codes()]).toEqual(['v10']);
    expect([...store.codeTable('http://codes.test/v|9')!.codes()]).toEqual(['v9']);
    expect(store.codeTable('http://codes.test/v|3')).toBeUndefined();
  });

  it.each([
    ['a circle', 'code,parent\na,b\nb,a\n', 'goes round'],
    ['a code twice', 'code\na\na\n', 'twice'],
    ['codes that are the same without case', 'code\na\nA\n', 'without case'],
    ['no code', 'name\na\n', 'column named code'],
  ])('with %s is refused, and nothing is left of it', async (_what, text, why) => {
    const before = readdirSync(folder);
    const load = loadCodeSystem([file('bad.csv', text)], folder, { url: 'http://codes.test/bad' });
    await expect(load).rejects.toThrow(why);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('needs a URL, and JSON that is JSON', async () => {
    await expect(loadCodeSystem([file('x.csv', 'code\na\n')], folder, {})).rejects.toThrow('--url');
    await expect(loadCodeSystem([file('x.json', '{"concept":[{"code":}]}')], folder, {})).rejects.toThrow(
      'no JSON',
    );
  });
});

describe('a server', () => {
  let server: TestServer;
  beforeAll(async () => {
    await loadCodeSystem([file('findings.csv', CSV)], folder, { url: URL, version: '7', language: 'en' });
    server = await createTestServer({ STORE_URL: `sqlite:${path.join(home, 'lianti.db')}` });
    const set = {
      resourceType: 'ValueSet',
      id: 'eye',
      url: 'http://sets.test/eye',
      status: 'active',
      compose: { include: [{ system: URL, filter: [{ property: 'concept', op: 'is-a', value: 'E' }] }] },
    };
    await server.put('ValueSet/eye', set as never);
  });
  afterAll(() => server.close());

  const codes = async (query: string) => {
    const { body } = await server.get(`ValueSet/$expand?${query}&count=10`);
    return (body.expansion.contains ?? []).map(({ code }: { code: string }) => code);
  };

  it('expands it by page, by filter, by property and by what people type', async () => {
    const all = `url=${encodeURIComponent(`${URL}?fhir_vs`)}`;
    expect(await codes(`${all}&offset=1&count=2`.replace('&count=2', ''))).toEqual(['E', 'M', 'H', 'S']);
    expect(await codes('url=http://sets.test/eye')).toEqual(['E', 'M', 'H']);
    expect(await codes(`${all}&filter=myo`)).toEqual(['M', 'H']);
    expect(await codes(`${all}&filter=${encodeURIComponent('近视')}`)).toEqual(['M', 'H']);
    expect(await codes(`${all}&filter=${encodeURIComponent('high 近视')}`)).toEqual(['H']);
    expect(await codes(`${all}&filter=${encodeURIComponent('100%')}`)).toEqual([]);
    const valueSet = {
      resourceType: 'ValueSet',
      status: 'active',
      compose: {
        include: [
          {
            system: URL,
            filter: [
              { property: 'site', op: '=', value: 'eye' },
              { property: 'concept', op: 'is-not-a', value: 'M' },
            ],
          },
        ],
      },
    };
    const parameter = [{ name: 'valueSet', resource: valueSet }];
    const { body } = await server.post('ValueSet/$expand', {
      resourceType: 'Parameters',
      parameter,
    } as never);
    expect(body.expansion.contains.map(({ code }: { code: string }) => code)).toEqual(['E']);
  });

  it('looks up, validates and compares its codes', async () => {
    const lookup = await server.get(`CodeSystem/$lookup?system=${URL}&code=h&displayLanguage=zh`);
    expect(lookup.text).toContain('高度近视');
    const validate = await server.get(
      `ValueSet/$validate-code?url=http://sets.test/eye&system=${URL}&code=S`,
    );
    expect(validate.body.parameter[0]).toEqual({ name: 'result', valueBoolean: false });
    const subsumes = await server.get(`CodeSystem/$subsumes?system=${URL}&codeA=S&codeB=H`);
    expect(subsumes.body.parameter).toEqual([{ name: 'outcome', valueCode: 'subsumes' }]);
  });

  it('searches by it, and judges what is written', async () => {
    const condition = (id: string, code: string) => ({
      resourceType: 'Condition',
      id,
      subject: { display: 'x' },
      code: { coding: [{ system: URL, code }] },
    });
    for (const code of ['H', 'S']) await server.put(`Condition/${code}`, condition(code, code) as never);
    const found = async (query: string) => (await server.get(`Condition?${query}`)).body.total;
    expect(await found('code:in=http://sets.test/eye')).toBe(1);
    expect(await found(`code:below=${encodeURIComponent(`${URL}|F`)}`)).toBe(2);
    const { status, body } = await server.put('Condition/none', condition('none', 'nothing') as never);
    expect([status, body.issue[0].code]).toEqual([422, 'code-invalid']);
  });

  it('takes up what another process loads, also for codes that it has judged before', async () => {
    const other = 'http://codes.test/later';
    const concept = (id: string) => ({
      resourceType: 'Condition',
      id,
      subject: { display: 'x' },
      code: { coding: [{ system: other, code: 'wrong' }] },
    });
    expect((await server.put('Condition/l1', concept('l1') as never)).status).toBe(201);
    await loadCodeSystem([file('later.csv', 'code\nright\n')], folder, { url: other });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await server.put('Condition/l2', concept('l2') as never)).status).toBe(422);
  });
});

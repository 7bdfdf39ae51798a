// What a sender reads about its own text: line and column, the rule and whose rule it is, in its language.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

let server: HttpTestServer;
beforeAll(async () => {
  server = await createHttpTestServer();
});
afterAll(() => server.close());

interface Told {
  severity: string;
  diagnostics: string;
  expression?: string[];
  extension?: { url: string; valueInteger?: number; valueString?: string }[];
  details?: { coding: { code: string }[] };
}

const EXTENSION = 'http://hl7.org/fhir/StructureDefinition/operationoutcome-';
const JSON_TYPE = 'application/fhir+json';
const XML_TYPE = 'application/fhir+xml';

async function send(
  method: 'post' | 'put',
  path: string,
  text: string,
  headers: Record<string, string> = {},
) {
  const type = text.startsWith('<') ? XML_TYPE : JSON_TYPE;
  const request = server.http[method](path).set({ accept: JSON_TYPE, 'content-type': type, ...headers });
  const { status, body } = await request.send(text);
  return { status, body, issues: (body.issue ?? []) as Told[] };
}

const said = (issue: Told, name: string) => {
  const found = issue.extension?.find(({ url }) => url === EXTENSION + name);
  return found?.valueInteger ?? found?.valueString;
};
const placeOf = (issue: Told) => [said(issue, 'issue-line'), said(issue, 'issue-col')];

const PATIENT = `{
  "resourceType": "Patient",
  "id": "p",
  "name": [{ "text": "张小禾" }],
  "gender": "mail"
}`;
const PATIENT_XML = `<Patient xmlns="http://hl7.org/fhir">
  <id value="p"/>
  <gender value="mail"/>
</Patient>`;

describe('an issue', () => {
  it('says line and column, rule and source, of JSON', async () => {
    const { status, issues } = await send('put', '/fhir/Patient/p', PATIENT);
    expect(status).toBe(422);
    expect(issues).toHaveLength(1);
    expect(placeOf(issues[0]!)).toEqual([5, 3]);
    expect(said(issues[0]!, 'message-id')).toBe('binding');
    expect(said(issues[0]!, 'issue-source')).toBe('http://hl7.org/fhir/StructureDefinition/Patient');
    expect(issues[0]!.expression).toEqual(['Patient.gender']);
  });

  it('says line and column of XML', async () => {
    const { issues } = await send('put', '/fhir/Patient/p', PATIENT_XML);
    expect(issues.map(placeOf)).toEqual([[3, 3]]);
  });

  it('says them in $validate, also of a resource inside Parameters', async () => {
    expect((await send('post', '/fhir/Patient/$validate', PATIENT)).issues.map(placeOf)).toEqual([[5, 3]]);
    const parameters = `{"resourceType":"Parameters","parameter":[{"name":"x","valueString":"y"},\n{"name":"resource","resource":${PATIENT}}]}`;
    expect((await send('post', '/fhir/Patient/$validate', parameters)).issues.map(placeOf)).toEqual([[6, 3]]);
  });

  it('says them of the entry of a Bundle', async () => {
    const bundle = (type: string) =>
      `{"resourceType":"Bundle","type":"${type}","entry":[\n{"request":{"method":"PUT","url":"Patient/p"},"resource":${PATIENT}}]}`;
    const whole = await send('post', '/fhir', bundle('transaction'));
    expect(whole.issues.map(placeOf)).toEqual([[6, 3]]);
    const { body } = await send('post', '/fhir', bundle('batch'));
    expect((body.entry[0].response.outcome.issue as Told[]).map(placeOf)).toEqual([[6, 3]]);
  });

  it('names the profile whose rule it is', async () => {
    const profile = 'https://lianti.dev/fhir/StructureDefinition/lianti-child-patient';
    const { issues } = await send(
      'post',
      `/fhir/Patient/$validate?profile=${encodeURIComponent(profile)}`,
      '{"resourceType":"Patient","active":true}',
    );
    expect(issues.map((issue) => said(issue, 'issue-source'))).toContain(profile);
  });
});

describe('the language', () => {
  it.each([
    ['zh-CN,zh;q=0.9', /编码 "mail".*不在值集/],
    ['zh', /请使用 male/],
    ['en', /^The code "mail" is not in the value set/],
    ['fr', /^The code/],
  ])('of Accept-Language: %s is that of the issues', async (language, expected) => {
    const headers = { 'accept-language': language };
    for (const path of ['/fhir/Patient/$validate', '/fhir/Patient']) {
      const { issues } = await send('post', path, PATIENT, headers);
      expect(issues.map(({ diagnostics }) => diagnostics)).toEqual([expect.stringMatching(expected)]);
    }
  });

  it('is that of what is right, and of references that lead nowhere', async () => {
    const headers = { 'accept-language': 'zh' };
    const right = await send(
      'post',
      '/fhir/Patient/$validate',
      '{"resourceType":"Patient","active":true}',
      headers,
    );
    expect(right.issues.map(({ diagnostics }) => diagnostics)).toEqual(['一切正常。']);
    const dangling = '{"resourceType":"Patient","managingOrganization":{"reference":"Organization/nobody"}}';
    const { issues } = await send('post', '/fhir/Patient', dangling, headers);
    expect(issues[0]!.diagnostics).toMatch(/^此处不存在 Organization\/nobody/);
  });

  it('is that of warnings too, where a write answers with an outcome', async () => {
    const warned =
      '{"resourceType":"Patient","meta":{"profile":["https://example.org/nobody"]},"active":true}';
    const { status, issues } = await send('post', '/fhir/Patient', warned, {
      'accept-language': 'zh',
      prefer: 'return=OperationOutcome',
    });
    expect(status).toBe(201);
    expect(issues[0]!.diagnostics).toMatch(/此处不认识规范/);
  });
});

describe('Everything that is refused is told in Chinese where that is asked for', () => {
  const zh = { 'accept-language': 'zh-CN,zh;q=0.9' };
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const { status, body } = await server.http.get(path).set({ accept: JSON_TYPE, ...zh, ...headers });
    return [status, body.issue?.[0].diagnostics];
  };

  it.each([
    ['/fhir/Patient?nmae=x', 400, 'Patient 没有检索参数“nmae”。您是否想用“name”？'],
    ['/fhir/Patient?birthdate=2020-13', 400, /^检索参数 birthdate 的值“2020-13”无法使用：请写日历日期/],
    ['/fhir/Patient?_count=-1', 400, '_count 的值是“-1”，但应为从 0 起的整数。'],
    ['/fhir/Patient?gender:nope=x', 400, /^修饰符 :nope 不适用于 token 类型的检索参数 gender：请使用/],
    ['/fhir/Patient?_sort=nope', 400, /^Patient 没有检索参数“nope”。/],
    ['/fhir/Patient/none', 404, '没有 Patient/none。'],
    ['/fhir/Patiend', 404, 'FHIR R4 没有资源类型“Patiend”。类型名须与规范一致，例如 Patient。'],
    ['/fhir/Patient/$nope', 404, '此级别没有操作 $nope。GET /metadata 列出现有操作。'],
    ['/fhir/ValueSet/$expand?url=urn:none', 404, '此处没有值集 urn:none：请先存入，或随请求发送。'],
  ])('%s', async (path, status, text) => {
    const found = await ask(path);
    expect(found).toEqual([status, typeof text === 'string' ? text : expect.stringMatching(text)]);
  });

  it('and so is what a body has wrong', async () => {
    const cases = [
      ['{"resourceType":"Patient",}', '此处应为双引号中的成员名（第 1 行，第 27 列）。'],
      ['{"a":1,"a":2}', '成员“a”出现了两次（第 1 行，第 8 列）。'],
      ['{}', '正文没有“resourceType”：请写明是哪种资源，例如 "resourceType":"Patient"。'],
      [
        '{"resourceType":"Observation"}',
        'URL 中是 Patient，正文中是 Observation：请发送到 /Observation，或改正 resourceType。',
      ],
      ['<Patient xmlns="http://hl7.org/fhir"><name><b value="x"/></name></Patient>', expect.anything()],
    ] as const;
    for (const [text, diagnostics] of cases) {
      const { status, issues } = await send('post', '/fhir/Patient', text, zh);
      expect([status, issues[0]?.diagnostics]).toEqual([400, diagnostics]);
    }
  });

  it('and what was left out of a search, and what was done', async () => {
    const { body } = await server.http.get('/fhir/Patient?nmae=x').set({ ...zh, prefer: 'handling=lenient' });
    const outcome = body.entry.find((entry: { search: { mode: string } }) => entry.search.mode === 'outcome');
    expect(outcome.resource.issue[0].diagnostics).toBe(
      'Patient 没有检索参数“nmae”。您是否想用“name”？本次检索已略去参数 nmae。',
    );
    const done = await send('put', '/fhir/Patient/told', '{"resourceType":"Patient","id":"told"}', {
      ...zh,
      prefer: 'return=OperationOutcome',
    });
    expect(done.issues.at(-1)!.diagnostics).toBe('已创建 Patient/told，版本 1。');
  });

  it('which is said in Vary', async () => {
    const { headers } = await server.http.get('/fhir/Patient/none').set(zh);
    expect(headers.vary).toBe('Accept, Accept-Encoding, Accept-Language');
  });
});

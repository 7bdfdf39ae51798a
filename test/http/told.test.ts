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

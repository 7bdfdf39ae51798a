import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hashOfToken } from '../../src/authorization/tokens.ts';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

describe('AUTH=tokens', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lianti-tokens-'));
  let server: HttpTestServer;
  beforeAll(async () => {
    const file = path.join(folder, 'tokens.json');
    writeFileSync(
      file,
      JSON.stringify({
        [hashOfToken('full')]: { name: 'his', roles: ['referrer'], scopes: ['system/*.cruds'] },
        [hashOfToken('twin')]: { name: 'twin', roles: ['referrer'], scopes: ['system/*.cruds'] },
        [hashOfToken('reader')]: { name: 'cloud', scopes: ['system/Observation.rs', 'system/Patient.r'] },
      }),
    );
    server = await createHttpTestServer({ AUTH: 'tokens', AUTH_TOKENS_FILE: file });
    await as('full').put('/fhir/Patient/p', { resourceType: 'Patient', id: 'p' });
    await as('full').put('/fhir/Organization/o', { resourceType: 'Organization', id: 'o', name: '示例医院' });
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const as = (token: string) => ({
    get: (url: string) => server.http.get(url).set('Authorization', `Bearer ${token}`),
    put: (url: string, body: object) =>
      server.http.put(url).set('Authorization', `Bearer ${token}`).type('application/fhir+json').send(body),
    post: (url: string, body: object) =>
      server.http.post(url).set('Authorization', `Bearer ${token}`).type('application/fhir+json').send(body),
  });

  it('gives page links that serve their caller, for what was asked, and nobody else', async () => {
    for (let n = 0; n < 6; n++)
      await as('full').put(`/fhir/Basic/${n}`, { resourceType: 'Basic', id: `${n}`, code: { text: 'x' } });
    const { body: first } = await as('full').get('/fhir/Basic?_count=2&_sort=-_lastUpdated').expect(200);
    const next = first.link.find((link: { relation: string }) => link.relation === 'next').url as string;
    const url = next.slice(next.indexOf('/fhir/'));
    const { body: second } = await as('full').get(url).expect(200);
    expect(second.entry).toHaveLength(2);
    const before = second.link.find((link: { relation: string }) => link.relation === 'previous')
      .url as string;
    const token = new URL(next).searchParams.get('_page')!;
    const refused: [string, string][] = [
      ['twin', url],
      ['twin', before.slice(before.indexOf('/fhir/'))],
      ['reader', url.replace('Basic', 'Observation')],
      ['full', url.replace('_count=2', '_count=3')],
      ['full', url.replace('_sort=-_lastUpdated&', '')],
      ['full', `${url}&code=x`],
      ['full', url.replace('/Basic?', '/Patient?')],
      ['full', url.replace('/Basic?', '/Basic/_history?')],
      ['full', url.replace(token, token.slice(0, -4))],
      ['full', url.replace(token, `${token}AAAA`)],
      [
        'full',
        url.replace(
          token,
          token.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A')),
        ),
      ],
      ['full', url.replace(token, Buffer.from('{"page":2,"after":"[]"}').toString('base64url'))],
    ];
    for (const [who, asked] of refused) {
      const { status, body } = await as(who).get(asked);
      // The trail before the second page leads to the first, which has no token.
      if (status === 200) expect([who, asked, asked.includes('_page=')]).toEqual([who, asked, false]);
      else expect([status, body.resourceType, body.entry]).toEqual([400, 'OperationOutcome', undefined]);
    }
    await as('full').get(url).expect(200);
  });

  it('answers 401 without a token that it knows, on every route', async () => {
    for (const url of ['/fhir/Patient/p', '/fhir/Patient', '/fhir/_history', '/fhir/Patient/p/_history']) {
      const { status, headers } = await server.http.get(url);
      expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="lianti"']);
    }
    expect(
      (
        await server.http
          .post('/fhir')
          .type('application/fhir+json')
          .send({ resourceType: 'Bundle', type: 'batch' })
      ).status,
    ).toBe(401);
    for (const value of [
      'Bearer nobody',
      'Bearer',
      'Basic YTpi',
      'Bearer null',
      `Bearer ${'x'.repeat(5000)}`,
    ]) {
      expect((await server.http.get('/fhir/Patient/p').set('Authorization', value)).status).toBe(401);
    }
    expect((await server.http.get('/fhir/Patient/p?access_token=full')).status).toBe(401);
  });

  it('lets everybody read the capabilities', async () => {
    expect((await server.http.get('/fhir/metadata')).status).toBe(200);
  });

  it('allows what the scopes allow and nothing else', async () => {
    expect((await as('full').get('/fhir/Patient/p')).status).toBe(200);
    expect((await as('reader').get('/fhir/Patient/p')).status).toBe(200);
    expect((await as('reader').get('/fhir/Patient')).status).toBe(403);
    expect((await as('reader').get('/fhir/Organization/o')).status).toBe(403);
    expect((await as('reader').get('/fhir/Observation')).status).toBe(200);
    expect(
      (await as('reader').put('/fhir/Patient/p', { resourceType: 'Patient', id: 'p', active: true })).status,
    ).toBe(403);
  });

  it('judges each entry of a Bundle', async () => {
    const bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: 'Organization/o' } },
        { request: { method: 'GET', url: 'Patient/p' } },
      ],
    };
    const { text } = await as('reader').post('/fhir', bundle);
    const statuses = JSON.parse(text).entry.map((e: { response: { status: string } }) =>
      e.response.status.slice(0, 3),
    );
    expect(statuses).toEqual(['403', '200']);
  });

  it('shows in the history of the server only types that may be read', async () => {
    const { text } = await as('reader').get('/fhir/_history');
    const urls = JSON.parse(text).entry.map((e: { request: { url: string } }) => e.request.url);
    expect(urls).toEqual(['Patient/p']);
  });

  it('refuses the trusted headers', async () => {
    const { status, text } = await as('full').get('/fhir/Patient/p').set('X-Lianti-Role', 'referrer');
    expect(status).toBe(400);
    expect(text).toContain('X-Lianti-Role');
  });

  it('lets browsers of any origin come with a token', async () => {
    const { headers } = await as('full').get('/fhir/Patient/p').set('Origin', 'https://app.test');
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });
});

describe('AUTH=off', () => {
  let server: HttpTestServer;
  beforeAll(async () => {
    server = await createHttpTestServer();
    const put = (url: string, body: object) => server.http.put(url).type('application/fhir+json').send(body);
    await put('/fhir/Organization/unit', {
      resourceType: 'Organization',
      id: 'unit',
      name: '示例',
      active: true,
    });
    await put('/fhir/Organization/closed', {
      resourceType: 'Organization',
      id: 'closed',
      name: '示例',
      active: false,
    });
    await put('/fhir/PractitionerRole/doctor', {
      resourceType: 'PractitionerRole',
      id: 'doctor',
      organization: { reference: 'Organization/unit' },
    });
  });
  afterAll(() => server.close());

  it('answers only under a loopback name', async () => {
    expect((await server.http.get('/fhir/metadata').set('Host', 'evil.test')).status).toBe(200);
    const { status, text } = await server.http.get('/fhir/Patient').set('Host', 'evil.test');
    expect(status).toBe(403);
    expect(text).toContain('loopback');
  });

  it('takes role, organisation and practitioner from the trusted headers', async () => {
    const { status } = await server.http
      .get('/fhir/Patient')
      .set('X-Lianti-Role', 'receiver-desk')
      .set('X-Lianti-Organization', 'Organization/unit')
      .set('X-Lianti-Practitioner', 'PractitionerRole/doctor');
    expect(status).toBe(200);
  });

  it.each([
    [{ 'X-Lianti-Role': 'chief' }, 'X-Lianti-Role'],
    [{ 'X-Lianti-Role': 'referrer' }, 'X-Lianti-Organization'],
    [
      { 'X-Lianti-Role': 'referrer', 'X-Lianti-Organization': 'Organization/nobody' },
      'X-Lianti-Organization',
    ],
    [
      { 'X-Lianti-Role': 'referrer', 'X-Lianti-Organization': 'Organization/closed' },
      'X-Lianti-Organization',
    ],
    [
      {
        'X-Lianti-Role': 'referrer',
        'X-Lianti-Organization': 'Organization/unit',
        'X-Lianti-Practitioner': 'PractitionerRole/x',
      },
      'X-Lianti-Practitioner',
    ],
  ])('refuses %j and names the header', async (headers, named) => {
    const { status, text } = await server.http.get('/fhir/Patient').set(headers as Record<string, string>);
    expect(status).toBe(400);
    expect(JSON.parse(text).issue[0].diagnostics).toContain(named);
  });
});

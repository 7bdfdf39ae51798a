import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

let server: HttpTestServer;
beforeAll(async () => {
  server = await createHttpTestServer();
});
afterAll(() => server.close());

const ask = (query = '') => server.http.get(`/fhir/metadata${query}`);

describe('/metadata', () => {
  it('is the CapabilityStatement, in every mode but one', async () => {
    for (const query of ['', '?mode=full', '?mode=normative', '?mode=']) {
      const { status, text } = await ask(query);
      expect([status, JSON.parse(text).resourceType]).toEqual([200, 'CapabilityStatement']);
    }
  });

  it('is TerminologyCapabilities with mode=terminology, which validates', async () => {
    const { text } = await ask('?mode=terminology');
    expect(JSON.parse(text)).toMatchObject({
      resourceType: 'TerminologyCapabilities',
      kind: 'instance',
      implementation: { url: server.running.baseUrl },
    });
    const { text: judged } = await server.http
      .post('/fhir/TerminologyCapabilities/$validate')
      .type('application/fhir+json')
      .send(text);
    const issues: { severity: string }[] = JSON.parse(judged).issue;
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('refuses a mode that there is not', async () => {
    const { status, text } = await ask('?mode=partial');
    expect(status).toBe(400);
    expect(text).toContain('full, normative and terminology');
  });

  it('has a tag under which it need not be sent again', async () => {
    const { headers } = await ask();
    expect(headers['cache-control']).toBe('no-cache');
    const again = await ask().set('If-None-Match', headers.etag!);
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', headers.etag]);
    expect((await ask().set('If-None-Match', 'W/"other"')).status).toBe(200);
    expect((await ask('?mode=terminology')).headers.etag).not.toBe(headers.etag);
  });

  it('answers HEAD with its length', async () => {
    const { status, headers, text } = await server.http
      .head('/fhir/metadata')
      .set('Accept-Encoding', 'identity');
    expect([status, text ?? '']).toEqual([200, '']);
    expect(Number(headers['content-length'])).toBeGreaterThan(10_000);
  });
});

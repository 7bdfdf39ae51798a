import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

let server: HttpTestServer;
beforeAll(async () => {
  server = await createHttpTestServer();
  await server.http
    .put('/fhir/Patient/p')
    .type('application/fhir+json')
    .send({ resourceType: 'Patient', id: 'p', gender: 'female' });
});
afterAll(() => server.close());

const ask = (path: string) => server.http.get(path);

describe('headers of every answer', () => {
  it('say FHIR JSON, forbid caching and sniffing, and name no software', async () => {
    const { headers, status } = await ask('/fhir/Patient/p');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/fhir+json; charset=utf-8');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers.etag).toBe('W/"1"');
    expect(headers['last-modified']).toMatch(/GMT$/);
  });

  it('carry the request id of the client when it is harmless, else one of our own', async () => {
    expect((await ask('/fhir/Patient/p').set('X-Request-Id', 'abc-123')).headers['x-request-id']).toBe(
      'abc-123',
    );
    expect((await ask('/fhir/Patient/p').set('X-Request-Id', 'a b<c>')).headers['x-request-id']).toMatch(
      /^[0-9a-f]{12}-[0-9a-z]+$/,
    );
  });

  it('show no lastUpdated later than their own Date', async () => {
    for (let i = 0; i < 50; i++) {
      const { headers, text } = await server.http
        .post('/fhir/Patient')
        .type('application/fhir+json')
        .send({ resourceType: 'Patient' });
      const { meta } = JSON.parse(text);
      expect(Date.parse(meta.lastUpdated)).toBeLessThanOrEqual(Date.parse(headers.date!));
    }
  });

  it('let browsers of the same machine read them, and others not while there are no tokens', async () => {
    const local = await ask('/fhir/Patient/p').set('Origin', 'http://localhost:5173');
    expect(local.headers['access-control-allow-origin']).toBe('*');
    expect(local.headers['access-control-expose-headers']).toContain('ETag');
    const foreign = await ask('/fhir/Patient/p').set('Origin', 'https://evil.test');
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('answer a preflight with what the path knows', async () => {
    const { status, headers } = await server.http
      .options('/fhir/Patient')
      .set('Origin', 'http://localhost:5173');
    expect(status).toBe(204);
    expect(headers['access-control-allow-methods']).toBe('GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS');
    expect(headers['access-control-allow-headers']).toContain('If-Match');
    const allowed = async (path: string) => (await server.http.options(path)).headers.allow;
    expect(await allowed('/fhir')).toBe('GET, HEAD, POST, OPTIONS');
    expect(await allowed('/fhir/metadata')).toBe('GET, HEAD, OPTIONS');
    expect(await allowed('/fhir/Patient/p')).toBe('GET, HEAD, PUT, PATCH, DELETE, OPTIONS');
    expect(await allowed('/fhir/Patient/_search')).toBe('POST, OPTIONS');
    expect(await allowed('/fhir/Patient/$validate')).toBe('GET, HEAD, POST, OPTIONS');
    expect(await allowed('/fhir/Nobody')).toBe('OPTIONS');
  });
});

describe('content negotiation', () => {
  it.each([
    'application/fhir+json',
    'application/json',
    '*/*',
    'text/html, application/xhtml+xml, */*;q=0.8',
    'application/fhir+json;fhirVersion=4.0',
  ])('serves Accept: %s', async (accept) => {
    expect((await ask('/fhir/Patient/p').set('Accept', accept)).status).toBe(200);
  });

  it.each([
    'image/png',
    'text/turtle',
    'application/fhir+xml;q=0',
    'application/fhir+json;q=0',
    'application/fhir+json;fhirVersion=3.0',
  ])('refuses Accept: %s with 406 and says what it speaks', async (accept) => {
    const { status, text } = await ask('/fhir/Patient/p').set('Accept', accept);
    expect(status).toBe(406);
    expect(JSON.parse(text).issue[0].diagnostics).toContain('application/fhir+json and application/fhir+xml');
  });

  it('lets _format overrule Accept', async () => {
    expect((await ask('/fhir/Patient/p?_format=json').set('Accept', 'image/png')).status).toBe(200);
    expect(
      (await ask('/fhir/Patient/p?_format=application/fhir+json').set('Accept', 'image/png')).status,
    ).toBe(200);
    expect((await ask('/fhir/Patient/p?_format=ttl')).status).toBe(406);
    expect((await ask('/fhir/Patient/p?_format=json;fhirVersion=3.0')).status).toBe(406);
  });

  it('indents with _pretty', async () => {
    const { text } = await ask('/fhir/Patient/p?_pretty=true');
    expect(text).toContain('\n  "gender": "female"\n}');
  });

  it('compresses long answers for those who want it', async () => {
    const { headers } = await ask('/fhir/metadata').set('Accept-Encoding', 'gzip');
    expect(headers['content-encoding']).toBe('gzip');
    const plain = await ask('/fhir/metadata').set('Accept-Encoding', 'identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
  });

  it.each([
    'text/plain',
    'application/pdf',
    'application/fhir+json; charset=gbk',
    'application/fhir+json; fhirVersion=3.0',
  ])('refuses Content-Type %s with 415', async (type) => {
    const { status } = await server.http
      .post('/fhir/Patient')
      .set('Content-Type', type)
      .send('{"resourceType":"Patient"}');
    expect(status).toBe(415);
  });
});

describe('a slash at the end', () => {
  it.each(['/fhir/Patient/p/', '/fhir/Patient/', '/fhir/metadata/', '/fhir/Patient/p/_history/1/'])(
    'changes nothing: %s',
    async (path) => {
      expect((await ask(path)).status).toBe(200);
    },
  );
});

describe('other methods', () => {
  it('HEAD is GET without the body', async () => {
    const head = await server.http.head('/fhir/Patient/p');
    const get = await ask('/fhir/Patient/p');
    expect(head.status).toBe(200);
    expect(head.text ?? '').toBe('');
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.headers.etag).toBe('W/"1"');
  });

  it('a method that does not belong there is 405 with Allow', async () => {
    const { status, headers } = await server.http.delete('/fhir/metadata');
    expect(status).toBe(405);
    expect(headers.allow).toBe('GET');
  });

  it('/health says whether the store answers', async () => {
    const { status, text } = await ask('/health');
    expect([status, text]).toEqual([200, '{"status":"ok"}']);
  });
});

describe('the access log', () => {
  it('has a line for each request and nothing of what was asked', async () => {
    await ask('/fhir/Patient?name=%E5%BC%A0%E5%B0%8F%E7%A6%BE');
    await ask('/fhir/Patient/990101201705210027');
    const text = JSON.stringify(server.lines.slice(-2));
    expect(text).toContain('/fhir/Patient');
    expect(text).not.toMatch(/name=|张|%E5|990101/);
  });
});

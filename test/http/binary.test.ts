import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contentAnswer } from '../../src/http/content.ts';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

let server: HttpTestServer;
beforeAll(async () => {
  server = await createHttpTestServer();
});
afterAll(() => server.close());

const JSON_TYPE = 'application/fhir+json';
const XML_TYPE = 'application/fhir+xml';

/** Bytes as they came, whatever the type says. */
const ask = (path: string, headers: Record<string, string> = {}, method: 'get' | 'head' = 'get') =>
  server.http[method](path)
    .set(headers)
    .buffer(true)
    .parse((reply, done) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => done(null, Buffer.concat(chunks)));
    });

const upload = (bytes: Buffer | string, type: string, headers: Record<string, string> = {}) =>
  server.http.post('/fhir/Binary').set('Content-Type', type).set(headers).send(bytes).buffer(true);

const pathOf = ({ headers }: { headers: Record<string, string> }): string =>
  new URL(headers.location!).pathname.replace(/\/_history\/.*/, '');

const asJson = async (path: string) => JSON.parse(String((await ask(path, { Accept: JSON_TYPE })).body));

describe('bytes sent to Binary', () => {
  const pdf = Buffer.from([0, 1, 2, 255, 254, 10, 13, 80, 68, 70]);

  it('come back as the same bytes with their type', async () => {
    const created = await upload(pdf, 'application/pdf');
    expect([created.status, created.headers.etag, created.text]).toEqual([201, 'W/"1"', '']);
    for (const accept of [
      'application/pdf',
      '*/*',
      'image/png',
      'text/html,application/xml;q=0.9,*/*;q=0.8',
    ]) {
      const { status, headers, body } = await ask(pathOf(created), { Accept: accept });
      expect([status, headers['content-type'], headers.etag]).toEqual([200, 'application/pdf', 'W/"1"']);
      expect(body.equals(pdf)).toBe(true);
    }
  });

  it('come as a resource when FHIR is asked for', async () => {
    const path = pathOf(await upload(pdf, 'application/pdf'));
    expect(await asJson(path)).toMatchObject({
      resourceType: 'Binary',
      contentType: 'application/pdf',
      data: pdf.toString('base64'),
    });
    const xml = await ask(path, { Accept: XML_TYPE });
    expect(xml.headers['content-type']).toContain(XML_TYPE);
    expect(String(xml.body)).toContain(`<data value="${pdf.toString('base64')}"/>`);
    expect((await ask(`${path}?_format=json`)).headers['content-type']).toContain(JSON_TYPE);
  });

  it('make new versions with PUT, each of which can be read', async () => {
    const put = (text: string, type: string) =>
      server.http.put('/fhir/Binary/report').set('Content-Type', type).send(text);
    expect((await put('one', 'text/plain')).status).toBe(201);
    expect((await put('二', 'text/plain; charset=utf-8')).status).toBe(200);
    const now = await ask('/fhir/Binary/report');
    expect([String(now.body), now.headers['content-type']]).toEqual(['二', 'text/plain; charset=utf-8']);
    expect(String((await ask('/fhir/Binary/report/_history/1')).body)).toBe('one');
    expect((await ask('/fhir/Binary/report', { 'If-None-Match': 'W/"2"' })).status).toBe(304);
    const stale = await server.http
      .put('/fhir/Binary/report')
      .set({ 'Content-Type': 'text/plain', 'If-Match': 'W/"1"' })
      .send('three');
    expect(stale.status).toBe(412);
  });

  it('are answered with the resource when the client prefers that', async () => {
    const { text } = await upload('hi', 'text/plain', { Prefer: 'return=representation' });
    expect(JSON.parse(text)).toMatchObject({ contentType: 'text/plain', data: 'aGk=' });
  });

  it('say whom they are about in X-Security-Context', async () => {
    await server.http.put('/fhir/Patient/p').type(JSON_TYPE).send({ resourceType: 'Patient', id: 'p' });
    const path = pathOf(await upload('hi', 'text/plain', { 'X-Security-Context': 'Patient/p' }));
    expect((await asJson(path)).securityContext).toEqual({ reference: 'Patient/p' });
    expect((await ask(path)).headers['x-security-context']).toBe('Patient/p');
    expect((await upload('hi', 'text/plain', { 'X-Security-Context': 'Patient/none' })).status).toBe(422);
  });

  it('may be 8 MiB, and may be none', async () => {
    const bytes = randomBytes(8 << 20);
    const path = pathOf(await upload(bytes, 'application/octet-stream'));
    expect((await ask(path)).body.equals(bytes)).toBe(true);
    const empty = await ask(pathOf(await upload('', 'text/plain')));
    expect([empty.status, empty.headers['content-length']]).toEqual([200, '0']);
  });

  it('may be any JSON or XML; only a Binary resource is taken as one', async () => {
    for (const [type, text] of [
      ['application/json', '[1, 2]'],
      ['application/json', '{"not": "json'],
      ['application/xml', '<ClinicalDocument xmlns="urn:hl7-org:v3"/>'],
      [JSON_TYPE, '{"resourceType":"Patient","gender":"female"}'],
    ] as const) {
      const { headers, body } = await ask(pathOf(await upload(text, type)));
      expect([headers['content-type'], String(body)]).toEqual([type, text]);
    }
    const resource = '{"resourceType":"Binary","contentType":"text/plain","data":"aGk="}';
    for (const type of [JSON_TYPE, 'application/json']) {
      const { headers, body } = await ask(pathOf(await upload(resource, type)));
      expect([headers['content-type'], String(body)]).toEqual(['text/plain', 'hi']);
    }
    const xml =
      '<Binary xmlns="http://hl7.org/fhir"><contentType value="text/plain"/><data value="aGk="/></Binary>';
    expect(String((await ask(pathOf(await upload(xml, XML_TYPE)))).body)).toBe('hi');
  });

  it('are refused when they claim to be FHIR and are not', async () => {
    expect((await upload('{"resourceType":"Binary"', JSON_TYPE)).status).toBe(400);
    expect((await upload('{}', JSON_TYPE)).status).toBe(400);
    const broken = { resourceType: 'Binary', contentType: 'text/plain', data: '***' };
    expect([400, 422]).toContain((await upload(JSON.stringify(broken), JSON_TYPE)).status);
  });

  it('are found in searches and history as resources', async () => {
    await upload('needle', 'text/x-needle');
    const { body } = await ask('/fhir/Binary/_history?_count=1', { Accept: JSON_TYPE });
    expect(JSON.parse(String(body)).entry[0].resource.data).toBe(Buffer.from('needle').toString('base64'));
  });

  it('are gone after a DELETE, said in FHIR', async () => {
    const path = pathOf(await upload('hi', 'text/plain'));
    expect((await server.http.delete(path)).status).toBe(204);
    const { status, body } = await ask(path, { Accept: 'text/plain' });
    expect([status, JSON.parse(String(body)).resourceType]).toEqual([410, 'OperationOutcome']);
  });
});

describe('content that a browser could run', () => {
  const page = Buffer.from('<script>alert(1)</script>');

  it.each(['text/html', 'image/svg+xml; charset="utf-8"', 'text/plain'])(
    'is saved, not shown: %s',
    async (type) => {
      const { headers, body } = await ask(pathOf(await upload(page, type)));
      expect(body.equals(page)).toBe(true);
      expect(headers['content-type']).toBe(type);
      expect(headers['content-disposition']).toBe('attachment');
      expect(headers['content-security-policy']).toMatch(/^sandbox;/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );

  it.each(['text/html\nX-Evil: 1', 'text/html; charset=utf-8\r\n', 'nonsense', '张/三'])(
    'has no type that is none: %j',
    async (type) => {
      const created = await server.http
        .put('/fhir/Binary/odd')
        .type(JSON_TYPE)
        .send({ resourceType: 'Binary', id: 'odd', contentType: type, data: page.toString('base64') });
      expect(created.status).toBe(422);
      const content = { type, size: 25, open: async () => Readable.from([page]) };
      const { headers } = contentAnswer(content, undefined);
      expect(headers['Content-Type']).toBe('application/octet-stream');
    },
  );
});

describe('a range of the content', () => {
  let path: string;
  beforeAll(async () => {
    path = pathOf(await upload('0123456789', 'text/plain'));
  });
  const range = (Range: string, more: Record<string, string> = {}) => ask(path, { Range, ...more });

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-99', '56789', 'bytes 5-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('is sent with 206: %s', async (header, text, contentRange) => {
    const { status, headers, body } = await range(header);
    expect([status, String(body), headers['content-range']]).toEqual([206, text, contentRange]);
    expect(headers['content-length']).toBe(String(text.length));
  });

  it.each(['bytes=10-', 'bytes=-0', 'bytes=99-100'])(
    'is refused with 416 behind the end: %s',
    async (header) => {
      const { status, headers, body } = await range(header);
      expect([status, headers['content-range']]).toEqual([416, 'bytes */10']);
      expect(JSON.parse(String(body)).resourceType).toBe('OperationOutcome');
    },
  );

  it.each(['bytes=3-1', 'bytes=-', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=a-b'])(
    'is the whole when it is not one range of bytes: %s',
    async (header) => {
      const { status, headers, body } = await range(header);
      expect([status, String(body), headers['accept-ranges']]).toEqual([200, '0123456789', 'bytes']);
    },
  );

  it('is the whole under a condition, since our tags are weak, and for HEAD', async () => {
    expect((await range('bytes=0-1', { 'If-Range': 'W/"1"' })).status).toBe(200);
    const head = await ask(path, { Range: 'bytes=0-1' }, 'head');
    expect([head.status, head.headers['content-length']]).toEqual([200, '10']);
  });

  it('does not concern the FHIR form', async () => {
    expect((await range('bytes=0-1', { Accept: JSON_TYPE })).status).toBe(200);
  });
});

// Content of a Binary that is long enough to be kept beside its text: callers never notice.

import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/storage/store.ts';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

const FHIR = 'application/fhir+json';
const LIMIT = 2 << 20;

let server: HttpTestServer;
let store: Store;
beforeAll(async () => {
  server = await createHttpTestServer({ MAX_BODY: String(LIMIT) });
  store = server.running.lianti.services.store;
});
afterAll(() => server.close());

const ask = (path: string, headers: Record<string, string> = {}) =>
  server.http
    .get(`/fhir/${path}`)
    .set(headers)
    .buffer(true)
    .parse((reply, done) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => done(null, Buffer.concat(chunks)));
    });
const askJson = async (path: string) => JSON.parse(String((await ask(path, { Accept: FHIR })).body));

const put = (id: string, bytes: Buffer, headers: Record<string, string> = {}) =>
  server.http.put(`/fhir/Binary/${id}`).set('Content-Type', 'image/x-scan').set(headers).send(bytes);
const putJson = (id: string, bytes: Buffer, more: object = {}) =>
  server.http
    .put(`/fhir/Binary/${id}`)
    .type(FHIR)
    .send({
      resourceType: 'Binary',
      id,
      contentType: 'image/x-scan',
      data: bytes.toString('base64'),
      ...more,
    });

/** The blob that a Binary refers to; undefined: its content is in its text. */
const contentOf = async (id: string) =>
  (await store.read([{ type: 'Binary', id }], { bare: true }))[0]?.content;
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const isKept = (bytes: Buffer) =>
  store.blobs.get(hashOf(bytes)).then(
    () => true,
    () => false,
  );

describe('Long content of a Binary', () => {
  const bytes = randomBytes(700_000);
  const data = bytes.toString('base64');
  beforeAll(async () => {
    expect((await put('scan', bytes)).status).toBe(201);
  });

  it('is kept once, whether it came as bytes, packed, as a resource or in a transaction', async () => {
    await put('packed', gzipSync(bytes), { 'Content-Encoding': 'gzip' });
    await putJson('resource', bytes);
    const resource = { resourceType: 'Binary', id: 'entry', contentType: 'image/x-scan', data };
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource, request: { method: 'PUT', url: 'Binary/entry' } }],
    };
    const { body } = await server.http
      .post('/fhir')
      .type(FHIR)
      .set('Prefer', 'return=representation')
      .send(bundle);
    expect(body.entry[0].resource.data).toBe(data);
    for (const id of ['scan', 'packed', 'resource', 'entry'])
      expect(await contentOf(id)).toEqual({ hash: hashOf(bytes), size: 700_000 });
    const [first] = await store.read([{ type: 'Binary', id: 'resource' }], { bare: true });
    expect(first!.text!.length).toBeLessThan(300);
  });

  it('comes back as bytes, whole or in part', async () => {
    expect((await ask('Binary/scan')).body.equals(bytes)).toBe(true);
    const { status, headers, body } = await ask('Binary/scan', { Range: 'bytes=262000-525000' });
    expect([status, headers['content-range'], headers['content-length']]).toEqual([
      206,
      'bytes 262000-525000/700000',
      '263001',
    ]);
    expect(body.equals(bytes.subarray(262_000, 525_001))).toBe(true);
    const head = await server.http.head('/fhir/Binary/scan');
    expect(head.headers['content-length']).toBe('700000');
  });

  it('is the data of the resource in reads, versions, history, searches, pages and Bundles', async () => {
    expect((await askJson('Binary/scan')).data).toBe(data);
    expect((await askJson('Binary/scan/_history/1')).data).toBe(data);
    expect((await askJson('Binary/scan/_history')).entry[0].resource.data).toBe(data);
    expect((await askJson('Binary?_id=scan')).entry[0].resource.data).toBe(data);
    expect((await askJson('Binary?_id=scan&_elements=data')).entry[0].resource.data).toBe(data);
    expect((await askJson('Binary/scan?_pretty=true')).data).toBe(data);
    const xml = await ask('Binary/scan', { Accept: 'application/fhir+xml' });
    expect(String(xml.body)).toContain(`<data value="${data}"/>`);
    const entry = [{ request: { method: 'GET', url: 'Binary/scan' } }];
    const batch = await server.http
      .post('/fhir')
      .type(FHIR)
      .send({ resourceType: 'Bundle', type: 'batch', entry });
    expect(batch.body.entry[0].resource.data).toBe(data);
  });

  it('is the same when it is sent again: no new version', async () => {
    expect((await put('scan', bytes)).headers.etag).toBe('W/"1"');
    expect((await putJson('scan', bytes)).headers.etag).toBe('W/"1"');
    expect((await put('scan', Buffer.concat([bytes, Buffer.from([1])]))).headers.etag).toBe('W/"2"');
    expect((await put('scan', bytes)).headers.etag).toBe('W/"3"');
  });

  it('can be patched around, and is told to who asks for what was stored', async () => {
    const patch = await server.http
      .patch('/fhir/Binary/scan')
      .type('application/json-patch+json')
      .set('Prefer', 'return=representation')
      .send([
        { op: 'test', path: '/data', value: data },
        { op: 'replace', path: '/contentType', value: 'image/x-other' },
      ]);
    expect([patch.status, patch.body.contentType, patch.body.data]).toEqual([200, 'image/x-other', data]);
    const meta = { name: 'meta', valueMeta: { tag: [{ system: 'http://t', code: 'x' }] } };
    await server.http
      .post('/fhir/Binary/scan/$meta-add')
      .type(FHIR)
      .send({ resourceType: 'Parameters', parameter: [meta] });
    expect(await askJson('Binary/scan')).toMatchObject({ meta: { tag: [{ code: 'x' }] }, data });
    expect((await contentOf('scan'))!.hash).toBe(hashOf(bytes));
    const { body } = await server.http.get('/fhir/Binary/scan/$validate');
    expect(body.issue.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
  });

  it('stays in the text when it is short, or in a base64 of its own', async () => {
    await put('short', randomBytes(4096));
    expect(await contentOf('short')).toBeUndefined();
    const folded = randomBytes(6000).toString('base64').replace(/.{76}/g, '$& ');
    await putJson('folded', Buffer.alloc(0), { data: folded });
    expect((await askJson('Binary/folded')).data).toBe(folded);
  });

  it('cannot be had by who knows its hash and no more', async () => {
    const { hash, size } = (await contentOf('scan'))!;
    for (const more of [{ content: { hash, size } }, { data: `${hash} ${size}` }])
      expect((await putJson('thief', Buffer.alloc(0), more)).status).toBeGreaterThanOrEqual(400);
    expect((await ask('Binary/thief')).status).toBe(404);
  });
});

describe('Content of a write that is refused', () => {
  const bytes = randomBytes(50_000);

  it('is not kept', async () => {
    expect((await put('none', bytes, { 'If-Match': 'W/"7"' })).status).toBe(412);
    expect((await put('none', bytes, { 'X-Security-Context': 'Patient/nobody' })).status).toBe(422);
    expect((await put('none', bytes, { Prefer: 'dry-run' })).status).toBe(200);
    expect((await putJson('none', bytes, { contentType: 'nonsense' })).status).toBe(422);
    expect(await isKept(bytes)).toBe(false);
  });

  it('ends at the limit, announced or not, packed or not', async () => {
    const long = Buffer.alloc(LIMIT + 1, 7);
    expect((await put('none', long)).status).toBe(413);
    const unannounced = await fetch(`${server.running.baseUrl}/Binary/none`, {
      method: 'PUT',
      headers: { 'Content-Type': 'image/x-scan' },
      body: new Blob([long]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect([
      unannounced.status,
      ((await unannounced.json()) as { resourceType: string }).resourceType,
    ]).toEqual([413, 'OperationOutcome']);
    expect((await put('none', gzipSync(long), { 'Content-Encoding': 'gzip' })).status).toBe(413);
    expect((await put('none', bytes, { 'Content-Encoding': 'gzip' })).status).toBe(400);
    expect((await put('none', bytes, { 'Content-Encoding': 'br' })).status).toBe(415);
    expect((await ask('Binary/none')).status).toBe(404);
  });
});

describe('Content that was deleted or erased', () => {
  const bytes = randomBytes(50_000);

  it('is in the history after a deletion, and nowhere after an erasure', async () => {
    await put('gone', bytes);
    await server.http.delete('/fhir/Binary/gone');
    expect((await ask('Binary/gone')).status).toBe(410);
    expect((await ask('Binary/gone/_history/1', { Accept: 'image/*' })).body.equals(bytes)).toBe(true);
    await store.erase({ id: 'erasure', keys: [{ key: { type: 'Binary', id: 'gone' } }] });
    expect((await ask('Binary/gone/_history/1', { Accept: 'image/*' })).status).toBe(410);
    expect(await isKept(bytes)).toBe(false);
  });
});

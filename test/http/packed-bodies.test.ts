import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

let server: HttpTestServer;
beforeAll(async () => {
  server = await createHttpTestServer({ MAX_BODY: '1mb' });
});
afterAll(() => server.close());

const send = (body: Buffer, encoding: string, type = 'application/fhir+json') =>
  server.http
    .post(type.includes('form') ? '/fhir/Patient/_search' : '/fhir/Patient')
    .set({ 'Content-Type': type, 'Content-Encoding': encoding })
    // supertest would write a Buffer under a JSON type as JSON.
    .serialize((bytes) => bytes as string)
    .send(body);
const patient = Buffer.from('{"resourceType":"Patient","gender":"female"}');

describe('a body packed with gzip', () => {
  it('is unpacked, be it JSON, XML or a form', async () => {
    expect((await send(gzipSync(patient), 'gzip')).status).toBe(201);
    const xml = '<Patient xmlns="http://hl7.org/fhir"><active value="true"/></Patient>';
    expect((await send(gzipSync(xml), 'x-gzip', 'application/fhir+xml')).status).toBe(201);
    const found = await send(gzipSync('gender=female'), 'gzip', 'application/x-www-form-urlencoded');
    expect(found.status).toBe(200);
  });

  it('is refused with 413 when it would be too long, without being unpacked to its end', async () => {
    // A gigabyte and more of zeros would take seconds and memory; the parts of a gzip file follow one another.
    const part = gzipSync(Buffer.alloc(16 << 20), { level: 9 });
    const bomb = Buffer.concat(Array.from({ length: Math.floor((1 << 20) / part.length) }, () => part));
    const started = performance.now();
    const { status, text } = await send(bomb, 'gzip');
    expect(status).toBe(413);
    expect(text).toContain('longer than 1048576 bytes');
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('is refused with 413 when it is too long packed', async () => {
    expect((await send(Buffer.alloc(2 << 20), 'gzip')).status).toBe(413);
  });

  it('is refused with 400 when it cannot be unpacked', async () => {
    expect((await send(patient, 'gzip')).status).toBe(400);
    expect((await send(gzipSync(patient).subarray(0, 20), 'gzip')).status).toBe(400);
  });

  it('is refused with 415 when it is packed otherwise', async () => {
    for (const encoding of ['br', 'deflate', 'gzip, gzip']) {
      const { status, text } = await send(patient, encoding);
      expect(status).toBe(415);
      expect(text).toContain('gzip');
    }
  });

  it('is a body like any other under identity', async () => {
    expect((await send(patient, 'identity')).status).toBe(201);
  });
});

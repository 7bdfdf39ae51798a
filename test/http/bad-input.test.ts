import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

let server: HttpTestServer;
beforeAll(async () => {
  server = await createHttpTestServer({ MAX_BODY: '1mb' });
});
afterAll(() => server.close());

/** After every bad input: nothing is stored, nothing unexpected was noted, and the server goes on. */
afterEach(async () => {
  const { seq } = await server.running.lianti.services.store.tip();
  expect(seq).toBe(0);
  expect(server.notes).toEqual([]);
  expect((await server.http.get('/fhir/metadata')).status).toBe(200);
});

const post = (body: string | Buffer, path = '/fhir/Patient') =>
  server.http.post(path).set('Content-Type', 'application/fhir+json').send(body);

function expectOutcome(
  { status, text, headers }: { status: number; text: string; headers: Record<string, string> },
  ...allowed: number[]
): string {
  expect(allowed).toContain(status);
  expect(headers['content-type']).toContain('application/fhir+json');
  const outcome = JSON.parse(text);
  expect(outcome.resourceType).toBe('OperationOutcome');
  return outcome.issue[0].diagnostics;
}

describe('a body that cannot be read', () => {
  it.each([
    ['malformed JSON', '{"resourceType":"Patient",}', /comma|member/],
    ['a truncated body', '{"resourceType":"Patient"', /comma or }/],
    [
      'duplicate keys',
      '{"resourceType":"Patient","gender":"male","gender":"female"}',
      /"gender" is there twice, at line 1, column 43/,
    ],
    ['a __proto__ key', '{"resourceType":"Patient","__proto__":{"a":1}}', /__proto__/],
    [
      'nesting 10,000 deep',
      `{"resourceType":"Patient","name":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      /deeper than 100/,
    ],
    ['an array', '[]', /not an object/],
    ['no resourceType', '{"gender":"male"}', /resourceType/],
    ['the wrong resourceType', '{"resourceType":"Observation"}', /The URL says Patient/],
    ['nothing', '   ', /empty/],
  ])('is refused: %s', async (_what, body, message) => {
    expect(expectOutcome(await post(body), 400)).toMatch(message as RegExp);
  });

  it('is refused: invalid UTF-8', async () => {
    const body = Buffer.concat([
      Buffer.from('{"resourceType":"Patient","name":[{"text":"'),
      Buffer.from([0xd5, 0xc5]),
      Buffer.from('"}]}'),
    ]);
    const head = `POST /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/fhir+json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const answer = await raw(Buffer.concat([Buffer.from(head), body]));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/not valid UTF-8/);
  });

  it('is refused: longer than the limit, announced or not', async () => {
    const long = `{"resourceType":"Basic","code":{"text":"${'a'.repeat(2_000_000)}"}}`;
    expect(expectOutcome(await post(long, '/fhir/Basic'), 413)).toMatch(/longer than 1048576 bytes/);
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect(server.running.port, '127.0.0.1');
      socket.on('error', reject);
      socket.once('data', (chunk) => {
        resolve(chunk.toString('latin1').slice(9, 12));
        socket.destroy();
      });
      socket.write(
        'POST /fhir/Basic HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\nTransfer-Encoding: chunked\r\n\r\n',
      );
      for (let i = 0; i < 20; i++) socket.write(`10000\r\n${'a'.repeat(65536)}\r\n`);
    });
    expect(status).toBe('413');
  });

  it('is refused: an id that differs from the URL', async () => {
    const answer = await server.http
      .put('/fhir/Patient/a')
      .set('Content-Type', 'application/fhir+json')
      .send('{"resourceType":"Patient","id":"b"}');
    expect(expectOutcome(answer, 400)).toMatch(/The URL says id a/);
  });
});

describe('a URL that cannot be read', () => {
  it.each(['/fhir/Patient/%', '/fhir/Patient?family=%', '/fhir/Patient?family=%E0%A4%A'])(
    'is refused: %s',
    async (path) => {
      const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toMatch(/percent/);
    },
  );

  it('is refused: below the base but nowhere', async () => {
    expectOutcome(await server.http.get('/fhir/foo/bar/baz'), 404);
    expectOutcome(await server.http.get('/fhir/Patient/1/2/3'), 404);
    expectOutcome(await server.http.get('/elsewhere'), 404);
    expectOutcome(await server.http.get('/fhirx'), 404);
  });

  it('is refused: longer than headers may be, and headers that are', async () => {
    const long = 'a'.repeat(100_000);
    const answer = await raw(`GET /fhir/Patient?family=${long} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 414 /);
    expect(answer).toMatch(/Use POST _search/);
    const headers = await raw(`GET /fhir/Patient HTTP/1.1\r\nHost: localhost\r\nX-A: ${long}\r\n\r\n`);
    expect(headers).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toMatch(/"resourceType":"OperationOutcome"/);
  });

  it('is refused: bytes that are no HTTP', async () => {
    expect(await raw('\x16\x03\x01\x02\x00\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

function raw(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.running.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.write(bytes);
  });
}

// `lianti self-test`: on a server that keeps its word, and on one that claims too much.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleOf } from '../../src/cli/self-test/sample.ts';
import { openDefinitions } from '../../src/compose.ts';
import { createValidator } from '../../src/validation/validator.ts';
import { runLianti } from '../support/lianti-process.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const TYPES = ['--types', 'Basic,Patient'];

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ STORE_URL: 'sqlite::memory:' });
});
afterAll(() => server.stop());

describe('lianti self-test', () => {
  it('proves every claim about the types and the server, and leaves nothing behind', async () => {
    const { code, stdout } = await runLianti(['self-test', server.baseUrl, ...TYPES]);
    expect(stdout).toMatch(/^(\d+) claims about 2 types and the server: \1 proved, 0 refuted, 0 open\.\n$/);
    expect(code).toBe(0);
    const left = await fetch(`${server.baseUrl}/Basic?_summary=count`);
    expect(((await left.json()) as { total: number }).total).toBe(0);
  });

  it('refutes what a server claims and does not do', async () => {
    const liar = await createLiar(server.baseUrl);
    try {
      const { port } = liar.address() as AddressInfo;
      const { code, stdout } = await runLianti(['self-test', `http://127.0.0.1:${port}/fhir`, ...TYPES]);
      expect(code).toBe(1);
      expect(stdout).toMatch(/refuted: Basic: search parameter invented: answered 400/);
      expect(stdout).toMatch(/refuted: Basic: operation \$invented: answered 404/);
      expect(stdout).toMatch(/refuted: server: operation \$invented: answered 404/);
      expect(stdout).toMatch(/open: server: invented: the self-test does not know how/);
      expect(stdout).toMatch(/refuted: Patient: delete: answered 200 instead of 404 or 410/);
      expect(stdout).toMatch(/refuted: server: transaction: a part of it was stored/);
    } finally {
      liar.close();
    }
  });

  it('ends with 2 where no FHIR server answers', async () => {
    const { code, stderr } = await runLianti(['self-test', 'http://127.0.0.1:9/fhir']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('does not answer')]);
  });
});

describe('a sample', () => {
  it('of every type is valid', () => {
    const definitions = openDefinitions();
    const validator = createValidator({ definitions, now: () => new Date() });
    const bad = [...definitions.resourceTypes].filter((type) =>
      validator.validate(sampleOf(type, definitions), {}).issues.some(({ severity }) => severity === 'error'),
    );
    expect(bad).toEqual([]);
    definitions.close();
  });
});

/** The server, claiming more than it does: it keeps what is deleted, and makes batches of transactions. */
async function createLiar(base: string): Promise<Server> {
  const liar = createServer(async (message, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString().replace('"type":"transaction"', '"type":"batch"');
    const isKept = message.method === 'DELETE' && message.url!.startsWith('/fhir/Patient/');
    if (isKept) {
      reply.writeHead(204).end();
      return;
    }
    const headers = { ...(message.headers as Record<string, string>) };
    for (const name of ['host', 'connection', 'content-length', 'accept-encoding']) delete headers[name];
    const url = base + message.url!.slice('/fhir'.length);
    const body = text === '' ? undefined : text;
    const answer = await fetch(url, { method: message.method, headers, body });
    let sent = await answer.text();
    if (message.url === '/fhir/metadata') {
      const statement = JSON.parse(sent);
      const invented = { name: 'invented', definition: 'http://example.org/invented' };
      const [rest] = statement.rest;
      rest.interaction.push({ code: 'invented' });
      rest.operation.push(invented);
      const basic = rest.resource.find(({ type }: { type: string }) => type === 'Basic');
      basic.searchParam.push({ name: 'invented', type: 'token' });
      basic.operation.push(invented);
      sent = JSON.stringify(statement);
    }
    const kept = [...answer.headers].filter(
      ([name]) => !/^(content-length|content-encoding|connection)$/.test(name),
    );
    reply.writeHead(answer.status, Object.fromEntries(kept)).end(sent);
  });
  await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
  return liar;
}

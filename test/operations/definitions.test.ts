// Operations of our own have a definition, and it is a valid one.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestServer, type TestServer } from '../support/lianti.ts';

const FOLDER = path.join(import.meta.dirname, '..', '..', 'capability', 'OperationDefinition');
const OWN = 'https://lianti.dev/fhir/OperationDefinition/';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

type Operation = { name: string; definition: string };

it('each operation of our own that /metadata lists has a definition, and no other has', async () => {
  const { body } = await server.get('metadata');
  const parts: { operation?: Operation[] }[] = [body.rest[0], ...body.rest[0].resource];
  const urls = parts.flatMap(({ operation = [] }) => operation.map(({ definition }) => definition));
  const own = new Set(urls.filter((url) => url.startsWith(OWN)).map((url) => url.slice(OWN.length)));
  const files = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ''));
  expect([...own].sort()).toEqual(files.sort());
});

it.each(readdirSync(FOLDER))('%s is valid', async (name) => {
  const text = readFileSync(path.join(FOLDER, name), 'utf8');
  const { status, body } = await server.post('OperationDefinition/$validate', text);
  const errors = body.issue.filter(({ severity }: { severity: string }) => severity === 'error');
  expect([status, errors]).toEqual([200, []]);
  const { url, id } = JSON.parse(text);
  expect(url).toBe(OWN + id);
});

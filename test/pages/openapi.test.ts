import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FULL_TYPES } from '../../src/pages/openapi/openapi.ts';
import { createHttpTestServer, type HttpTestServer } from '../support/http.ts';

let server: HttpTestServer;
// biome-ignore lint/suspicious/noExplicitAny: the document is looked into freely
let api: any;
beforeAll(async () => {
  server = await createHttpTestServer();
  const answer = await server.http.get('/openapi.json').expect(200);
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  api = answer.body;
});
afterAll(() => server.close());

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 for this server, and small', () => {
    expect(api.openapi).toBe('3.1.0');
    expect(api.servers).toEqual([{ url: server.running.baseUrl }]);
    expect(JSON.stringify(api).length).toBeLessThan(250_000);
  });

  it('has the types of the mission in full, and the others by one pattern', () => {
    for (const type of FULL_TYPES) {
      expect(Object.keys(api.paths[`/${type}/{id}`])).toEqual([
        'parameters',
        'get',
        'put',
        'patch',
        'delete',
      ]);
      expect(api.components.schemas).toHaveProperty(type);
    }
    expect(api.paths['/{resourceType}/{id}'].parameters[0].schema.enum).toContain('Basic');
    expect(api.paths).not.toHaveProperty('/Basic');
  });

  it('lists the search parameters that the server answers', async () => {
    const names = api.paths['/Task'].get.parameters.flatMap(({ name }: { name?: string }) => name ?? []);
    expect(names).toEqual(expect.arrayContaining(['owner', 'status', 'responsible', '_id', '_tag']));
    for (const name of names) {
      const { status } = await server.http
        .get('/fhir/Task')
        .query({ [name]: name === '_lastUpdated' ? '2020' : '2020' });
      expect([name, status]).toEqual([name, 200]);
    }
  });

  it('leads only to what it holds', () => {
    const missing = [...JSON.stringify(api).matchAll(/"\$ref":"#\/([^"]+)"/g)]
      .map((match) => match[1]!)
      .filter((path) => path.split('/').reduce((node, part) => node?.[part], api) === undefined);
    expect(missing).toEqual([]);
  });

  it('names every parameter of its paths', () => {
    for (const [path, item] of Object.entries<{ parameters?: object[] }>(api.paths)) {
      const given = (item.parameters ?? []).map((one) => {
        const { name, $ref } = one as { name?: string; $ref?: string };
        return name ?? $ref!.split('/').at(-1);
      });
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect([path, given.sort()]).toEqual([path, named.sort()]);
    }
  });
});

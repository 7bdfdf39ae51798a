// A server for the example tables of R4 search.html, and short ways to fill and to ask it.

import { afterAll, beforeAll } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';

export interface Asking {
  /** From the first test on. */
  server(): TestServer;
  /** Stores it under its own id; throws when it is refused. */
  put(resource: JsonObject): Promise<void>;
  /** Ids found, sorted, with spaces between; throws when the search is refused. */
  ids(url: string): Promise<string>;
}

export function asking(): Asking {
  let server: TestServer;
  beforeAll(async () => {
    server = await createTestServer({ REFERENCES: 'allow', VALIDATION: 'report' });
  });
  afterAll(() => server.close());
  return {
    server: () => server,
    async put(resource) {
      const { status, text } = await server.put(`${resource.resourceType}/${resource.id}`, resource);
      if (status >= 300) throw new Error(`${resource.resourceType}/${resource.id}: ${status} ${text}`);
    },
    async ids(url) {
      const answer = await server.get(url);
      if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${answer.text}`);
      const entries = (answer.body.entry ?? []) as { resource: { id: string } }[];
      return entries
        .map(({ resource }) => resource.id)
        .sort()
        .join(' ');
    },
  };
}

// A search over a handful of resources in memory: indexed, parsed and judged as the server does it.

import type { Resource } from '../../src/fhir/json/tree.ts';
import { parseQueryString } from '../../src/fhir/query-string.ts';
import { createLocalBases } from '../../src/fhir/reference.ts';
import { createIndexContext } from '../../src/search/index-context.ts';
import { indexResource } from '../../src/search/index-resource.ts';
import { type ParsedSearch, parseSearch } from '../../src/search/parse.ts';
import type { SearchContext } from '../../src/search/search-context.ts';
import { evaluate, type Facts, type Lookup } from '../../src/storage/evaluate.ts';
import { openSqliteEngine } from '../../src/storage/sqlite/engine.ts';
import type { Write } from '../../src/storage/store.ts';
import { testDefinitions } from '../conformance/definitions.ts';

export const BASE = 'http://127.0.0.1:3000/fhir';
export const NOW = Date.parse('2026-11-25T12:00:00Z');

export async function testContext(): Promise<SearchContext> {
  const index = createIndexContext({
    definitions: await testDefinitions(),
    timeZone: 'Asia/Shanghai',
    local: createLocalBases([BASE, 'https://alias.example/r4']),
  });
  return { ...index, now: () => NOW };
}

/** The same question asked of a store. Close it afterwards. */
export async function createStoreFinder(
  context: SearchContext,
  resources: readonly Resource[],
): Promise<{ find(url: string): Promise<string[]>; close(): Promise<void> }> {
  const engine = openSqliteEngine({ url: 'sqlite::memory:', timeZone: 'Asia/Shanghai', now: () => NOW });
  const store = await engine.open('default');
  const writes = resources.map((resource): Write => {
    const { entries, labels } = indexResource(resource, context);
    const key = { type: resource.resourceType, id: resource.id! };
    const text = { head: `{"resourceType":"${key.type}","id":"${key.id}","meta":{`, tail: '}}' };
    return { key, method: 'PUT', text, entries, labels };
  });
  await store.transact({ id: 'resources', expects: [], writes });
  return {
    find: async (url) => {
      const { types, where } = parseUrl(url, context);
      const { versions } = await store.search({
        types,
        where,
        sort: [{ by: '_id', descending: false }],
        count: 100,
      });
      return versions.map(({ key }) => key.id);
    },
    close: () => engine.close(),
  };
}

function parseUrl(url: string, context: SearchContext): ParsedSearch {
  const [type, query] = url.split(/\?(.*)/s) as [string, string?];
  return parseSearch({
    types: [type],
    parameters: parseQueryString(query ?? ''),
    handling: 'strict',
    context,
  });
}

/** Ids of the resources that a query such as `Patient?name=li` finds, in the order given. */
export function createFinder(
  context: SearchContext,
  resources: readonly Resource[],
): (url: string) => string[] {
  const facts = new Map(
    resources.map((resource): [string, Facts] => {
      const key = { type: resource.resourceType, id: resource.id! };
      return [`${key.type}/${key.id}`, { key, at: NOW, entries: indexResource(resource, context).entries }];
    }),
  );
  const lookup: Lookup = {
    read: ({ type, id }) => facts.get(`${type}/${id}`),
    referrers: (type, param, key) =>
      [...facts.values()].filter(
        (one) =>
          one.key.type === type &&
          one.entries.some(
            (entry) =>
              entry.param === param &&
              entry.kind === 'reference' &&
              entry.type === key.type &&
              entry.id === key.id,
          ),
      ),
  };
  return (url) => {
    const { types, where } = parseUrl(url, context);
    return [...facts.values()]
      .filter((one) => types.includes(one.key.type) && evaluate(where, one, lookup))
      .map((one) => one.key.id);
  };
}

// Random questions over random data, through the door and its encodings, judged by a second evaluation that looks at
// every resource and was written from R4 search.html alone (naive/). NAIVE_QUERIES and NAIVE_RESOURCES make it longer,
// NAIVE_SEED repeats what failed.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestServer, type TestServer } from '../support/lianti.ts';
import { type Criterion, nameOf, writtenOf } from './naive/asked.ts';
import { BASE, DATA_TYPES, randomResources } from './naive/data.ts';
import { Judge } from './naive/judge.ts';
import { randomCriteria, type Sources } from './naive/queries.ts';
import { createRandom } from './naive/random.ts';
import { parametersOf } from './naive/values.ts';

const QUERIES = Number(process.env.NAIVE_QUERIES ?? 1500);
const SEED = Number(process.env.NAIVE_SEED ?? Date.now() % 1_000_000);

let server: TestServer;
let sources: Sources;

beforeAll(async () => {
  server = await createTestServer({
    REFERENCES: 'allow',
    VALIDATION: 'report',
    TIME_ZONE: 'UTC',
    BASE_URL: BASE,
  });
  const random = createRandom(SEED);
  const resources = randomResources(random);
  const entry = resources.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  const { status, text } = await server.post('', { resourceType: 'Bundle', type: 'transaction', entry });
  if (status !== 200) throw new Error(`${status} ${text}`);
  const parameters = parametersOf([...DATA_TYPES, 'Medication']);
  sources = { random, resources, parameters, judge: new Judge(resources, parameters) };
}, 60_000);
afterAll(() => server.close());

function urlOf(type: string, criteria: readonly Criterion[]): string {
  const query = criteria.map((one) => `${nameOf(one)}=${encodeURIComponent(writtenOf(one, BASE))}`);
  return `${type}?${query.join('&')}`;
}

/** Ids in the order of the pages. */
async function allPages(url: string): Promise<string[]> {
  const ids: string[] = [];
  for (let next: string | undefined = url; next !== undefined; ) {
    const { status, text, body } = await server.get(next);
    if (status !== 200) throw new Error(`${next}: ${status} ${text}`);
    ids.push(...(body.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id));
    const link = body.link.find(({ relation }: { relation: string }) => relation === 'next');
    next = link?.url.slice(BASE.length + 1);
  }
  return ids;
}

describe(`with the seed ${SEED}`, () => {
  it(`${QUERIES} questions find what looking at every resource finds`, async () => {
    const wrong: unknown[] = [];
    for (let count = 0; count < QUERIES; count++) {
      const { random, judge } = sources;
      const type = random.pick(DATA_TYPES);
      const criteria = randomCriteria(type, sources);
      const url = urlOf(type, criteria);
      const expected = judge.find(type, criteria);
      let ids: string[];
      try {
        ids = (await allPages(`${url}&_count=${random.pick([4, 1000])}`)).sort();
      } catch (error) {
        ids = [String(error)];
      }
      if (ids.join() !== expected.join()) {
        const missed = expected.filter((id) => !ids.includes(id));
        const tooMany = ids.filter((id) => !expected.includes(id));
        const one = sources.resources.find(({ id }) => id === [...missed, ...tooMany][0]);
        wrong.push({ url: decodeURIComponent(url), missed, tooMany, one: JSON.stringify(one) });
      }
    }
    expect(wrong.slice(0, 20)).toEqual([]);
  }, 600_000);
});

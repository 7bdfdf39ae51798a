// Pages of random searches, sorted by anything, while other requests create, change and delete what is paged over:
// what nobody touches is on exactly one page, whatever is touched is on at most one in each of its versions.
// R4 http.html#paging leaves open whether pages show one moment; that nothing is lost or repeated is what a reader needs.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';
import { BASE, DATA_TYPES, randomResources } from './naive/data.ts';
import { createRandom } from './naive/random.ts';
import { parametersOf } from './naive/values.ts';

const ROUNDS = Number(process.env.NAIVE_ROUNDS ?? 150);
const SEED = Number(process.env.NAIVE_SEED ?? 20_261_126);
const SORTABLE = new Set(['string', 'token', 'date', 'number', 'quantity', 'uri', 'reference']);

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({
    REFERENCES: 'allow',
    VALIDATION: 'report',
    TIME_ZONE: 'UTC',
    BASE_URL: BASE,
  });
});
afterAll(() => server.close());

async function send(method: string, url: string, body?: JsonObject) {
  const answer = await server.send(method, url, body);
  if (answer.status >= 400) throw new Error(`${method} ${url}: ${answer.status} ${answer.text}`);
  return answer;
}

describe(`with the seed ${SEED}`, () => {
  it(`${ROUNDS} walks over pages lose and repeat nothing while others write`, async () => {
    const random = createRandom(SEED);
    const parameters = parametersOf(DATA_TYPES);
    const place = (one: JsonObject) => `${one.resourceType}/${one.id}`;
    for (const one of randomResources(random)) await send('PUT', place(one), one);

    for (let round = 0; round < ROUNDS; round++) {
      const type = random.pick(DATA_TYPES);
      // Others of the same kind: new values for those that are touched.
      const fresh = randomResources(random).filter(({ resourceType }) => resourceType === type);
      const touched = fresh.filter(() => random.once(3));
      const isTouched = new Set(touched.map(({ id }) => id));
      const codes = [...parameters.get(type)!.values()]
        .filter((one) => SORTABLE.has(one.type) && !one.code.startsWith('combo-'))
        .map((one) => one.code);
      const keys = random.some(
        0,
        3,
        () => (random.once(2) ? '-' : '') + random.pick([...codes, '_lastUpdated', '_id']),
      );
      const sort = keys.length === 0 ? '' : `&_sort=${keys.join(',')}`;
      const start = `${type}?_count=${1 + random.integer(5)}${sort}`;
      const before = await allIds(type);
      // What came in earlier rounds, so that there are never many.
      for (const id of before.splice(30)) await send('DELETE', `${type}/${id}`);

      const seen: string[] = [];
      for (let next: string | undefined = start; next !== undefined; ) {
        const { body } = await send('GET', next);
        for (const { resource } of body.entry ?? []) seen.push(`${resource.id}/${resource.meta.versionId}`);
        const link = body.link.find(({ relation }: { relation: string }) => relation === 'next');
        next = link?.url.slice(BASE.length + 1);
        const one = touched.pop();
        if (one) await (random.once(3) ? send('DELETE', place(one)) : send('PUT', place(one), one));
        if (random.once(4))
          await send('POST', type, { ...random.pick(fresh), id: undefined } as unknown as JsonObject);
        if (seen.length > 2000) throw new Error(`${start} has no end`);
      }
      const ids = seen.map((text) => text.split('/')[0]!);
      const untouched = before.filter((id) => !isTouched.has(id));
      const walk = `round ${round}: ${start}`;
      expect({ walk, repeated: seen.filter((text, at) => seen.indexOf(text) !== at) }).toEqual({
        walk,
        repeated: [],
      });
      expect({ walk, lost: untouched.filter((id) => !ids.includes(id)) }).toEqual({ walk, lost: [] });
      const twice = untouched.filter((id) => ids.indexOf(id) !== ids.lastIndexOf(id));
      expect({ walk, twice }).toEqual({ walk, twice: [] });
    }
  }, 600_000);
});

async function allIds(type: string): Promise<string[]> {
  const { body } = await send('GET', `${type}?_count=1000`);
  return (body.entry ?? []).map(({ resource }: { resource: { id: string } }) => resource.id);
}

// Random questions over random data, through the door and its encodings, judged by a second evaluation that looks at
// every resource and was written from R4 search.html alone (naive/). NAIVE_QUERIES and NAIVE_RESOURCES make it longer,
// NAIVE_SEED asks others.

import { afterEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { testDefinitions } from '../conformance/definitions.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';
import { anyTypes, randomOfTypes } from './naive/any-type.ts';
import { type Criterion, nameOf, writtenOf } from './naive/asked.ts';
import { BASE, DATA_TYPES, randomResources } from './naive/data.ts';
import { filterOf } from './naive/filters.ts';
import { included, includeText, randomInclusion } from './naive/includes.ts';
import { Judge } from './naive/judge.ts';
import { randomCriteria, type Sources } from './naive/queries.ts';
import { createRandom, type Random } from './naive/random.ts';
import { parametersOf } from './naive/values.ts';

const QUERIES = Number(process.env.NAIVE_QUERIES ?? 1500);
const SEED = Number(process.env.NAIVE_SEED ?? 20_261_126);

let server: TestServer;
afterEach(() => server.close());

/** A server with these resources, and whoever judges its answers. */
async function stored(
  resources: readonly JsonObject[],
  types: readonly string[],
  random: Random,
): Promise<Sources> {
  server = await createTestServer({
    REFERENCES: 'allow',
    VALIDATION: 'report',
    TIME_ZONE: 'UTC',
    BASE_URL: BASE,
    BUNDLE_ENTRIES_MAX: '100000',
  });
  const entry = resources.map((resource) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  const { body } = await server.post('', { resourceType: 'Bundle', type: 'batch', entry });
  // Some definitions are refused where they contradict themselves.
  const isStored = (_: unknown, at: number) => body.entry[at].response.status.startsWith('20');
  const kept = resources.filter(isStored);
  expect(kept.length).toBeGreaterThan(0.8 * resources.length);
  const parameters = parametersOf(types);
  return { random, resources: kept, parameters, judge: new Judge(kept, parameters) };
}

function urlOf(type: string, criteria: readonly Criterion[]): string {
  const query = criteria.map((one) => `${nameOf(one)}=${encodeURIComponent(writtenOf(one, BASE))}`);
  return `${type}?${query.join('&')}`;
}

/** Ids in the order of the pages; the reason where there is no answer. */
async function allPages(url: string): Promise<string[]> {
  const ids: string[] = [];
  for (let next: string | undefined = url; next !== undefined; ) {
    const { status, text, body } = await server.get(next);
    if (status !== 200) return [`${status} ${text}`];
    ids.push(...(body.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id));
    const link = body.link.find(({ relation }: { relation: string }) => relation === 'next');
    next = link?.url.slice(BASE.length + 1);
  }
  return ids;
}

/** The first of the questions that are answered in another way than by looking at every resource. */
async function wrongAnswers(types: readonly string[], sources: Sources): Promise<unknown[]> {
  const { random, judge, resources } = sources;
  const wrong: unknown[] = [];
  for (let count = 0; count < QUERIES && wrong.length < 20; count++) {
    const type = random.pick(types);
    const criteria = randomCriteria(type, sources);
    const url = urlOf(type, criteria);
    const expected = judge.find(type, criteria);
    const ids = (await allPages(`${url}&_count=${random.pick([4, 1000])}`)).sort();
    if (ids.join() === expected.join()) continue;
    const missed = expected.filter((id) => !ids.includes(id));
    const tooMany = ids.filter((id) => !expected.includes(id));
    const one = resources.find(
      ({ id, resourceType }) => resourceType === type && id === [...missed, ...tooMany][0],
    );
    wrong.push({ url: decodeURIComponent(url), missed, tooMany, one: JSON.stringify(one) });
  }
  return wrong;
}

describe(`with the seed ${SEED}`, () => {
  it(`${QUERIES} questions find what looking at every resource finds`, async () => {
    const random = createRandom(SEED);
    const sources = await stored(randomResources(random), [...DATA_TYPES, 'Medication'], random);
    expect(await wrongAnswers(DATA_TYPES, sources)).toEqual([]);
  }, 600_000);

  it('the same questions as one _filter find the same', async () => {
    const random = createRandom(SEED);
    const types = [...DATA_TYPES, 'Medication'];
    const sources = await stored(randomResources(random), types, random);
    const { judge, resources } = sources;
    const wrong: unknown[] = [];
    for (let count = 0; count < QUERIES / 2 && wrong.length < 20; count++) {
      const type = random.pick(DATA_TYPES);
      const isUri = ({ type: end, code }: Criterion) =>
        sources.parameters.get(end)!.get(code)!.type === 'uri';
      const asked = randomCriteria(type, sources)
        .filter((one) => one.code !== '_id' && !isUri(one))
        .flatMap((criterion) => {
          const text = filterOf(criterion, BASE);
          return text === undefined ? [] : [{ criterion, text }];
        });
      if (asked.length === 0) continue;
      const isAll = random.once(2);
      const isOpposite = random.once(3);
      const joined = asked.map(({ text }) => text).join(isAll ? ' and ' : ' or ');
      const filter = isOpposite ? `not (${joined})` : joined;
      const found = asked.map(({ criterion }) => judge.find(type, [criterion]));
      const expected = resources
        .filter((one) => one.resourceType === type)
        .map((one) => one.id as string)
        .filter((id) => {
          const holds = isAll
            ? found.every((ids) => ids.includes(id))
            : found.some((ids) => ids.includes(id));
          return holds !== isOpposite;
        })
        .sort();
      const ids = (await allPages(`${type}?_filter=${encodeURIComponent(filter)}`)).sort();
      if (ids.join() !== expected.join()) wrong.push({ type, filter, ids, expected });
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  it('what comes along is what references lead to, each once', async () => {
    const random = createRandom(SEED);
    const { judge, resources, parameters } = await stored(
      randomResources(random),
      [...DATA_TYPES, 'Medication'],
      random,
    );
    const wrong: unknown[] = [];
    for (let count = 0; count < QUERIES / 5 && wrong.length < 10; count++) {
      const type = random.pick(DATA_TYPES);
      const matched = resources.filter((one) => one.resourceType === type).filter(() => random.once(4));
      const inclusions = random.some(1, 3, () => randomInclusion(type, DATA_TYPES, parameters, random));
      const ids = matched.length === 0 ? 'none' : matched.map(({ id }) => id).join(',');
      const url = `${type}?_count=1000&_id=${ids}&${inclusions.map(includeText).join('&')}`;
      const { body, status, text } = await server.get(url);
      if (status !== 200) throw new Error(`${url}: ${text}`);
      const along = (body.entry ?? [])
        .filter(({ search }: { search: { mode: string } }) => search.mode === 'include')
        .map(({ resource }: { resource: JsonObject }) => `${resource.resourceType}/${resource.id}`)
        .sort();
      const expected = included(matched, inclusions, resources, judge);
      // With a page no more than 1,000 resources come along, and a warning says so.
      if (expected.length > 1000) expect(body.entry.at(-1).search.mode).toBe('outcome');
      else if (along.join() !== expected.join())
        wrong.push({
          url: decodeURIComponent(url),
          missed: expected.filter((one) => !along.includes(one)),
          tooMany: along.filter(
            (one: string, at: number) => !expected.includes(one) || along.indexOf(one) !== at,
          ),
        });
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  it(`${QUERIES} questions by all parameters of all types find what looking at every resource finds`, async () => {
    const random = createRandom(SEED);
    const { model, resourceTypes } = await testDefinitions();
    const types = anyTypes(resourceTypes);
    const sources = await stored(randomOfTypes(types, model, random), types, random);
    expect(await wrongAnswers(types, { ...sources, isStraight: true })).toEqual([]);
  }, 600_000);
});

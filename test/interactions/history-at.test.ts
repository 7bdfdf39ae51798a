// History at a time: on a clock that the tests set.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LOCAL_OPERATOR } from '../../src/authorization/local-operator.ts';
import { compose, type Lianti } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { parseJson } from '../../src/fhir/json/parse.ts';
import { parseTarget } from '../../src/http/request.ts';
import { resourceBody } from '../../src/interactions/body.ts';

const BASE = 'http://fhir.test/fhir';
const START = Date.parse('2021-05-21T00:00:00Z');
let now = START;
let lianti: Lianti;

beforeAll(async () => {
  const config = readConfig({ STORE_URL: 'sqlite::memory:', BASE_URL: BASE, TIME_ZONE: 'UTC' });
  lianti = await compose(config, 3000, { now: () => now, note: () => undefined });
});
afterAll(() => lianti.close());

async function send(method: string, url: string, body?: object) {
  const parsed = body && resourceBody(parseJson(JSON.stringify(body)));
  const request = { method, ...parseTarget(`/${url}`), headers: {}, body: parsed };
  return lianti.dispatch(request, LOCAL_OPERATOR, 'test');
}

/** `at`: seconds after the start. */
async function write(at: number, id: string, gender: string | undefined, type = 'Patient'): Promise<void> {
  now = START + at * 1000;
  if (gender === undefined) await send('DELETE', `${type}/${id}`);
  else await send('PUT', `${type}/${id}`, { resourceType: type, id, gender });
}

/** `id@version`, over all pages. */
async function versions(url: string): Promise<{ names: string[]; sizes: number[] }> {
  const names: string[] = [];
  const sizes: number[] = [];
  for (let next: string | undefined = url; next; ) {
    const { body } = await send('GET', next);
    const bundle = JSON.parse(body!);
    const entries = (bundle.entry ?? []) as { fullUrl: string; response: { etag: string } }[];
    sizes.push(entries.length);
    for (const { fullUrl, response } of entries)
      names.push(`${fullUrl.split('/').at(-1)}@${/\d+/.exec(response.etag)![0]}`);
    next = bundle.link
      .find((link: { relation: string }) => link.relation === 'next')
      ?.url.replace(`${BASE}/`, '');
  }
  return { names, sizes };
}

const time = (seconds: number, ms = 0) => new Date(START + seconds * 1000 + ms).toISOString();

describe('_at', () => {
  beforeAll(async () => {
    await write(10, 'a', 'male');
    await write(20, 'b', 'male');
    await write(30, 'a', 'female');
    await write(40, 'b', undefined);
    await write(50, 'a', 'other');
    await write(60, 'c', 'male', 'Person');
  });

  it('gives the version of a resource that was current at an instant', async () => {
    expect((await versions(`Patient/a/_history?_at=${time(29, 999)}`)).names).toEqual(['a@1']);
    expect((await versions(`Patient/a/_history?_at=${time(30)}`)).names).toEqual(['a@2']);
    expect((await versions(`Patient/a/_history?_at=${time(49)}`)).names).toEqual(['a@2']);
    expect((await versions(`Patient/a/_history?_at=${time(3600)}`)).names).toEqual(['a@3']);
  });

  it('gives nothing from before a resource, nor after its deletion', async () => {
    expect((await versions(`Patient/a/_history?_at=${time(9)}`)).names).toEqual([]);
    expect((await versions(`Patient/b/_history?_at=${time(39)}`)).names).toEqual(['b@1']);
    expect((await versions(`Patient/b/_history?_at=${time(45)}`)).names).toEqual([]);
  });

  it('gives for a period what was made in it, the deletion too, and what stood at its beginning', async () => {
    const minute = '2021-05-21T00:00';
    expect((await versions(`Patient/b/_history?_at=${minute}`)).names).toEqual(['b@2', 'b@1']);
    expect((await versions(`_history?_at=${minute}`)).names).toEqual(['a@3', 'b@2', 'a@2', 'b@1', 'a@1']);
    expect((await versions('_history?_at=2021-05-21T00:01')).names).toEqual(['c@1', 'a@3']);
  });

  it('keeps to its type, and to _since', async () => {
    expect((await versions(`Patient/_history?_at=${time(55)}`)).names).toEqual(['a@3']);
    expect((await versions(`Person/_history?_at=${time(100)}`)).names).toEqual(['c@1']);
    const url = `Patient/_history?_at=2021-05-21&_since=${time(35)}`;
    expect((await versions(url)).names).toEqual(['a@3', 'b@2']);
  });

  it('comes in pages that are full and lose nothing', async () => {
    const { names, sizes } = await versions('_history?_at=2021-05-21&_count=2');
    expect(names).toEqual(['c@1', 'a@3', 'b@2', 'a@2', 'b@1', 'a@1']);
    expect(sizes).toEqual([2, 2, 2]);
    expect((await versions(`_history?_at=${time(70)}&_count=1`)).names).toEqual(['c@1', 'a@3']);
  });

  it('refuses what is no date', async () => {
    await expect(send('GET', '_history?_at=yesterday')).rejects.toMatchObject({ status: 400 });
  });

  it('agrees with a replay of the log at any instant', async () => {
    const log: { at: number; name: string; version: number; deleted: boolean }[] = [];
    const versionOf = new Map<string, number>();
    let at = 100;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('x', 'y', 'z'),
        fc.constantFrom('male', 'female', undefined),
        fc.integer({ min: 0, max: 2 }),
        async (id, gender, pause) => {
          at += pause;
          const last = log.findLast(({ name }) => name === id);
          await write(at, id, gender, 'Practitioner');
          const isChange = gender === undefined ? last && !last.deleted : true;
          if (!isChange) return;
          const [stored] = await lianti.services.store.read([{ type: 'Practitioner', id }]);
          if (stored?.version === versionOf.get(id)) return;
          versionOf.set(id, stored!.version);
          log.push({ at, name: id, version: stored!.version, deleted: stored!.deleted });
        },
      ),
      { numRuns: 40 },
    );
    for (let instant = 99; instant <= at + 1; instant += 3) {
      const before = log.filter((one) => one.at <= instant);
      const expected = ['x', 'y', 'z'].flatMap((id) => {
        const last = before.findLast(({ name }) => name === id);
        return last && !last.deleted ? [`${id}@${last.version}`] : [];
      });
      const { names } = await versions(`Practitioner/_history?_at=${time(instant)}&_count=2`);
      expect(names.sort()).toEqual(expected.sort());
    }
  });
});

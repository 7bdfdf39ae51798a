import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../src/fhir/json/parse.ts';
import { resourceBody } from '../../src/interactions/body.ts';
import { applyFhirpathPatch } from '../../src/interactions/patch/fhirpath-patch.ts';
import { differences } from '../../src/operations/diff/differences.ts';
import { createTestServer, patient, type TestServer } from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

type Part = { name: string; [value: string]: unknown };
const operations = (body: { parameter?: { part: Part[] }[] }) =>
  (body.parameter ?? []).map(({ part }) =>
    Object.fromEntries(part.map(({ name, ...value }) => [name, Object.values(value)[0]])),
  );

describe('$diff of a resource', () => {
  beforeAll(async () => {
    await server.put('Patient/d', patient({ id: 'd', gender: 'female', birthDate: '2015-03-12' }));
    await server.put('Patient/d', patient({ id: 'd', gender: 'male', active: true }));
    const name = [{ family: '张', given: ['小禾', '禾'] }];
    await server.put('Patient/d', { resourceType: 'Patient', id: 'd', name, gender: 'male', active: true });
  });

  it('compares the current version with the one before', async () => {
    const { status, body } = await server.get('Patient/d/$diff');
    expect([status, body.resourceType]).toEqual([200, 'Parameters']);
    expect(operations(body)).toEqual([
      { type: 'insert', path: 'Patient.name[0].given', index: 1, value: '禾' },
    ]);
  });

  it('compares the versions that are named, with the values before and after', async () => {
    const { body } = await server.get('Patient/d/$diff?fromVersion=1&toVersion=2');
    expect(operations(body)).toEqual([
      { type: 'delete', path: 'Patient.birthDate', previousValue: '2015-03-12' },
      { type: 'replace', path: 'Patient.gender', previousValue: 'female', value: 'male' },
      { type: 'add', path: 'Patient', name: 'active', value: true },
    ]);
    const back = await server.get('Patient/d/$diff?fromVersion=2&toVersion=1');
    expect(operations(back.body).map(({ type }) => type)).toEqual(['delete', 'replace', 'add']);
  });

  it('finds nothing between a version and itself', async () => {
    const { body } = await server.get('Patient/d/$diff?fromVersion=2&toVersion=2');
    expect(body).toEqual({ resourceType: 'Parameters' });
  });

  it('is a patch that makes the second version of the first', async () => {
    const { body } = await server.get('Patient/d/$diff?fromVersion=3&toVersion=1');
    await server.send('PATCH', 'Patient/d', body);
    const [first, now] = [await server.get('Patient/d/_history/1'), await server.get('Patient/d')];
    expect({ ...now.body, meta: null }).toEqual({ ...first.body, meta: null });
  });

  it.each([
    ['Patient/never/$diff', 404],
    ['Patient/d/$diff?fromVersion=99', 404],
    ['Patient/d/$diff?since=1', 400],
    ['$diff', 400],
    ['$diff?from=Patient/d&to=Patient/never', 404],
  ])('answers %s with %s', async (url, status) => {
    expect((await server.get(url)).status).toBe(status);
  });

  it('has nothing to compare a first version with', async () => {
    await server.put('Patient/only', patient({ id: 'only' }));
    const { status, body } = await server.get('Patient/only/$diff');
    expect(status).toBe(400);
    expect(body.issue[0].diagnostics).toContain('has one version');
  });
});

describe('$diff of the server', () => {
  it('compares two resources of one type', async () => {
    await server.put('Basic/x', { resourceType: 'Basic', id: 'x', code: { text: 'a' } });
    await server.put('Basic/y', { resourceType: 'Basic', id: 'y', code: { text: 'b' } });
    const { body } = await server.get('$diff?from=Basic/x/_history/1&to=Basic/y');
    expect(operations(body)).toEqual([
      { type: 'replace', path: 'Basic.id', previousValue: 'x', value: 'y' },
      { type: 'replace', path: 'Basic.code.text', previousValue: 'a', value: 'b' },
    ]);
    expect((await server.get('$diff?from=Basic/x&to=Patient/d')).status).toBe(400);
  });

  it('needs the right to read both', async () => {
    const guest = { name: 'guest', roles: [], scopes: ['system/Patient.rs'] };
    const answer = await server.send('GET', '$diff?from=Basic/x&to=Basic/y', undefined, {}, guest);
    expect(answer.status).toBe(403);
  });
});

describe('differences', () => {
  const model = () => server.lianti.services.editions.current().definitions.model;
  const apply = (before: string, found: string[]) => {
    if (found.length === 0) return before;
    const patch = `{"resourceType":"Parameters","parameter":[${found.join(',')}]}`;
    return applyFhirpathPatch(before, resourceBody(parseJson(patch)), model());
  };

  it('see digits, and keep them', () => {
    const text = (value: string) =>
      `{"resourceType":"Observation","valueQuantity":{"value":${value},"unit":"D"}}`;
    const found = differences(text('-1.5'), text('-1.50'), 'Observation', model());
    expect(found).toHaveLength(1);
    expect(apply(text('-1.5'), found)).toBe(text('-1.50'));
  });

  it('see a choice change its type', () => {
    const before = '{"resourceType":"Observation","valueString":"many"}';
    const after = '{"resourceType":"Observation","valueQuantity":{"value":3}}';
    expect(JSON.parse(apply(before, differences(before, after, 'Observation', model())))).toEqual(
      JSON.parse(after),
    );
  });

  it('show an extension of a primitive', () => {
    const before = '{"resourceType":"Patient","birthDate":"2020"}';
    const extension = [{ url: 'http://x.test', valueString: 'about' }];
    const after = JSON.stringify({ resourceType: 'Patient', birthDate: '2020', _birthDate: { extension } });
    const [found] = differences(before, after, 'Patient', model());
    const { part } = JSON.parse(found!);
    expect(part.at(-1)).toEqual({ name: 'value', valueDate: '2020', _valueDate: { extension } });
  });

  it('between any two examples of a type apply as a patch', () => {
    const folder = path.join(import.meta.dirname, '..', '..', 'profiles', 'lianti', 'examples', 'valid');
    const texts = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.stringify(JSON.parse(readFileSync(path.join(folder, name), 'utf8'))))
      // What a FHIRPath Patch cannot write.
      .filter((text) => !/"_[a-z]/i.test(text));
    const byType = [...Map.groupBy(texts, (text) => JSON.parse(text).resourceType as string)];
    const pairs = byType.filter(([, list]) => list.length > 1);
    expect(pairs.length).toBeGreaterThan(3);
    const pair = fc
      .constantFrom(...pairs)
      .chain(([type, list]) =>
        fc.tuple(fc.constant(type), fc.constantFrom(...list), fc.constantFrom(...list)),
      );
    fc.assert(
      fc.property(pair, ([type, before, after]) => {
        const patched = apply(before, differences(before, after, type, model()));
        expect(JSON.parse(patched)).toEqual(JSON.parse(after));
      }),
      { numRuns: 60 },
    );
  });
});

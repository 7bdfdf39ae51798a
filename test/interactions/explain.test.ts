import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../src/authorization/principal.ts';
import { createTestServer, observation, patient, type TestServer } from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  await server.put('Patient/a', patient({ id: 'a' }));
  for (let n = 0; n < 30; n++) {
    const code = { coding: [{ system: 'urn:c', code: n % 10 === 0 ? 'rare' : 'usual' }] };
    await server.put(
      `Observation/o${n}`,
      observation({ id: `o${n}`, code, subject: { reference: 'Patient/a' } }),
    );
  }
});
afterAll(() => server.close());

interface Parameter {
  name: string;
  valueString?: string;
  valueInteger?: number;
  valueDecimal?: number;
  part?: Parameter[];
}
const EXPLAIN = { Prefer: 'explain' };
async function explain(url: string) {
  const { status, headers, body } = await server.get(url, EXPLAIN);
  expect([status, body.resourceType, headers['Preference-Applied']]).toEqual([200, 'Parameters', 'explain']);
  const parameters = body.parameter as Parameter[];
  const parts = (name: string) =>
    parameters
      .filter((one) => one.name === name)
      .map(
        ({ part = [] }) =>
          (inner: string) =>
            part.find((one) => one.name === inner),
      );
  return { of: (name: string) => parameters.find((one) => one.name === name), parts };
}

describe('Prefer: explain', () => {
  it('answers how a search is done: what it asks, what drives it, and every statement with its rows', async () => {
    const { of, parts } = await explain('Observation?code=urn:c|rare&status=final');
    expect(JSON.parse(of('query')!.valueString!)).toMatchObject({ types: ['Observation'], count: 20 });
    expect(of('driver')?.valueString).toMatch(/^code=urn:c\|rare \(few\), by rid$/);
    expect(of('driverRows')?.valueInteger).toBe(3);
    expect(of('found')?.valueInteger).toBe(3);
    expect(parts('estimate').map((of) => [of('of')?.valueString, of('rows')?.valueInteger])).toContainEqual([
      'code=urn:c|rare',
      3,
    ]);
    const statements = parts('statement');
    const search = statements.filter((of) => of('purpose')?.valueString === 'search');
    expect(search.map((of) => of('rows')?.valueInteger)).toEqual([3]);
    expect(search[0]!('sql')?.valueString).toContain('FROM token');
    expect(search[0]!('step')?.valueString).toMatch(/SEARCH|SCAN|CO-ROUTINE/);
    expect(statements.some((of) => of('purpose')?.valueString === 'plan')).toBe(true);
  });

  it('shows that what refers to one resource is looked at without being counted, unless it turns out to be much', async () => {
    const few = await explain('Observation?code=urn:c|rare&subject=Patient/a');
    expect(few.of('driver')?.valueString).toBe('subject=Patient/a (few), by rid, without counting');
    expect(few.parts('estimate')).toEqual([]);
    expect(few.of('found')?.valueInteger).toBe(3);

    await server.put('Patient/much', patient({ id: 'much' }));
    const codes = Array.from({ length: 150 }, (_, n) => (n % 50 === 49 ? 'seldom' : 'often'));
    for (const [n, code] of codes.entries()) {
      const coding = [{ system: 'urn:d', code }];
      await server.put(
        `Observation/m${n}`,
        observation({ id: `m${n}`, code: { coding }, subject: { reference: 'Patient/much' } }),
      );
    }
    const much = await explain('Observation?code=urn:d|seldom&subject=Patient/much');
    expect(much.of('driver')?.valueString).toBe('code=urn:d|seldom (few), by rid');
    expect(much.of('found')?.valueInteger).toBe(3);
    // What fills its page at once needs no other plan.
    const full = await explain('Observation?code=urn:d|often&subject=Patient/much&_count=20');
    expect(full.of('driver')?.valueString).toBe('subject=Patient/much (few), by rid, without counting');
    expect(full.of('found')?.valueInteger).toBe(20);
    const ids: string[] = [];
    let next: string | undefined = 'Observation?code=urn:d|often&subject=Patient/much&_count=40';
    while (next) {
      const { body } = await server.get(next);
      ids.push(...body.entry.map(({ resource }: { resource: { id: string } }) => resource.id));
      next = body.link
        .find(({ relation }: { relation: string }) => relation === 'next')
        ?.url.split('/fhir/')[1];
    }
    expect(ids).toEqual(codes.flatMap((code, n) => (code === 'often' ? [`m${n}`] : [])));
  });

  it('times each phase, also counting and including', async () => {
    const { of, parts } = await explain('Observation?_count=5&_total=accurate&_include=Observation:subject');
    const phases = parts('phase');
    expect(phases.map((of) => of('name')?.valueString)).toEqual([
      'parse',
      'plan',
      'search',
      'count',
      'include',
    ]);
    for (const of of phases) expect(of('milliseconds')?.valueDecimal).toBeGreaterThanOrEqual(0);
    expect(of('included')?.valueInteger).toBe(1);
  });

  it('knows of sorted searches too, of compartments and of the whole server', async () => {
    expect((await explain('Observation?_sort=-_lastUpdated')).of('driver')?.valueString).toContain(
      'walks the sort key',
    );
    expect((await explain('Observation?_sort=code,_id')).of('driver')?.valueString).toContain(
      'collected and sorted',
    );
    expect((await explain('Patient/a/Observation')).of('driver')?.valueString).toContain(
      '_compartment=Patient/a',
    );
    expect((await explain('?_id=a')).of('found')?.valueInteger).toBe(1);
  });

  it('is for those who see everything', async () => {
    const ask = (...scopes: string[]) => {
      const principal: Principal = { name: 'x', roles: [], scopes };
      return server.send('GET', 'Observation?code=x', undefined, EXPLAIN, principal);
    };
    expect((await ask('system/*.rs')).status).toBe(200);
    const refused = await ask('system/Observation.rs');
    expect([refused.status, refused.body.issue[0].code]).toEqual([403, 'forbidden']);
  });

  it('refuses what the search itself would refuse', async () => {
    expect((await server.get('Observation?nonsense=1', EXPLAIN)).status).toBe(400);
    expect((await server.get('Patient/none/Observation', EXPLAIN)).status).toBe(404);
  });
});

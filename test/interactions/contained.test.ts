import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../src/authorization/principal.ts';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createTestServer, patient, type TestServer } from '../support/lianti.ts';

let server: TestServer;

const medication = (id: string, code: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Medication',
  id,
  code: { coding: [{ system: 'urn:m', code }] },
  ...more,
});
const request = (id: string, ...contained: JsonObject[]): JsonObject => ({
  resourceType: 'MedicationRequest',
  id,
  contained,
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/a' },
  medicationReference: { reference: `#${contained[0]!.id}` },
  ...(contained[1] && { reasonReference: [{ reference: '#maker' }] }),
});

beforeAll(async () => {
  server = await createTestServer({ VALIDATION: 'report' });
  await server.put('Patient/a', patient({ id: 'a' }));
  await server.put('Organization/maker', { resourceType: 'Organization', id: 'maker', name: '药厂' });
  await server.put('Medication/own', medication('own', 'atropine'));
  const amount = '{"numerator":{"value":0.010,"unit":"mg"},"denominator":{"value":1.0,"unit":"mL"}}';
  const one = request(
    'r1',
    medication('m1', 'atropine', { manufacturer: { reference: 'Organization/maker' } }),
  );
  await server.put(
    'MedicationRequest/r1',
    JSON.stringify(one).replace('"id":"m1"', `"id":"m1","amount":${amount}`),
  );
  await server.put('MedicationRequest/r2', request('r2', medication('m1', 'iron')));
  await server.put(
    'MedicationRequest/r3',
    request('r3', medication('m1', 'atropine'), medication('m2', 'atropine', { status: 'active' })),
  );
});
afterAll(() => server.close());

async function urls(query: string, principal?: Principal): Promise<string[]> {
  const { status, body } = await server.send('GET', query, undefined, {}, principal);
  if (status !== 200) throw new Error(`${query}: ${status} ${JSON.stringify(body)}`);
  return (body.entry ?? [])
    .filter(({ search }: { search: { mode: string } }) => search.mode === 'match')
    .map(({ fullUrl }: { fullUrl: string }) => fullUrl.slice('http://fhir.test/fhir/'.length))
    .sort();
}
const CODE = 'Medication?code=urn:m|atropine';

describe('_contained', () => {
  it('is false without being asked for: contained resources are not found by themselves', async () => {
    expect(await urls(CODE)).toEqual(['Medication/own']);
    expect(await urls(`${CODE}&_contained=false`)).toEqual(['Medication/own']);
  });

  it('finds the containers, each once', async () => {
    expect(await urls(`${CODE}&_contained=true`)).toEqual(['MedicationRequest/r1', 'MedicationRequest/r3']);
    expect(await urls(`${CODE}&_contained=both&_containedType=container`)).toEqual([
      'Medication/own',
      'MedicationRequest/r1',
      'MedicationRequest/r3',
    ]);
    expect(await urls('Medication?_contained=true&_sort=-_lastUpdated')).toHaveLength(3);
  });

  it('finds the contained resources themselves, as container#id', async () => {
    const asked = `${CODE}&_containedType=contained`;
    expect(await urls(`${asked}&_contained=true`)).toEqual([
      'MedicationRequest/r1#m1',
      'MedicationRequest/r3#m1',
      'MedicationRequest/r3#m2',
    ]);
    expect(await urls(`${asked}&_contained=both`)).toHaveLength(4);
    const { text, body } = await server.get(`${asked}&_contained=true&manufacturer=Organization/maker`);
    expect(body.entry[0].resource).toMatchObject({ resourceType: 'Medication', id: 'm1' });
    // Digits are kept.
    expect(text).toContain('"value":0.010');
    expect(body.total).toBe(1);
  });

  it('sorts, counts and pages contained resources, each once', async () => {
    const asked = 'Medication?_contained=both&_containedType=contained&_count=2&_total=accurate';
    for (const sort of ['code', '-code', '_id', '-_lastUpdated', 'status,code']) {
      const seen: string[] = [];
      for (let url: string | undefined = `${asked}&_sort=${sort}`; url; ) {
        const { body } = await server.get(url);
        expect(body.total).toBe(5);
        seen.push(...body.entry.map((entry: { fullUrl: string }) => entry.fullUrl));
        const next: string | undefined = body.link.find(
          (one: { relation: string }) => one.relation === 'next',
        )?.url;
        url = next?.slice('http://fhir.test/fhir/'.length);
      }
      expect(new Set(seen).size).toBe(5);
      expect(seen).toHaveLength(5);
    }
    expect((await server.get(`${CODE}&_contained=true&_summary=count`)).body.total).toBe(2);
  });

  it('goes with includes and parts of resources', async () => {
    const { body } = await server.get(
      `${CODE}&_contained=true&_containedType=contained&_include=Medication:manufacturer&_elements=code`,
    );
    const included = body.entry.filter(
      ({ search }: { search: { mode: string } }) => search.mode === 'include',
    );
    expect(included.map(({ fullUrl }: { fullUrl: string }) => fullUrl)).toEqual([
      'http://fhir.test/fhir/Organization/maker',
    ]);
    expect(body.entry[0].resource).not.toHaveProperty('manufacturer');
    expect(body.entry[0].resource).toHaveProperty('code');
  });

  it('is seen with its container', async () => {
    const seesMedicationsOnly: Principal = { name: 'x', roles: [], scopes: ['system/Medication.rs'] };
    expect(await urls(`${CODE}&_contained=both`, seesMedicationsOnly)).toEqual(['Medication/own']);
    expect(await urls(`${CODE}&_contained=both&_containedType=contained`, seesMedicationsOnly)).toEqual([
      'Medication/own',
    ]);
  });

  it('works in a compartment, where containers are answered', async () => {
    expect(await urls('Patient/a/MedicationRequest?medication.code=urn:m|iron')).toEqual([
      'MedicationRequest/r2',
    ]);
    const { status } = await server.get('Patient/a/*?_contained=true&_containedType=contained');
    expect(status).toBe(400);
  });

  it('no longer finds what the container no longer holds', async () => {
    await server.put('MedicationRequest/r9', request('r9', medication('m1', 'zinc')));
    const asked = 'Medication?code=zinc&_contained=true&_containedType=contained';
    expect(await urls(asked)).toEqual(['MedicationRequest/r9#m1']);
    await server.put('MedicationRequest/r9', request('r9', medication('m1', 'iron')));
    expect(await urls(asked)).toEqual([]);
    await server.delete('MedicationRequest/r9');
    expect(await urls('Medication?code=iron&_contained=true')).toEqual(['MedicationRequest/r2']);
  });

  it.each([
    ['_contained=yes', 'must be false, true or both'],
    ['_containedType=inner', 'must be container or contained'],
    ['_contained=true&_sort=code', 'to be sorted by'],
    ['_contained:exact=true', 'takes no modifier'],
  ])('refuses %s', async (query, why) => {
    const { status, body } = await server.get(`Medication?${query}`);
    expect([status, body.issue[0].diagnostics]).toEqual([400, expect.stringContaining(why)]);
  });
});

describe('a chain', () => {
  it('reaches into what is contained, and from there to other resources', async () => {
    expect(await urls('MedicationRequest?medication.code=urn:m|atropine')).toEqual([
      'MedicationRequest/r1',
      'MedicationRequest/r3',
    ]);
    expect(await urls('MedicationRequest?medication.manufacturer.name=药厂')).toEqual([
      'MedicationRequest/r1',
    ]);
    expect(await urls('Patient?_has:MedicationRequest:subject:medication.code=urn:m|iron')).toEqual([
      'Patient/a',
    ]);
  });
});

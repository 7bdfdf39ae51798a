import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createTestServer, observation, patient, type TestServer } from '../support/lianti.ts';

let server: TestServer;
const to = (reference: string) => ({ reference });

beforeAll(async () => {
  server = await createTestServer();
  const put = async (type: string, id: string, more: JsonObject) => {
    const { status, body } = await server.put(`${type}/${id}`, { resourceType: type, id, ...more });
    if (status !== 201) throw new Error(JSON.stringify(body));
  };
  await put('Organization', 'above', { name: 'District' });
  await put('Organization', 'org', { name: 'Hospital', partOf: to('Organization/above') });
  await put('Organization', 'elsewhere', { name: 'Elsewhere' });
  await put('Practitioner', 'doc', { name: [{ family: '王' }] });
  await put('PractitionerRole', 'role', {
    practitioner: to('Practitioner/doc'),
    organization: to('Organization/org'),
  });
  await put('Patient', 'one', patient({ managingOrganization: to('Organization/org') }));
  await put('Patient', 'two', patient({ managingOrganization: to('Organization/elsewhere') }));
  const visit = (id: string, child: string, day: string) =>
    put('Encounter', id, {
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: to(`Patient/${child}`),
      period: { start: day, end: day },
    });
  await visit('visit', 'one', '2021-05-21');
  await visit('other-visit', 'two', '2021-05-21');
  const seen = (id: string, child: string, more: JsonObject) =>
    put('Observation', id, observation({ subject: to(`Patient/${child}`), ...more }));
  await seen('o1', 'one', { effectiveDateTime: '2021-05-21', encounter: to('Encounter/visit') });
  await seen('o2', 'one', { effectiveDateTime: '2022-05-21', performer: [to('PractitionerRole/role')] });
  await seen('o3', 'one', {});
  await seen('other', 'two', { effectiveDateTime: '2021-05-21' });
  // Of the first child, but pointing at the second.
  await seen('o4', 'one', { focus: [to('Patient/two')], hasMember: [to('Observation/other')] });
});
afterAll(() => server.close());

type Entry = { resource: { resourceType: string; id: string }; search: { mode: string } };
const nameOf = ({ resource }: Entry) => `${resource.resourceType}/${resource.id}`;

async function pages(url: string): Promise<Entry[][]> {
  const result: Entry[][] = [];
  for (let next: string | undefined = url; next; ) {
    const {
      status,
      body,
    }: { status: number; body: { entry?: Entry[]; link: { relation: string; url: string }[] } } =
      await server.get(next);
    expect(status).toBe(200);
    result.push(body.entry ?? []);
    next = body.link.find(({ relation }) => relation === 'next')?.url.replace(`${server.baseUrl}/`, '');
  }
  return result;
}

async function everything(url: string): Promise<string[]> {
  return [...new Set((await pages(url)).flat().map(nameOf))].sort();
}

const RECORD = ['Encounter/visit', 'Observation/o1', 'Observation/o2', 'Observation/o3', 'Observation/o4'];
const AROUND = ['Organization/above', 'Organization/org', 'Practitioner/doc', 'PractitionerRole/role'];

describe('$everything of a patient', () => {
  it('has the record, and what it refers to, and nothing of other patients', async () => {
    expect(await everything('Patient/one/$everything')).toEqual([...RECORD, ...AROUND, 'Patient/one'].sort());
  });

  it('begins with the patient, tells matches from what is included, and counts the matches', async () => {
    const { body } = await server.get('Patient/one/$everything');
    expect([body.type, body.total]).toEqual(['searchset', 6]);
    expect(nameOf(body.entry[0])).toBe('Patient/one');
    const modes = new Map(body.entry.map((entry: Entry) => [nameOf(entry), entry.search.mode]));
    expect([modes.get('Observation/o1'), modes.get('Organization/org')]).toEqual(['match', 'include']);
  });

  it('comes in pages that lose nothing and give each match once', async () => {
    const paged = await pages('Patient/one/$everything?_count=2');
    expect(paged.length).toBeGreaterThan(2);
    const matches = paged.map((page) => page.filter(({ search }) => search.mode === 'match').map(nameOf));
    expect(matches.every((page) => page.length <= 2)).toBe(true);
    expect(matches.flat().sort()).toEqual([...RECORD, 'Patient/one'].sort());
    expect((await server.get('Patient/one/$everything?_count=2')).body.total).toBe(6);
  });

  it('keeps to the types of _type', async () => {
    expect(await everything('Patient/one/$everything?_type=Encounter,Organization')).toEqual([
      'Encounter/visit',
      'Organization/above',
      'Organization/org',
    ]);
  });

  it('keeps to what changed since', async () => {
    expect(await everything('Patient/one/$everything?_since=2999-01-01T00:00:00Z')).toEqual([]);
    const all = await everything('Patient/one/$everything?_since=2021-01-01T00:00:00Z');
    expect(all).toEqual([...RECORD, ...AROUND, 'Patient/one'].sort());
  });

  it('keeps to care given between start and end; what has no date stays', async () => {
    const first = await everything('Patient/one/$everything?start=2021-01-01&end=2021-12-31');
    expect(first).toEqual(
      expect.arrayContaining(['Encounter/visit', 'Observation/o1', 'Observation/o3', 'Patient/one']),
    );
    expect(first).not.toContain('Observation/o2');
    const second = await everything('Patient/one/$everything?start=2022-01-01');
    expect(second).toContain('Observation/o2');
    expect(second).not.toContain('Encounter/visit');
  });

  it('takes the same from Parameters', async () => {
    const { body } = await server.post('Patient/one/$everything', {
      resourceType: 'Parameters',
      parameter: [{ name: '_type', valueCode: 'Encounter' }],
    });
    expect(body.entry.map(nameOf)).toEqual(['Encounter/visit']);
  });

  it('shows only what its caller may see', async () => {
    const guest = { name: 'guest', roles: [], scopes: ['system/Patient.rs', 'system/Encounter.rs'] };
    const { body } = await server.send('GET', 'Patient/one/$everything', undefined, {}, guest);
    expect(body.entry.map(nameOf).sort()).toEqual(['Encounter/visit', 'Patient/one']);
    const stranger = { name: 'stranger', roles: [], scopes: ['system/Encounter.rs'] };
    expect((await server.send('GET', 'Patient/one/$everything', undefined, {}, stranger)).status).toBe(403);
  });

  it.each([
    ['Patient/never/$everything', 404],
    ['Observation/o1/$everything', 404],
    ['Patient/one/$everything?_type=Nonsense', 400],
    ['Patient/one/$everything?_count=0', 400],
    ['Patient/one/$everything?start=soon', 400],
    ['Patient/one/$everything?_sort=date', 400],
  ])('answers %s with %s', async (url, status) => {
    expect((await server.get(url)).status).toBe(status);
  });

  it('is 410 for a patient who was deleted', async () => {
    await server.put('Patient/gone', patient({ id: 'gone' }));
    await server.delete('Patient/gone');
    expect((await server.get('Patient/gone/$everything')).status).toBe(410);
  });
});

describe('$everything of an encounter', () => {
  it('has what belongs to it, with its patient', async () => {
    expect(await everything('Encounter/visit/$everything')).toEqual([
      'Encounter/visit',
      'Observation/o1',
      'Organization/above',
      'Organization/org',
      'Patient/one',
    ]);
  });
});

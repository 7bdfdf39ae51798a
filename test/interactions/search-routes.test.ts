import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../src/authorization/principal.ts';
import { createTestServer, observation, patient, type TestServer } from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  await server.put('Organization/o', { resourceType: 'Organization', id: 'o', name: '妇幼' });
  await server.put('Practitioner/d', { resourceType: 'Practitioner', id: 'd' });
  for (const id of ['a', 'b']) {
    const subject = { reference: `Patient/${id}` };
    await server.put(`Patient/${id}`, patient({ id, identifier: [{ system: 'urn:s', value: `n-${id}` }] }));
    await server.put(`Observation/${id}1`, observation({ id: `${id}1`, subject }));
    await server.put(
      `Observation/${id}2`,
      observation({ id: `${id}2`, subject, status: 'preliminary', identifier: [{ value: `n-${id}` }] }),
    );
    await server.put(`Encounter/${id}`, {
      resourceType: 'Encounter',
      id,
      status: 'finished',
      class: { code: 'AMB' },
      subject,
      participant: [{ individual: { reference: 'Practitioner/d' } }],
    });
  }
});
afterAll(() => server.close());

async function found(url: string): Promise<string[]> {
  const { status, body } = await server.get(url);
  if (status !== 200) throw new Error(`${url}: ${status} ${JSON.stringify(body)}`);
  return (body.entry ?? [])
    .filter((entry: { search: { mode: string } }) => entry.search.mode === 'match')
    .map(
      ({ resource }: { resource: { resourceType: string; id: string } }) =>
        `${resource.resourceType}/${resource.id}`,
    )
    .sort();
}
const textOf = async (url: string, principal?: Principal) => {
  const { status, body } = await server.send('GET', url, undefined, {}, principal);
  return `${status} ${body.issue?.[0]?.diagnostics}`;
};
const caller = (...scopes: string[]): Principal => ({ name: 'caller', roles: [], scopes });

describe('a compartment', () => {
  it('holds the resources of its owner and of nobody else', async () => {
    expect(await found('Patient/a/Observation')).toEqual(['Observation/a1', 'Observation/a2']);
    expect(await found('Practitioner/d/Encounter')).toEqual(['Encounter/a', 'Encounter/b']);
  });

  it('takes criteria, sorts, includes and pages as any search', async () => {
    expect(await found('Patient/a/Observation?status=final')).toEqual(['Observation/a1']);
    const { body } = await server.get(
      'Patient/a/Observation?_count=1&_total=accurate&_sort=-_id&_include=Observation:subject',
    );
    expect(body.total).toBe(2);
    expect(body.entry.map((entry: { resource: { id: string } }) => entry.resource.id)).toEqual(['a2', 'a']);
    const next = body.link.find(({ relation }: { relation: string }) => relation === 'next').url as string;
    expect(next).toMatch(/^http:\/\/fhir\.test\/fhir\/Patient\/a\/Observation\?/);
    expect(await found(next.slice('http://fhir.test/fhir/'.length))).toEqual(['Observation/a1']);
  });

  it('is asked for as a whole with a star, also for some of its types', async () => {
    expect(await found('Patient/a/*')).toEqual([
      'Encounter/a',
      'Observation/a1',
      'Observation/a2',
      'Patient/a',
    ]);
    expect(await found('Patient/a/*?_type=Encounter,Patient')).toEqual(['Encounter/a', 'Patient/a']);
    expect(await textOf('Patient/a/*?_type=Organization')).toMatch(/^400 .*never in this compartment/);
  });

  it('is searched by POST too', async () => {
    const form: [string, string][] = [['status', 'final']];
    const request = { method: 'POST', query: [], headers: {}, form };
    const principal = caller('system/*.rs');
    for (const path of [
      ['Patient', 'a', 'Observation', '_search'],
      ['Patient', 'a', '*', '_search'],
      ['Patient', 'a', '_search'],
    ]) {
      const isAll = path.length === 3 || path[2] === '*';
      const { status, body } = await server.lianti.dispatch(
        { ...request, path, form: isAll ? [['_type', 'Observation'], ...form] : form },
        principal,
        'test',
      );
      expect([status, JSON.parse(body!).total]).toEqual([200, 1]);
    }
  });

  it('is not there without its owner: never written, deleted, or out of sight', async () => {
    await server.put('Patient/gone', patient({ id: 'gone' }));
    await server.delete('Patient/gone');
    expect(await textOf('Patient/none/Observation')).toMatch(/^404 There is no Patient\/none/);
    expect(await textOf('Patient/gone/*')).toMatch(/^410 /);
    const seesNoPatient = caller('system/Observation.rs');
    expect(await textOf('Patient/a/Observation', seesNoPatient)).toMatch(/^404 There is no Patient\/a/);
  });

  it('has no other types, and other resources have none', async () => {
    expect(await textOf('Patient/a/Organization')).toMatch(/^404 No Organization is ever/);
    expect(await textOf('Organization/o/Patient')).toMatch(/^404 There is nothing at/);
    expect(await textOf('Patient/a/Nonsense')).toMatch(/^404 There is nothing at/);
    expect((await server.post('Patient/a/Observation', observation())).status).toBe(405);
  });

  it('shows a caller only the types that its scopes name', async () => {
    const principal = caller('system/Patient.rs', 'system/Encounter.rs');
    const { body } = await server.send('GET', 'Patient/a/*', undefined, {}, principal);
    expect(body.total).toBe(2);
    expect(await textOf('Patient/a/Observation', principal)).toMatch(/^403 .*system\/Observation\.s/);
  });
});

describe('a search of the whole server', () => {
  it('finds resources of all types, or of those that _type names', async () => {
    expect(await found('?_id=a,a1,o')).toEqual([
      'Encounter/a',
      'Observation/a1',
      'Organization/o',
      'Patient/a',
    ]);
    expect(await found('?_id=a,a1,o&_type=Patient,Organization')).toEqual(['Organization/o', 'Patient/a']);
  });

  it('takes parameters that all the types have, however their facts are kept', async () => {
    expect(await found('?_type=Patient,Observation&identifier=n-a')).toEqual(['Observation/a2', 'Patient/a']);
    expect(await found('?_type=Observation,Encounter&patient=a&status=finished,final')).toEqual([
      'Encounter/a',
      'Observation/a1',
    ]);
    expect(await found('?_type=Observation,Encounter&subject:Patient.identifier=n-b')).toEqual([
      'Encounter/b',
      'Observation/b1',
      'Observation/b2',
    ]);
  });

  it('follows _has where something can refer to the type', async () => {
    expect(await found('?_has:Observation:subject:status=preliminary')).toEqual(['Patient/a', 'Patient/b']);
  });

  it('says which of the types lacks a parameter, and which _type there is not', async () => {
    expect(await textOf('?_type=Patient,Organization&birthdate=2020')).toMatch(
      /^400 Organization has no search parameter "birthdate".* name fewer with _type/,
    );
    expect(await textOf('?_type=Patient,Nonsense')).toMatch(/^400 _type holds "Nonsense"/);
    expect(await textOf('?_type=Patient&_type=Observation')).toMatch(/^400 _type is given twice/);
    expect(await textOf('Patient?_type=Patient')).toMatch(
      /^400 _type belongs to a search over several types/,
    );
  });

  it('pages through all that there is, each once', async () => {
    const seen: string[] = [];
    for (let url: string | undefined = '?_count=3&_sort=-_lastUpdated'; url !== undefined; ) {
      const { body } = await server.get(url);
      seen.push(...(await found(url)));
      const next = body.link.find(({ relation }: { relation: string }) => relation === 'next')?.url;
      url = next?.slice('http://fhir.test/fhir'.length);
    }
    expect(seen).toHaveLength(10);
    expect(new Set(seen).size).toBe(10);
  });

  it('shows a caller the types that its scopes name, and none when they name none', async () => {
    const principal = caller('system/Patient.rs');
    const { body } = await server.send('GET', '?_id=a', undefined, {}, principal);
    expect(body.total).toBe(1);
    expect(await textOf('?_type=Patient,Observation', principal)).toMatch(/^403 .*system\/Observation\.s/);
    expect(await textOf('?_id=a', caller())).toMatch(/^403 /);
  });
});

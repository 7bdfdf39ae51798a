import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Answer, createTestServer, observation, patient, type TestServer } from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
  await server.put('Patient/p1', patient({ id: 'p1' }));
  await server.put('Observation/o1', observation({ id: 'o1', subject: { reference: 'Patient/p1' } }));
});
afterAll(() => server.close());

const worst = ({ status, body }: Answer) => `${status} ${body.issue[0].severity} ${body.issue[0].code}`;
const wrapped = (resource: object, mode: string) => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'resource', resource },
    { name: 'mode', valueCode: mode },
  ],
});

it('mode delete says whether a resource may go, and leaves it', async () => {
  expect(worst(await server.get('Patient/p1/$validate?mode=delete'))).toBe('200 error conflict');
  expect(worst(await server.get('Observation/o1/$validate?mode=delete'))).toContain('200 information');
  expect((await server.get('Observation/o1')).status).toBe(200);
  expect((await server.get('Patient/$validate?mode=delete')).status).toBe(400);
});

it('mode update asks for the id of the resource', async () => {
  const ask = (url: string, resource: object) => server.post(url, wrapped(resource, 'update') as never);
  expect(worst(await ask('Patient/p1/$validate', patient({ id: 'p1' })))).toContain('information');
  expect(worst(await ask('Patient/p1/$validate', patient({ id: 'p2' })))).toBe('200 error invalid');
  expect(worst(await ask('Patient/$validate', patient()))).toBe('200 error required');
});

it('mode create takes a resource without an id, bare or wrapped', async () => {
  expect(worst(await server.post('Patient/$validate?mode=create', patient()))).toContain('information');
  expect(worst(await server.post('Patient/$validate', wrapped(patient(), 'create') as never))).toContain(
    'information',
  );
  expect((await server.post('Patient/$validate?mode=guess', patient())).status).toBe(400);
});

it('a profile may be named by where it is stored', async () => {
  const profile = {
    resourceType: 'StructureDefinition',
    id: 'named',
    url: 'http://profiles.test/named',
    name: 'Named',
    status: 'active',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    derivation: 'constraint',
    differential: { element: [{ id: 'Patient.birthDate', path: 'Patient.birthDate', min: 1 }] },
  };
  expect((await server.put('StructureDefinition/named', profile as never)).status).toBe(201);
  for (const url of [
    'http://profiles.test/named',
    'StructureDefinition/named',
    `${server.baseUrl}/StructureDefinition/named`,
  ])
    expect(
      worst(await server.post(`Patient/$validate?profile=${encodeURIComponent(url)}`, patient())),
    ).toContain('200 error');
});

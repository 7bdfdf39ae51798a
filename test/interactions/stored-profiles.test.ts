// Profiles, value sets and code systems that are resources of this server, from the moment their write is answered.

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../src/fhir/json/tree.ts';
import { createTestServer, type TestServer } from '../support/lianti.ts';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const URL = 'https://example.org/StructureDefinition/named-patient';
const profile = (more: JsonObject): JsonObject => ({
  resourceType: 'StructureDefinition',
  id: 'named-patient',
  url: URL,
  version: '1.0.0',
  name: 'NamedPatient',
  status: 'active',
  kind: 'resource',
  abstract: false,
  type: 'Patient',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  derivation: 'constraint',
  ...more,
});
const elements = (path: string, more: JsonObject): JsonObject => {
  const whole = (of: string, min: number, max: string) => ({
    id: of,
    path: of,
    definition: of,
    min,
    max,
    base: { path: of, min: 0, max: '*' },
  });
  const element = [whole('Patient', 0, '*'), { ...whole(path, 0, '1'), ...more }];
  return { snapshot: { element }, differential: { element } };
};
const child = (more: JsonObject = {}): JsonObject => ({
  resourceType: 'Patient',
  meta: { profile: [URL] },
  gender: 'female',
  ...more,
});
const validate = async (resource: JsonObject) => {
  const { body } = await server.post('Patient/$validate', resource);
  return (body.issue as { severity: string; diagnostics: string }[]).filter(
    ({ severity }) => severity === 'error',
  );
};

describe('A profile that is stored here', () => {
  it('is checked by the very next request, and no more after it was deleted', async () => {
    expect(await validate(child())).toEqual([]);
    const stored = await server.put(
      'StructureDefinition/named-patient',
      profile(elements('Patient.name', { min: 1, max: '*' })),
    );
    expect(stored.status).toBe(201);
    expect(await validate(child())).toHaveLength(1);
    expect((await server.post('Patient', child())).status).toBe(422);
    expect((await server.post('Patient', child({ name: [{ text: '李一' }] }))).status).toBe(201);
    await server.delete('StructureDefinition/named-patient');
    expect((await server.post('Patient', child())).status).toBe(201);
  });

  it('holds in its newest content, under one URL and version', async () => {
    await server.put(
      'StructureDefinition/named-patient',
      profile(elements('Patient.name', { min: 1, max: '*' })),
    );
    expect(await validate(child())).toHaveLength(1);
    await server.put(
      'StructureDefinition/named-patient',
      profile(elements('Patient.birthDate', { min: 1, max: '1' })),
    );
    expect(await validate(child({ birthDate: '2019-05-05' }))).toEqual([]);
    expect(await validate(child({ name: [{ text: '李一' }] }))).toHaveLength(1);
    await server.delete('StructureDefinition/named-patient');
  });

  it('never stands for a type of R4', async () => {
    const patient = profile({
      id: 'not-patient',
      url: 'http://hl7.org/fhir/StructureDefinition/Patient',
      ...elements('Patient.name', { min: 1, max: '*' }),
    });
    await server.put('StructureDefinition/not-patient', patient);
    expect((await server.post('Patient', { resourceType: 'Patient' })).status).toBe(201);
    await server.delete('StructureDefinition/not-patient');
  });

  it('asks for codes of a value set and a code system that are stored here too', async () => {
    await server.put('CodeSystem/eyes', {
      resourceType: 'CodeSystem',
      id: 'eyes',
      url: 'https://example.org/CodeSystem/eyes',
      status: 'active',
      content: 'complete',
      concept: [{ code: 'left' }, { code: 'right' }],
    });
    await server.put('ValueSet/eyes', {
      resourceType: 'ValueSet',
      id: 'eyes',
      url: 'https://example.org/ValueSet/eyes',
      status: 'active',
      compose: { include: [{ system: 'https://example.org/CodeSystem/eyes' }] },
    });
    const binding = { strength: 'required', valueSet: 'https://example.org/ValueSet/eyes' };
    const coded = elements('Patient.maritalStatus', {
      min: 0,
      max: '1',
      type: [{ code: 'CodeableConcept' }],
      binding,
    });
    await server.put('StructureDefinition/named-patient', profile(coded));
    const eye = (code: string) =>
      child({ maritalStatus: { coding: [{ system: 'https://example.org/CodeSystem/eyes', code }] } });
    expect(await validate(eye('left'))).toEqual([]);
    expect((await validate(eye('middle'))).length).toBeGreaterThan(0);
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureDefinitions } from '../../scripts/build-definitions.ts';
import type { Definitions } from '../../src/conformance/definitions.ts';
import { loadDefinitions } from '../../src/conformance/load.ts';
import { testDefinitions } from './definitions.ts';

describe('the definitions', () => {
  let definitions: Definitions;
  beforeAll(async () => {
    definitions = await testDefinitions();
  });

  it('name the 146 types that can be stored, and no abstract one', () => {
    expect(definitions.resourceTypes.size).toBe(146);
    expect(definitions.resourceTypes).toContain('Patient');
    expect(definitions.resourceTypes).not.toContain('DomainResource');
    expect([...definitions.resourceTypes]).toEqual([...definitions.resourceTypes].sort());
  });

  it('find a base type by name, by URL and by the version that is held', () => {
    const url = 'http://hl7.org/fhir/StructureDefinition/Patient';
    expect(definitions.structure('Patient')?.url).toBe(url);
    expect(definitions.structure(url)).toBe(definitions.structure('Patient'));
    expect(definitions.structure(`${url}|4.0.1`)?.url).toBe(url);
    expect(definitions.structure(`${url}|4.0`)?.url).toBe(url);
    expect(definitions.structure(`${url}|5.0.0`)).toBeUndefined();
    expect(definitions.structure('Nothing')).toBeUndefined();
    expect(definitions.structure('constructor')).toBeUndefined();
  });

  it('have a snapshot for every base type, extension and profile of R4', () => {
    for (const name of ['HumanName', 'string', 'Observation', 'bp', 'patient-birthPlace', 'SimpleQuantity']) {
      expect(definitions.structure(name)?.snapshot?.element.length).toBeGreaterThan(1);
    }
  });

  it('find code systems, value sets and concept maps by URL', () => {
    expect(definitions.codeSystem('http://hl7.org/fhir/administrative-gender')?.concept).toHaveLength(4);
    expect(definitions.valueSet('http://hl7.org/fhir/ValueSet/administrative-gender')?.compose).toBeDefined();
    expect(
      definitions.conceptMap('http://hl7.org/fhir/ConceptMap/cm-data-absent-reason-v3')?.group,
    ).toHaveLength(1);
    expect(definitions.codeSystem('http://example.org/none')).toBeUndefined();
  });

  it('know the compartments: by which parameters, and that a patient is in its own', () => {
    const patient = definitions.compartments.find(({ type }) => type === 'Patient')!;
    expect(patient.params('AllergyIntolerance')).toEqual(['patient', 'recorder', 'asserter']);
    expect(patient.params('Patient')).toContain('{def}');
    expect(patient.params('ActivityDefinition')).toEqual([]);
    expect(definitions.compartments.map(({ type }) => type).sort()).toEqual([
      'Device',
      'Encounter',
      'Patient',
      'Practitioner',
      'RelatedPerson',
    ]);
  });
});

describe('our own definitions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'definitions-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const load = async (files: Record<string, object | string>): Promise<Definitions> => {
    const root = mkdtempSync(join(folder, 'case-'));
    for (const path of ['profiles/examples', 'capability/SearchParameter']) {
      mkdirSync(join(root, path), { recursive: true });
    }
    const statements = {
      'capability/CapabilityStatement.json': {},
      'capability/TerminologyCapabilities.json': {},
    };
    for (const [file, content] of Object.entries({ ...statements, ...files })) {
      writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
    }
    return loadDefinitions({
      definitionsFolder: await ensureDefinitions(),
      profileFolders: [join(root, 'profiles')],
      capabilityFolder: join(root, 'capability'),
    });
  };
  const profile = {
    resourceType: 'StructureDefinition',
    url: 'http://example.org/StructureDefinition/child',
    version: '2.10.0',
    kind: 'resource',
    type: 'Patient',
    derivation: 'constraint',
  };

  it('are found by URL, and profiles by their type', async () => {
    const definitions = await load({ 'profiles/child.json': profile, 'profiles/examples/a.json': '{' });
    expect(definitions.structure(profile.url)).toMatchObject(profile);
    expect(definitions.structure(`${profile.url}|2.10`)).toMatchObject(profile);
    expect(definitions.structure(`${profile.url}|2.1`)).toBeUndefined();
    expect(definitions.profilesOf('Patient')).toEqual([profile.url]);
    expect(definitions.profilesOf('Group')).toEqual([]);
  });

  it('are told by the index of their folder, except those that it does not know as they are', async () => {
    const { resourceType, kind, type, derivation } = profile;
    const text = JSON.stringify(profile);
    const entry = (filename: string, size: number) => ({
      ...{ filename, size, resourceType, kind, type, derivation },
      url: `http://example.org/StructureDefinition/from-index-${filename.replace('.json', '')}`,
    });
    const files = [entry('known.json', text.length), entry('changed.json', 1), entry('gone.json', 1)];
    const definitions = await load({
      'profiles/.index.json': { 'index-version': 2, files },
      'profiles/known.json': text,
      'profiles/changed.json': { ...profile, url: 'http://example.org/StructureDefinition/changed' },
    });
    expect(definitions.profilesOf('Patient')).toEqual([
      'http://example.org/StructureDefinition/changed',
      'http://example.org/StructureDefinition/from-index-known',
    ]);
  });

  it('replace the published ones of the same URL', async () => {
    const url = 'http://hl7.org/fhir/ValueSet/administrative-gender';
    const compose = { include: [{ system: 'http://example.org/gender', concept: [{ code: 'x' }] }] };
    const definitions = await load({ 'profiles/gender.json': { resourceType: 'ValueSet', url, compose } });
    expect(definitions.isInValueSet(url, undefined, 'x')).toBe('yes');
    expect(definitions.isInValueSet(url, undefined, 'male')).toBe('no');
  });

  it('stop the start with the file named when one cannot be read or two say the same', async () => {
    await expect(load({ 'profiles/bad.json': '{' })).rejects.toThrow(/bad\.json cannot be read/);
    await expect(load({ 'profiles/p.json': { resourceType: 'Patient' } })).rejects.toThrow(/p\.json is no/);
    await expect(load({ 'profiles/a.json': profile, 'profiles/b.json': profile })).rejects.toThrow(
      /define the same URL/,
    );
    await expect(load({ 'capability/SearchParameter/x.json': { code: 'x' } })).rejects.toThrow(
      /x\.json needs url/,
    );
  });

  it('add search parameters to a type and replace those of the same code', async () => {
    const parameter = (code: string, expression: string): object => ({
      url: `http://example.org/SearchParameter/${code}`,
      code,
      base: ['Patient'],
      type: 'token',
      expression,
    });
    const definitions = await load({
      'capability/SearchParameter/a.json': parameter('marital', 'Patient.maritalStatus'),
      'capability/SearchParameter/b.json': parameter('phone', 'Patient.contact.telecom'),
    });
    const parameters = definitions.searchParameters('Patient');
    const patient = {
      resourceType: 'Patient',
      maritalStatus: { text: 'S' },
      contact: [{ telecom: [{ value: '1' }] }],
    };
    expect(parameters.get('marital')?.values?.(patient)).toMatchObject([{ value: { text: 'S' } }]);
    expect(parameters.get('phone')?.values?.(patient)).toMatchObject([{ value: { value: '1' } }]);
    expect(definitions.searchParameters('Group').has('marital')).toBe(false);
  });
});

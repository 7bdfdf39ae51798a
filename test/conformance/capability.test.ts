import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import type { CapabilityStatement } from 'fhir/r4.js';
import { type CapabilityConfig, capabilityStatement } from '../../src/conformance/capability.ts';
import type { Definitions } from '../../src/conformance/definitions.ts';
import { compileInvariant } from '../../src/fhir/path/invariant.ts';
import { resourceItem, walkElements } from '../fhir/path/element-walk.ts';
import { testDefinitions } from './definitions.ts';

const CONFIG: CapabilityConfig = {
  baseUrl: 'http://localhost:3000/fhir',
  operations: ['$validate'],
  auth: 'off',
};

describe('the CapabilityStatement', () => {
  let definitions: Definitions;
  let statement: CapabilityStatement;
  beforeAll(async () => {
    definitions = await testDefinitions();
    statement = capabilityStatement(definitions, CONFIG);
  });
  const resource = (type: string) => statement.rest![0]!.resource!.find((entry) => entry.type === type)!;

  it('describes this instance, with the version of the package', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(statement).toMatchObject({
      resourceType: 'CapabilityStatement',
      kind: 'instance',
      fhirVersion: '4.0.1',
      format: ['application/fhir+json', 'json', 'application/fhir+xml', 'xml'],
      software: { name: 'Lianti', version },
      implementation: { url: 'http://localhost:3000/fhir' },
    });
  });

  it('lists every type once, with what can be done to it', () => {
    expect(statement.rest![0]!.resource!.map(({ type }) => type)).toEqual([...definitions.resourceTypes]);
    expect(resource('Patient')).toMatchObject({
      profile: 'http://hl7.org/fhir/StructureDefinition/Patient',
      versioning: 'versioned-update',
      conditionalCreate: true,
      conditionalUpdate: true,
      referencePolicy: ['literal', 'logical', 'enforced'],
    });
    expect(resource('Patient').interaction!.map(({ code }) => code)).toEqual([
      'read',
      'vread',
      'update',
      'patch',
      'delete',
      'history-instance',
      'history-type',
      'create',
      'search-type',
    ]);
  });

  it('names our profiles of a type, and none where we have none', () => {
    expect(resource('Patient').supportedProfile).toContain(
      'https://lianti.dev/fhir/StructureDefinition/lianti-child-patient',
    );
    expect(resource('Linkage')).not.toHaveProperty('supportedProfile');
  });

  it('lists the search parameters that are answered, and no others', () => {
    const names = resource('Observation').searchParam!.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        '_id',
        '_lastUpdated',
        '_profile',
        '_tag',
        'code',
        'date',
        'patient',
        'body-site',
        'value-quantity',
        'code-value-quantity',
        '_source',
      ]),
    );
    for (const name of ['_text', '_content', '_query']) expect(names).not.toContain(name);
    expect(resource('Observation').searchParam).toContainEqual({
      name: 'code',
      definition: 'http://hl7.org/fhir/SearchParameter/clinical-code',
      type: 'token',
    });
  });

  it('lists what can be included along', () => {
    expect(resource('Observation').searchInclude).toEqual(
      expect.arrayContaining(['*', 'Observation:subject', 'Observation:patient']),
    );
    expect(resource('Observation')?.searchRevInclude).toEqual(
      expect.arrayContaining(['*', 'DiagnosticReport:result', 'Observation:has-member']),
    );
  });

  it('lists the operations that are built in, and refuses one that it does not know', () => {
    expect(statement.rest![0]!.operation!.map(({ name }) => name)).toEqual(['validate']);
    expect(capabilityStatement(definitions, { ...CONFIG, operations: [] }).rest![0]!.operation).toEqual([]);
    expect(() => capabilityStatement(definitions, { ...CONFIG, operations: ['$magic'] })).toThrow(
      /does not name the operation \$magic/,
    );
  });

  it('says how callers are known, and whether references are checked', () => {
    const open = capabilityStatement(definitions, { ...CONFIG, auth: 'tokens', references: 'allow' });
    expect(open.rest![0]!.security!.description).toMatch(/bearer token/);
    expect(open.rest![0]!.resource![0]!.referencePolicy).toEqual(['literal', 'logical']);
  });

  it('says how many a conditional delete may delete', () => {
    expect(resource('Patient').conditionalDelete).toBe('single');
    const several = capabilityStatement(definitions, { ...CONFIG, conditionalDelete: 'multiple' });
    expect(several.rest![0]!.resource![0]!.conditionalDelete).toBe('multiple');
  });

  it('lists the operations of a type besides those of every type', () => {
    const all = capabilityStatement(definitions, { ...CONFIG, operations: ['$validate', '$everything'] });
    const names = (type: string) =>
      all.rest![0]!.resource!.find((entry) => entry.type === type)!.operation!.map(({ name }) => name);
    expect([names('Patient'), names('Basic')]).toEqual([['validate', 'everything'], ['validate']]);
  });

  it('is a valid CapabilityStatement of R4', () => {
    const validate = new Ajv({ strict: false, validateSchema: false }).compile(
      definitions.shapeSchema('CapabilityStatement')!,
    );
    expect([validate(statement), validate.errors]).toEqual([true, null]);
    const root = resourceItem(statement);
    const broken: string[] = [];
    walkElements(statement, definitions, (item, constraints) => {
      for (const { key, expression } of constraints) {
        const invariant = key === 'dom-6' ? undefined : compileInvariant(expression!, definitions.model);
        if (invariant && !invariant(item, { resource: root, rootResource: root, context: item }))
          broken.push(key);
      }
    });
    expect(broken).toEqual([]);
  });
});

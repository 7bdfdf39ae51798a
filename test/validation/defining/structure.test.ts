// StructureDefinitions, SearchParameters and CapabilityStatements as what they say.

import { describe, expect, it } from '@jest/globals';
import { findings } from '../support.ts';

const CORE = 'http://hl7.org/fhir/StructureDefinition/';

function structure(more: object, element: object[] = [{ id: 'Patient', path: 'Patient' }]): string[] {
  return findings({
    resourceType: 'StructureDefinition',
    url: 'https://example.org/StructureDefinition/a',
    name: 'A',
    status: 'draft',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: `${CORE}Patient`,
    derivation: 'constraint',
    differential: { element },
    ...more,
  });
}

/** What is found in one element of a profile of Observation. */
function element(path: string, more: object): string[] {
  return structure({ type: 'Observation', baseDefinition: `${CORE}Observation` }, [
    { id: path, path, ...more },
  ]);
}

const AT = 'error structure-definition StructureDefinition.differential.element[0]';

describe('a profile', () => {
  it('keeps type and kind of its base', () => {
    expect(structure({})).toEqual([]);
    expect(structure({ baseDefinition: `${CORE}Person` })).toEqual([
      'error structure-definition StructureDefinition.type',
    ]);
    expect(structure({ kind: 'complex-type' })).toEqual([
      'error structure-definition StructureDefinition.kind',
    ]);
  });

  it('binds, measures and compares only what can be', () => {
    const binding = { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/observation-status' };
    expect(element('Observation.code', { binding })).toEqual([]);
    expect(element('Observation.issued', { binding })).toEqual([`${AT}.binding`]);
    expect(element('Observation.value[x]', { binding })).toEqual([]);
    expect(element('Observation.value[x]', { type: [{ code: 'dateTime' }], binding })).toEqual([
      `${AT}.binding`,
    ]);
    expect(element('Observation.value[x]', { type: [{ code: 'string' }], maxLength: 5 })).toEqual([]);
    expect(element('Observation.code', { maxLength: 5 })).toEqual([`${AT}.maxLength`]);
    expect(element('Observation.issued', { minValueInstant: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(element('Observation.code', { minValueInteger: 5 })).toEqual([`${AT}.minValue`]);
  });

  it('fixes values of the type that the element has', () => {
    expect(element('Observation.status', { fixedCode: 'final' })).toEqual([]);
    expect(element('Observation.status', { fixedString: 'final' })).toEqual([`${AT}.fixed`]);
    expect(element('Observation.value[x]', { patternQuantity: { unit: 'D' } })).toEqual([]);
    expect(element('Observation.code', { patternCoding: { code: 'a' } })).toEqual([`${AT}.pattern`]);
  });

  it('names profiles of the right type', () => {
    const typed = (type: object) => element('Observation.value[x]', { type: [type] });
    expect(typed({ code: 'Quantity', profile: [`${CORE}SimpleQuantity`] })).toEqual([]);
    expect(typed({ code: 'string', profile: [`${CORE}SimpleQuantity`] })).toEqual([`${AT}.type[0].profile`]);
    const subject = (url: string) =>
      element('Observation.subject', { type: [{ code: 'Reference', targetProfile: [url] }] });
    expect(subject(`${CORE}Patient`)).toEqual([]);
    expect(subject(`${CORE}Quantity`)).toEqual([`${AT}.type[0].targetProfile`]);
  });

  it('gives a key to one expression', () => {
    const rule = (key: string, expression: string) => ({ key, severity: 'error', human: 'a', expression });
    const two = (a: object, b: object) => element('Observation', { constraint: [a, b] });
    expect(two(rule('a-1', 'true'), rule('a-2', 'false'))).toEqual([]);
    expect(two(rule('a-1', 'true'), rule('a-1', 'false'))).toContain(`${AT}.constraint[1].key`);
    expect(element('Observation', { constraint: [rule('obs-6', 'true')] })).toEqual([
      `${AT}.constraint[0].key`,
    ]);
  });
});

describe('the definition of an extension', () => {
  const extension = (more: object, url = 'https://example.org/StructureDefinition/a') =>
    structure(
      {
        kind: 'complex-type',
        type: 'Extension',
        baseDefinition: `${CORE}Extension`,
        context: [{ type: 'element', expression: 'Patient' }],
        ...more,
      },
      [
        { id: 'Extension', path: 'Extension' },
        { id: 'Extension.url', path: 'Extension.url', fixedUri: url },
      ],
    );

  it('fixes its own url', () => {
    expect(extension({})).toEqual([]);
    expect(extension({}, 'https://example.org/other')).toEqual([
      'error structure-definition StructureDefinition.url',
    ]);
  });

  it('may stand at elements that there are', () => {
    const at = (expression: string) => extension({ context: [{ type: 'element', expression }] });
    for (const place of [
      'Element',
      'DomainResource',
      'Patient.contact',
      'Patient.contact.name',
      'HumanName.given',
      'Observation.value[x]',
      'Questionnaire.item.item',
    ]) {
      expect(at(place)).toEqual([]);
    }
    for (const place of ['Patients', 'Patient.height', 'Patient.name.first']) {
      expect(at(place)).toEqual(['error structure-definition StructureDefinition.context[0].expression']);
    }
  });
});

describe('a search parameter', () => {
  const parameter = (more: object) =>
    findings({
      resourceType: 'SearchParameter',
      url: 'https://example.org/SearchParameter/a',
      name: 'A',
      status: 'draft',
      description: 'a',
      code: 'a',
      base: ['Organization'],
      type: 'string',
      expression: 'Organization.name',
      ...more,
    });
  const derivedFrom = 'http://hl7.org/fhir/SearchParameter/Organization-name';

  it('keeps to the one it is derived from', () => {
    expect(parameter({ derivedFrom })).toEqual([]);
    expect(parameter({ derivedFrom, type: 'token' })).toEqual([
      'error search-parameter SearchParameter.type',
    ]);
    expect(parameter({ derivedFrom, base: ['Patient'] })).toEqual([
      'error search-parameter SearchParameter.base[0]',
    ]);
  });

  it('has parts when it is a composite', () => {
    const part = { definition: derivedFrom, expression: 'name' };
    expect(parameter({ type: 'composite', component: [part, part] })).toEqual([]);
    expect(parameter({ type: 'composite', component: [part] })).toEqual([
      'error search-parameter SearchParameter.component',
    ]);
  });

  it('is told with its own type by a CapabilityStatement', () => {
    const statement = (type: string) =>
      findings({
        resourceType: 'CapabilityStatement',
        status: 'draft',
        date: '2026-11-25',
        kind: 'requirements',
        fhirVersion: '4.0.1',
        format: ['json'],
        description: 'a',
        rest: [
          {
            mode: 'server',
            resource: [
              { type: 'Organization', searchParam: [{ name: 'name', definition: derivedFrom, type }] },
            ],
          },
        ],
      });
    expect(statement('string')).toEqual([]);
    expect(statement('token')).toEqual([
      'error capability CapabilityStatement.rest[0].resource[0].searchParam[0].type',
    ]);
  });
});

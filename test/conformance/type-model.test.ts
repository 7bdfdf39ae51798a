import { beforeAll, describe, expect, it } from '@jest/globals';
import type { TypeModel } from '../../src/fhir/elements.ts';
import { testDefinitions } from './definitions.ts';

describe('the model of types', () => {
  let model: TypeModel;
  beforeAll(async () => {
    model = (await testDefinitions()).model;
  });

  it('has inherited elements first, in the order of the specification', () => {
    const names = [...model.elements('Patient')!.keys()];
    expect(names.slice(0, 9)).toEqual([
      'id',
      'meta',
      'implicitRules',
      'language',
      'text',
      'contained',
      'extension',
      'modifierExtension',
      'identifier',
    ]);
  });

  it('knows how often an element stands', () => {
    expect(model.elements('Observation')!.get('status')).toMatchObject({ min: 1, max: 1, types: ['code'] });
    expect(model.elements('Observation')!.get('category')).toMatchObject({ min: 0, max: Infinity });
  });

  it('knows the types of a choice and how JSON calls them', () => {
    expect(model.member('Observation.component', 'valueQuantity')).toMatchObject({
      type: 'Quantity',
      shape: { name: 'value', choice: true },
    });
    expect(model.member('Patient', 'deceasedDateTime')?.type).toBe('dateTime');
    expect(model.member('Patient', 'deceased')).toBeUndefined();
    expect(model.elements('Extension')!.get('value')!.types).toHaveLength(50);
  });

  it('follows content references', () => {
    expect(model.elements('Bundle.entry')!.get('link')!.types).toEqual(['Bundle.link']);
    expect(model.elements('Questionnaire.item')!.get('item')!.types).toEqual(['Questionnaire.item']);
  });

  it('types any resource as Resource', () => {
    expect(model.elements('Bundle.entry')!.get('resource')!.types).toEqual(['Resource']);
    expect(model.elements('Patient')!.get('contained')!.types).toEqual(['Resource']);
  });

  it('gives primitives an id and extensions', () => {
    expect([...model.elements('string')!.keys()]).toEqual(['id', 'extension']);
    expect([...model.elements('positiveInt')!.keys()]).toEqual(['id', 'extension']);
  });

  it('types the logical id as id, and ids inside as string', () => {
    expect(model.elements('Patient')!.get('id')!.types).toEqual(['id']);
    expect(model.elements('HumanName')!.get('id')!.types).toEqual(['string']);
    expect(model.elements('Extension')!.get('url')!.types).toEqual(['uri']);
  });

  it('names the targets of a reference, unless any will do', () => {
    expect(model.elements('Observation')!.get('subject')!.targets).toEqual([
      'Patient',
      'Group',
      'Device',
      'Location',
    ]);
    expect(model.elements('Observation')!.get('focus')!.targets).toBeUndefined();
  });

  it.each([
    ['Patient', 'resource'],
    ['HumanName', 'complex'],
    ['code', 'primitive'],
    ['Patient.contact', 'backbone'],
    ['Timing.repeat', 'backbone'],
    ['Nothing', undefined],
    ['constructor', undefined],
  ])('%s is %s', (type, kind) => {
    expect(model.kind(type)).toBe(kind);
  });

  it.each([
    ['Patient', 'DomainResource', true],
    ['Bundle', 'DomainResource', false],
    ['Bundle', 'Resource', true],
    ['Age', 'Quantity', true],
    ['code', 'string', true],
    ['Patient.contact', 'BackboneElement', true],
    ['Quantity', 'Age', false],
  ])('%s is a %s: %s', (type, ancestor, expected) => {
    expect(model.isA(type, ancestor)).toBe(expected);
  });
});

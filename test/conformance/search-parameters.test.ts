import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Definitions, SearchParameterDefinition } from '../../src/conformance/definitions.ts';
import { splitAlternatives } from '../../src/conformance/expression-part.ts';
import { storedAs } from '../../src/conformance/stored-facts.ts';
import { testDefinitions } from './definitions.ts';

describe('a search parameter of a type', () => {
  let definitions: Definitions;
  beforeAll(async () => {
    definitions = await testDefinitions();
  });
  const of = (type: string, code: string): SearchParameterDefinition =>
    definitions.searchParameters(type).get(code)!;

  it('has only the part of the published expression that concerns the type', () => {
    expect(of('Encounter', 'identifier').expression).toBe('Encounter.identifier');
    expect(of('InsurancePlan', 'name').expression).toBe('name | alias');
    expect(of('Patient', '_id').expression).toBe('Resource.id');
  });

  it('of every resource type includes the common ones', () => {
    for (const type of definitions.resourceTypes) {
      for (const code of ['_id', '_lastUpdated', '_profile', '_tag', '_security', '_source']) {
        expect(of(type, code).values).toBeDefined();
      }
    }
  });

  it.each([
    ['Observation', 'patient', [{ param: 'subject', targets: ['Patient'] }]],
    ['ServiceRequest', 'patient', [{ param: 'subject', targets: ['Patient'] }]],
    ['Task', 'patient', [{ param: 'subject', targets: ['Patient'] }]],
    [
      'AuditEvent',
      'patient',
      [
        { param: 'agent', targets: ['Patient'] },
        { param: 'entity', targets: ['Patient'] },
      ],
    ],
    ['Observation', 'combo-code', [{ param: 'code' }, { param: 'component-code' }]],
    [
      'Observation',
      'combo-code-value-quantity',
      [{ param: 'code-value-quantity' }, { param: 'component-code-value-quantity' }],
    ],
    ['Patient', 'phonetic', [{ param: 'name' }]],
    ['Organization', 'kind', [{ param: 'type' }]],
  ])('%s %s keeps no facts of its own', (type, code, stored) => {
    expect(of(type, code).stored).toEqual(stored);
    expect(of(type, code).values).toBeUndefined();
  });

  it.each([
    ['Observation', 'subject'],
    ['Observation', 'code-value-quantity'],
    ['AllergyIntolerance', 'patient'],
    ['Organization', 'phonetic'],
    ['Patient', 'phone'],
  ])('%s %s keeps its own facts', (type, code) => {
    expect(of(type, code).stored).toEqual([{ param: code }]);
    expect(of(type, code).values).toBeDefined();
  });

  it.each(['_text', '_content', '_query'])('%s looks at no element: nothing is kept', (code) => {
    expect(of('Patient', code)).toMatchObject({ stored: [], values: undefined });
  });

  it('near looks at the position', () => {
    const { stored, values } = of('Location', 'near');
    expect(stored).toEqual([{ param: 'near' }]);
    const position = { latitude: 31, longitude: 121 };
    expect(values!({ resourceType: 'Location', position }).map(({ value }) => value)).toEqual([position]);
  });

  it('that is composite finds its parts inside each element', () => {
    const observation = {
      resourceType: 'Observation',
      code: { text: 'panel' },
      component: [{ code: { text: 'sphere' }, valueQuantity: { value: -1.25 } }],
    };
    const parameter = of('Observation', 'component-code-value-quantity');
    const [element] = parameter.values!(observation);
    const parts = parameter.components.map(({ values }) => values(element!.value as object, observation));
    expect(parts).toMatchObject([
      [{ value: { text: 'sphere' } }],
      [{ value: { value: -1.25 }, type: 'Quantity' }],
    ]);
    expect(parameter.components.map(({ definition }) => definition.code)).toEqual([
      'component-code',
      'component-value-quantity',
    ]);
  });

  it('that is none has no parameters', () => {
    expect(definitions.searchParameters('Nothing').size).toBe(0);
    expect(definitions.searchParameters('HumanName').size).toBe(0);
  });

  it('only leans on parameters that keep facts themselves', () => {
    for (const type of definitions.resourceTypes) {
      const parameters = definitions.searchParameters(type);
      for (const { stored } of parameters.values()) {
        for (const { param } of stored) expect(parameters.get(param)?.values).toBeDefined();
      }
    }
  });
});

describe('an expression is cut into alternatives', () => {
  it('at the | outside of brackets and quotes, each with the type it begins with', () => {
    expect(splitAlternatives("(Patient.a | Patient.b).c | Group.d.where(e = 'x)|y') | name")).toEqual([
      { text: '(Patient.a | Patient.b).c', type: 'Patient' },
      { text: "Group.d.where(e = 'x)|y')", type: 'Group' },
      { text: 'name', type: undefined },
    ]);
  });
});

describe('facts are shared', () => {
  const reference = (code: string, ...alternatives: string[]) => ({
    code,
    type: 'reference' as const,
    alternatives,
  });

  it('only between parameters of one type', () => {
    const stored = storedAs([
      { code: 'a', type: 'token', alternatives: ['X.a'] },
      { code: 'b', type: 'string', alternatives: ['X.a'] },
    ]);
    expect(stored.get('b')).toEqual([{ param: 'b' }]);
  });

  it('only where the union is exactly the same', () => {
    const stored = storedAs([
      reference('a', 'X.a'),
      reference('b', 'X.b'),
      reference('ac', 'X.a', 'X.c'),
      reference('ab', 'X.b', 'X.a'),
    ]);
    expect(stored.get('ac')).toEqual([{ param: 'ac' }]);
    expect(stored.get('ab')).toEqual([{ param: 'a' }, { param: 'b' }]);
  });

  it('not by a path that narrows only a part of its alternatives', () => {
    const stored = storedAs([
      reference('a', 'X.a'),
      reference('b', 'X.b'),
      reference('p', 'X.a.where(resolve() is Patient)', 'X.b'),
    ]);
    expect(stored.get('p')).toEqual([{ param: 'p' }]);
  });

  it('however the same path is spelled', () => {
    const stored = storedAs([
      { code: 'a', type: 'date', alternatives: ['(X.v as Period)'] },
      { code: 'b', type: 'date', alternatives: ['X.v.ofType(Period)'] },
    ]);
    expect(stored.get('b')).toEqual([{ param: 'a' }]);
  });
});

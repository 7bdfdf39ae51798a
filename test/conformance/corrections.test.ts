import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Correction, correct } from '../../scripts/definitions/correct.ts';
import type { Definitions } from '../../src/conformance/definitions.ts';
import { compileInvariant } from '../../src/fhir/path/invariant.ts';
import { resourceItem, walkElements } from '../fhir/path/element-walk.ts';
import { testDefinitions } from './definitions.ts';

describe('what is published with a fault works once corrected', () => {
  let definitions: Definitions;
  beforeAll(async () => {
    definitions = await testDefinitions();
  });

  /** Keys of the invariants that a resource breaks. */
  const broken = (resource: { resourceType: string }): string[] => {
    const keys: string[] = [];
    const root = resourceItem(resource);
    walkElements(resource, definitions, (item, constraints) => {
      for (const { key, expression, severity } of constraints) {
        const invariant = severity === 'error' && compileInvariant(expression!, definitions.model);
        if (invariant && !invariant(item, { resource: root, rootResource: root, context: item }))
          keys.push(key);
      }
    });
    return [...new Set(keys)];
  };
  const observation = (more: object) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    ...more,
  });

  it('ref-1: a reference may have only a display, and # is the container', () => {
    expect(broken(observation({ subject: { display: '张小禾' } }))).toEqual([]);
    expect(broken(observation({ subject: { reference: '#' } }))).toEqual([]);
    expect(broken(observation({ subject: { reference: '#x' } }))).toEqual(['ref-1']);
  });

  it('dom-3: what is contained must be referred to', () => {
    const contained = [{ resourceType: 'Patient', id: 'p' }];
    expect(broken(observation({ contained, subject: { reference: '#p' } }))).toEqual([]);
    expect(broken(observation({ contained }))).toEqual(['dom-3']);
  });

  it('bdl-8: an entry needs no fullUrl, but no version in it', () => {
    const bundle = (fullUrl?: string): { resourceType: string } =>
      ({
        resourceType: 'Bundle',
        type: 'collection',
        entry: [{ fullUrl, resource: { resourceType: 'Basic' } }],
      }) as never;
    expect(broken(JSON.parse(JSON.stringify(bundle())))).toEqual([]);
    expect(broken(bundle('http://example.org/Basic/1/_history/2'))).toEqual(['bdl-8']);
  });

  it('app-4: a reason to cancel goes with noshow', () => {
    const appointment = (status: string): { resourceType: string } =>
      ({
        resourceType: 'Appointment',
        status,
        start: '2024-01-01T10:00:00Z',
        end: '2024-01-01T10:30:00Z',
        cancelationReason: { text: 'x' },
      }) as never;
    expect(broken(appointment('noshow'))).toEqual([]);
    expect(broken(appointment('booked'))).toEqual(['app-4']);
  });

  it('que-12: two conditions need a word on how they combine', () => {
    const enableWhen = [
      { question: 'a', operator: 'exists', answerBoolean: true },
      { question: 'b', operator: 'exists', answerBoolean: true },
    ];
    const questionnaire = (more: object): { resourceType: string } =>
      ({
        resourceType: 'Questionnaire',
        status: 'draft',
        item: [{ linkId: '1', type: 'string', enableWhen, ...more }],
      }) as never;
    expect(broken(questionnaire({ enableBehavior: 'all' }))).toEqual([]);
    expect(broken(questionnaire({}))).toEqual(['que-12']);
  });

  it('code-value-date finds dates', () => {
    const parameter = definitions.searchParameters('Observation').get('code-value-date')!;
    const found = parameter.components[1]!.values(observation({ valueDateTime: '2024-01-01' }));
    expect(found).toMatchObject([{ value: '2024-01-01', type: 'dateTime' }]);
  });
});

describe('the list of corrections', () => {
  const correction = (more: Partial<Correction>): Correction => ({
    target: 'Group/g',
    path: 'name',
    reason: 'x',
    ...more,
  });

  it('changes only what stands there as it says', () => {
    const group = { resourceType: 'Group', id: 'g', name: 'old', codes: ['a'] };
    correct([group], {}, [correction({ from: 'old', to: 'new' }), correction({ path: 'codes', add: 'b' })]);
    expect(group).toMatchObject({ name: 'new', codes: ['a', 'b'] });
  });

  it('stops the build when there is nothing left to correct', () => {
    const group = { resourceType: 'Group', id: 'g', name: 'right' };
    expect(() => correct([group], {}, [correction({ from: 'wrong', to: 'right' })])).toThrow(
      /nothing to correct for Group\/g name/,
    );
  });
});

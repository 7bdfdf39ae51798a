import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import { compilePath, type Located } from '../../../src/fhir/path/compile.ts';
import { testDefinitions } from '../../conformance/definitions.ts';
import { richResource } from './rich-resource.ts';

describe('a compiled path', () => {
  let definitions: Definitions;
  beforeAll(async () => {
    definitions = await testDefinitions();
  });
  const find = (expression: string, resource: { resourceType: string }): Located[] =>
    compilePath(expression, resource.resourceType, definitions.model)(resource);
  const values = (expression: string, resource: { resourceType: string }): unknown[] =>
    find(expression, resource).map(({ value }) => value);

  it('finds repeating elements with their type, holder and index', () => {
    const name = [{ given: ['小禾', 'He'], family: '张' }];
    const [first, second] = find('Patient.name.given', { resourceType: 'Patient', name } as never);
    expect(first).toMatchObject({ value: '小禾', type: 'string', member: 0 });
    expect(second!.parent).toBe(name[0]!.given);
  });

  it('finds a choice by its bare name, with the type that was chosen', () => {
    const observation = { resourceType: 'Observation', valueQuantity: { value: 4.9 } };
    expect(find('Observation.value', observation)).toMatchObject([
      { type: 'Quantity', member: 'valueQuantity' },
    ]);
    expect(
      find('Observation.effective', {
        resourceType: 'Observation',
        effectiveInstant: '2024-01-01T00:00:00Z',
      } as never),
    ).toMatchObject([{ type: 'instant' }]);
  });

  it.each([
    'Observation.value.as(Quantity)',
    '(Observation.value as Quantity)',
    'Observation.value.ofType(Quantity)',
  ])('narrows a choice to a type: %s', (expression) => {
    expect(values(expression, { resourceType: 'Observation', valueQuantity: { value: 1 } } as never)).toEqual(
      [{ value: 1 }],
    );
    expect(values(expression, { resourceType: 'Observation', valueString: 'x' } as never)).toEqual([]);
  });

  it.each([
    ['a relative reference', { reference: 'Patient/1' }, true],
    ['a versioned reference', { reference: 'Patient/1/_history/2' }, true],
    ['an absolute reference', { reference: 'https://example.org/fhir/Patient/1' }, true],
    ['a contained resource', { reference: '#p' }, true],
    ['a logical reference with a type', { type: 'Patient', identifier: { value: '7' } }, true],
    ['another type', { reference: 'Group/1' }, false],
    ['a contained resource of another type', { reference: '#g' }, false],
    ['a contained resource that is not there', { reference: '#x' }, false],
    ['a urn that tells no type', { reference: 'urn:uuid:0f3b1c3e-8a52-4f5e-9a41-6d1f5e0c7b11' }, false],
    ['only a display', { display: 'Patient/1' }, false],
  ])('judges resolve() is Patient by the text of %s', (_, subject, isFound) => {
    const contained = [
      { resourceType: 'Patient', id: 'p' },
      { resourceType: 'Group', id: 'g' },
    ];
    const found = values('Observation.subject.where(resolve() is Patient)', {
      resourceType: 'Observation',
      contained,
      subject,
    } as never);
    expect(found).toEqual(isFound ? [subject] : []);
  });

  it('finds the extensions of a primitive, and of a primitive without a value', () => {
    const extension = [{ url: 'http://example.org/why', valueCode: 'unknown' }];
    const expression = "Patient.birthDate.extension('http://example.org/why').value";
    expect(values(expression, { resourceType: 'Patient', _birthDate: { extension } } as never)).toEqual([
      'unknown',
    ]);
    expect(
      values('Patient.birthDate', { resourceType: 'Patient', _birthDate: { extension } } as never),
    ).toEqual([]);
  });

  it('answers a boolean expression with a boolean', () => {
    const expression = 'Patient.deceased.exists() and Patient.deceased != false';
    const ask = (more: object): unknown[] =>
      values(expression, { resourceType: 'Patient', ...more } as never);
    expect(ask({ deceasedDateTime: '2024-01-01' })).toEqual([true]);
    expect(ask({ deceasedBoolean: false })).toEqual([false]);
    expect(ask({})).toEqual([false]);
    expect(find(expression, { resourceType: 'Patient' })).toMatchObject([{ type: 'boolean' }]);
  });

  it('takes the first entry of a Bundle with the type it has', () => {
    const entry = [{ resource: { resourceType: 'Composition' } }, { resource: { resourceType: 'Patient' } }];
    expect(find('Bundle.entry[0].resource', { resourceType: 'Bundle', entry } as never)).toMatchObject([
      { type: 'Composition' },
    ]);
  });

  it('keeps equal values that stand in different places', () => {
    const code = { text: 'same' };
    const observation = { resourceType: 'Observation', code, component: [{ code: { text: 'same' } }] };
    expect(find('Observation.code | Observation.component.code', observation)).toHaveLength(2);
  });

  it('looks from an element back at the resource around it', () => {
    const resource = {
      resourceType: 'MolecularSequence',
      referenceSeq: { referenceSeqId: { text: 'NC_1' } },
    };
    const path = compilePath(
      '%resource.referenceSeq.referenceSeqId',
      'MolecularSequence.variant',
      definitions.model,
    );
    expect(path({ start: 1 }, resource).map(({ value }) => value)).toEqual([{ text: 'NC_1' }]);
  });

  it('follows content references: an item in an item is an item', () => {
    const item = [{ linkId: '1', item: [{ linkId: '1.1', definition: 'http://example.org/a' }] }];
    expect(
      values('Questionnaire.item.item.definition', { resourceType: 'Questionnaire', item } as never),
    ).toEqual(['http://example.org/a']);
  });

  it('takes no object for a primitive, and no primitive for an object', () => {
    expect(values('Patient.birthDate', { resourceType: 'Patient', birthDate: {} } as never)).toEqual([]);
    expect(
      values('Patient.name', { resourceType: 'Patient', name: ['小禾', null, { text: 'x' }] } as never),
    ).toEqual([{ text: 'x' }]);
  });

  it('finds nothing, and never throws, where the data have another shape', () => {
    const types = [...definitions.resourceTypes];
    fc.assert(
      fc.property(fc.nat(), fc.nat(5), fc.nat(), fc.jsonValue(), (type, variant, at, odd) => {
        const resourceType = types[type % types.length]!;
        const resource = richResource(resourceType, variant, definitions.model);
        const names = Object.keys(resource).filter((name) => name !== 'resourceType');
        if (names.length > 0) resource[names[at % names.length]!] = odd;
        for (const { values: path } of definitions.searchParameters(resourceType).values()) path?.(resource);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['Patient.name.', 'it ends too early'],
    ['Patient..name', 'a name is expected'],
    ['Patient.name)', '")" is not expected'],
    ["Patient.name = 'x", 'is not expected'],
  ])('is refused with its place when it cannot be read: %s', (expression, message) => {
    expect(() => compilePath(expression, 'Patient', definitions.model)).toThrow(message);
  });
});

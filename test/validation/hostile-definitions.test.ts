// Whatever stands in a definition, or in what is judged by it: it is told, and nothing breaks.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { validatingOf, withStored } from '../../src/conformance/with-stored.ts';
import type { JsonObject, Resource } from '../../src/fhir/json/tree.ts';
import { createSharedParts, createValidator } from '../../src/validation/validator.ts';
import { definitions } from './support.ts';

const shared = createSharedParts(definitions);
const AT = 'https://example.org/';

const RESOURCES: JsonObject[] = [
  {
    resourceType: 'Questionnaire',
    url: `${AT}Questionnaire/q`,
    status: 'active',
    item: [
      { linkId: 'a', type: 'choice', answerValueSet: `${AT}ValueSet/v`, repeats: true },
      {
        linkId: 'b',
        type: 'quantity',
        enableWhen: [{ question: 'a', operator: 'exists', answerBoolean: true }],
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces', valueInteger: 1 }],
      },
    ],
  },
  {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    questionnaire: `${AT}Questionnaire/q`,
    item: [
      { linkId: 'a', answer: [{ valueCoding: { system: `${AT}c`, code: 'x' } }] },
      { linkId: 'b', answer: [{ valueQuantity: { value: 1.5, code: 'm' } }] },
    ],
  },
  {
    resourceType: 'CodeSystem',
    url: `${AT}c`,
    status: 'active',
    content: 'complete',
    property: [{ code: 'p', type: 'code' }],
    concept: [{ code: 'x', property: [{ code: 'p', valueCode: 'x' }] }],
  },
  {
    resourceType: 'ValueSet',
    url: `${AT}ValueSet/v`,
    status: 'active',
    compose: { include: [{ system: `${AT}c`, filter: [{ property: 'p', op: '=', value: 'x' }] }] },
  },
  {
    resourceType: 'StructureDefinition',
    url: `${AT}StructureDefinition/s`,
    name: 'S',
    status: 'active',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    derivation: 'constraint',
    differential: { element: [{ id: 'Patient.active', path: 'Patient.active', fixedBoolean: true }] },
  },
  { resourceType: 'Patient', meta: { profile: [`${AT}StructureDefinition/s`] }, active: true },
  {
    resourceType: 'Bundle',
    type: 'document',
    link: [{ relation: 'self', url: 'a' }],
    entry: [
      {
        fullUrl: `${AT}Composition/1`,
        resource: { resourceType: 'Composition', id: '1', subject: { reference: 'Patient/1' } },
      },
      { fullUrl: `${AT}Patient/1`, resource: { resourceType: 'Patient', id: '1' } },
    ],
  },
];

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('', '#', '#a', `${AT}c`, 'Patient/1', `${AT}StructureDefinition/s`, `${AT}Questionnaire/q`),
);

/** Puts values at places; a place is a share of all there are. */
function changed(resource: JsonObject, changes: readonly (readonly [number, unknown])[]): Resource {
  const copy = structuredClone(resource);
  const places: [JsonObject, string][] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const name of Object.keys(value)) {
      if (name === 'resourceType') continue;
      places.push([value as JsonObject, name]);
      walk((value as JsonObject)[name]);
    }
  };
  walk(copy);
  for (const [share, value] of changes) {
    const [holder, name] = places[Math.floor(share * places.length)]!;
    holder[name] = structuredClone(value) as never;
  }
  return copy as Resource;
}

describe('definitions of any shape', () => {
  it('never break the judgement of anything', () => {
    const share = fc.double({ min: 0, max: 0.999, noNaN: true });
    const changes = fc.array(fc.tuple(share, anything), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(changes, { minLength: RESOURCES.length, maxLength: RESOURCES.length }), (all) => {
        const resources = RESOURCES.map((resource, i) => changed(resource, all[i]!));
        const stored = new Map(resources.map((resource, i) => [String(i), resource as JsonObject]));
        const validator = createValidator({
          definitions: withStored(definitions, validatingOf(stored, definitions.model)),
          now: () => new Date('2026-11-25T08:00:00+08:00'),
          shared,
        });
        for (const resource of resources) {
          expect(Array.isArray(validator.validate(resource).issues)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});

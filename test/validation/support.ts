// Validators for tests: on the real definitions, with profiles made on the spot.

import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';
import type { Definitions } from '../../src/conformance/definitions.ts';
import type { Issue } from '../../src/fhir/issue.ts';
import { parseJson } from '../../src/fhir/json/parse.ts';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { createValidator, type ValidateOptions } from '../../src/validation/validator.ts';
import { testDefinitions } from '../conformance/definitions.ts';

export const definitions: Definitions = await testDefinitions();

const NOW = new Date('2026-11-25T08:00:00+08:00');

/** A validator that knows these definitions as well. */
export function validatorWith(...structures: StructureDefinition[]) {
  return validatorOn(new Map(structures.map((structure) => [structure.url, structure])));
}

function validatorOn(own: Map<string, StructureDefinition>) {
  const overlay: Definitions = {
    ...definitions,
    structure: (url) => own.get(url.split('|', 1)[0]!) ?? definitions.structure(url),
  };
  return createValidator({ definitions: overlay, now: () => NOW });
}

export const validator = validatorWith();

/** The JSON text goes the way a body goes: numbers keep their digits. */
export function validate(resource: object | string, options: ValidateOptions = {}, by = validator): Issue[] {
  const { value, numbers } = parseJson(typeof resource === 'string' ? resource : JSON.stringify(resource));
  return by.validate(value as Resource, { numbers, ...options }).issues;
}

/** `error cardinality Patient.name`, one for each issue: what most tests ask about. */
export function findings(resource: object | string, options: ValidateOptions = {}, by = validator): string[] {
  return validate(resource, options, by).map(
    ({ severity, rule, expression }) => `${severity} ${rule} ${expression}`,
  );
}

export const TEST_PROFILE = 'https://example.org/StructureDefinition/test';

export type Edit = Partial<ElementDefinition> & { id: string };

/** A profile of a base type: its snapshot with elements changed, or added as slices and their children. */
export function profileOf(
  type: string,
  edits: Edit[],
  more: Partial<StructureDefinition> = {},
): StructureDefinition {
  const base = definitions.structure(type)!;
  const elements: ElementDefinition[] = structuredClone(base.snapshot!.element);
  for (const edit of edits) {
    const known = elements.find((element) => element.id === edit.id);
    if (known) Object.assign(known, edit);
    else insert(elements, edit);
  }
  return {
    ...structuredClone({ ...base, snapshot: undefined }),
    url: TEST_PROFILE,
    derivation: 'constraint',
    baseDefinition: base.url,
    snapshot: { element: elements },
    ...more,
  };
}

/** Behind everything that belongs to its parent; what it does not say it has from the element it stands for. */
function insert(elements: ElementDefinition[], edit: Edit): void {
  const path = edit.id.replace(/:[^.]+/g, '');
  const parent = edit.id.slice(0, Math.max(edit.id.lastIndexOf('.'), edit.id.lastIndexOf(':')));
  const last = elements.findLastIndex(
    ({ id }) => id === parent || id?.startsWith(`${parent}.`) || id?.startsWith(`${parent}:`),
  );
  const model = elements.find((element) => element.id === path) ?? definitionOf(path);
  const lastPart = edit.id.slice(edit.id.lastIndexOf('.') + 1);
  const sliceName = lastPart.includes(':') ? lastPart.slice(lastPart.indexOf(':') + 1) : undefined;
  elements.splice(last + 1, 0, { ...structuredClone(model), path, sliceName, slicing: undefined, ...edit });
}

/** `Observation.code.coding` stands in the snapshot of CodeableConcept as `CodeableConcept.coding`. */
function definitionOf(path: string): ElementDefinition | undefined {
  const dot = path.lastIndexOf('.');
  for (const type of [
    'CodeableConcept',
    'Coding',
    'Identifier',
    'Quantity',
    'HumanName',
    'Reference',
    'Extension',
  ]) {
    const found = definitions
      .structure(type)
      ?.snapshot?.element.find(({ id }) => id === type + path.slice(dot));
    if (found) return found;
  }
  return undefined;
}

const shared = new Map<string, StructureDefinition>();
const sharedValidator = validatorOn(shared);

/** Findings of a resource under a profile of its type with these edits. */
export function under(resource: object, edits: Edit[]): string[] {
  const { resourceType } = resource as { resourceType: string };
  const url = `${TEST_PROFILE}-${shared.size}`;
  shared.set(url, profileOf(resourceType, edits, { url }));
  return findings(resource, { profiles: [url] }, sharedValidator);
}

/** A Patient without a fault. */
export function patient(more: object = {}): object {
  return {
    resourceType: 'Patient',
    id: 'p1',
    active: true,
    name: [{ text: '张小禾', family: '张', given: ['小禾'] }],
    gender: 'female',
    birthDate: '2017-05-21',
    ...more,
  };
}

/** An Observation without a fault. */
export function observation(more: object = {}): object {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }], text: '体重' },
    subject: { reference: 'Patient/p1' },
    effectiveDateTime: '2021-05-21T10:15:00+08:00',
    valueQuantity: { value: 20.5, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    ...more,
  };
}

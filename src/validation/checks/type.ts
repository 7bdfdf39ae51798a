// The types a profile leaves to an element: of a choice, or of a resource inside another.

import type { TypeModel } from '../../fhir/elements.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';

export function checkType(allowed: readonly string[], model: TypeModel): ItemCheck {
  const shown = allowed.join(', ');
  const isAllowed = oneOfTypes(allowed, model);
  return (value, _extra, type, visit) => {
    const actual = concreteType(value, type);
    if (isAllowed(actual)) return;
    const diagnostics = `The profile allows the type ${shown} here and not ${actual}: use ${allowed.length > 1 ? 'one of these' : 'it'}.`;
    visit.error('structure', 'type', diagnostics);
  };
}

/** Exactly these: `valueCode` is no string, although a code is one. Of a resource also what derives from it. */
export function oneOfTypes(allowed: readonly string[], model: TypeModel): (actual: string) => boolean {
  const kinds = allowed.filter((type) => type === 'Element' || model.kind(type) === 'resource');
  return (actual) => allowed.includes(actual) || kinds.some((kind) => model.isA(actual, kind));
}

/** `Patient` for a Patient that stands where any resource may. */
export function concreteType(value: unknown, type: string): string {
  if (type !== 'Resource' || !isObject(value)) return type;
  const named = value.resourceType;
  return typeof named === 'string' ? named : type;
}

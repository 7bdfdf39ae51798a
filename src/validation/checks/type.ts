// The types a profile leaves to an element: of a choice, or of a resource inside another.

import type { TypeModel } from '../../fhir/elements.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';

export function checkType(allowed: readonly string[], model: TypeModel): ItemCheck {
  const shown = allowed.join(', ');
  return (value, _extra, type, visit) => {
    const actual = concreteType(value, type);
    if (allowed.some((candidate) => model.isA(actual, candidate))) return;
    const diagnostics = `The profile allows the type ${shown} here and not ${actual}: use ${allowed.length > 1 ? 'one of these' : 'it'}.`;
    visit.error('structure', 'type', diagnostics);
  };
}

/** `Patient` for a Patient that stands where any resource may. */
export function concreteType(value: unknown, type: string): string {
  if (type !== 'Resource' || !isObject(value)) return type;
  const named = value.resourceType;
  return typeof named === 'string' ? named : type;
}

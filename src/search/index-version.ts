// What the entries of a store were made by, as texts that change when other entries would be made. A store whose
// entries were made by something else is indexed anew before they are searched: see src/indexing.

import type { SearchParameterDefinition, SearchParameterType } from '../conformance/definitions.ts';
import type { IndexPlan } from './index-context.ts';

/**
 * Raise a number when the same resource would get other entries of that kind: another way of folding
 * (fhir/fold.ts: string and token, whose :text is folded too), of reading dates, of canonical units …
 */
const INDEX_VERSION: Record<SearchParameterType, number> = {
  number: 1,
  date: 1,
  string: 5,
  token: 3,
  reference: 1,
  quantity: 3,
  uri: 1,
  composite: 4,
  special: 1,
};

/** The same for the reserved entries: owners, compartments, references. */
const RESERVED_VERSION = 1;

/** What stands for the reserved entries among the parameters of a type. */
export const RESERVED_ENTRIES = '*';

/** What makes the entries of a parameter that keeps its own. */
export function indexVersion({ type, expression, targets, components }: SearchParameterDefinition): string {
  const parts = components.map((part) => [part.expression, indexVersion(part.definition)]);
  return JSON.stringify([INDEX_VERSION[type], type, expression, targets, ...parts]);
}

/** What makes the reserved entries of a type. */
export function reservedVersion({ compartments, isCompartment }: IndexPlan): string {
  return JSON.stringify([RESERVED_VERSION, isCompartment, ...compartments]);
}

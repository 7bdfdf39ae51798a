// The definitions that are resources of this server: an immutable value, by `Type/id`. Which kinds take part is said
// here; who follows the store hands in what changed.

import type { JsonObject } from '../fhir/json/tree.ts';

/** Kinds whose resources change what the server does. */
export const DEFINING_TYPES: readonly string[] = [
  'SearchParameter',
  'StructureDefinition',
  'ValueSet',
  'CodeSystem',
  'ConceptMap',
  'Questionnaire',
  'Library',
  'Measure',
];

export type StoredDefinitions = ReadonlyMap<string, JsonObject>;

/** A resource as it stands now; no resource: it is gone. */
export interface DefinitionChange {
  type: string;
  id: string;
  resource?: JsonObject;
}

/** The next value; in order of their names, so that the same definitions make the same server wherever they came from. */
export function changeDefinitions(
  known: StoredDefinitions,
  changes: readonly DefinitionChange[],
): StoredDefinitions {
  const next = new Map(known);
  for (const { type, id, resource } of changes) {
    if (resource) next.set(`${type}/${id}`, resource);
    else next.delete(`${type}/${id}`);
  }
  return new Map([...next].sort(([a], [b]) => (a < b ? -1 : 1)));
}

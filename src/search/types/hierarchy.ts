// :below and :above of references: over the hierarchy that resources of one type form by being part of one another,
// and over the versions or paths of canonical URLs. R4 search.html#recursive, references.html#canonical.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { type FhirError, fhirError } from '../../fhir/error.ts';
import type { ReferenceMatch, Where } from '../../storage/query.ts';
import { badModifier, clip } from './asked.ts';
import type { AskScope } from './search-type.ts';

/** The parameter by which resources of a type are part of others of it, in a strict hierarchy. */
export const PART_OF: Readonly<Record<string, string>> = {
  CarePlan: 'part-of',
  Communication: 'part-of',
  DeviceDefinition: 'parent',
  Encounter: 'part-of',
  Location: 'partof',
  MedicationStatement: 'part-of',
  Organization: 'partof',
  Procedure: 'part-of',
  ResearchStudy: 'partof',
  Specimen: 'parent',
  Task: 'part-of',
};

/**
 * `matches`: what the value stands for as a plain reference, any of which will do. A bare id stands for several
 * types: those without a hierarchy say nothing. Throws FhirError 400 when none has one.
 */
export function hierarchyOf(
  param: string,
  matches: readonly ReferenceMatch[],
  how: 'below' | 'above',
  definition: SearchParameterDefinition,
  scope: AskScope,
): Where[] {
  const wheres = matches.flatMap((match): Where[] => {
    const { type, id, url, version } = match;
    if (url !== undefined) return [{ kind: 'match', param, match: { ...match, how } }];
    if (id === undefined || version !== undefined) return [];
    const types = type === undefined ? Object.keys(PART_OF) : [type];
    return types.flatMap((one): Where[] => {
      const link = linkOf(one, scope);
      return link === undefined ? [] : [{ kind: 'tree', param, type: one, id, link, how }];
    });
  });
  if (wheres.length === 0 && matches.length > 0) throw noHierarchy(matches[0]!, how, definition);
  return wheres;
}

function linkOf(type: string, { definitions }: AskScope): string | undefined {
  const code = Object.hasOwn(PART_OF, type) ? PART_OF[type]! : undefined;
  return code === undefined ? undefined : definitions.searchParameters(type).get(code)?.stored[0]?.param;
}

function noHierarchy(
  { type, version }: ReferenceMatch,
  how: 'below' | 'above',
  definition: SearchParameterDefinition,
): FhirError {
  if (version !== undefined) {
    const text = `:${how} takes a reference without a version: a hierarchy is made of current resources.`;
    return fhirError('invalid', text, { code: 'value' });
  }
  if (!definition.targets.some((target) => Object.hasOwn(PART_OF, target)))
    return badModifier(definition, how, ['identifier', '[type]']);
  return fhirError(
    'invalid',
    `There is nothing ${how} a ${clip(type ?? 'resource')}: ${definition.code} knows a hierarchy of ${definition.targets
      .filter((target) => Object.hasOwn(PART_OF, target))
      .join(', ')}.`,
    { code: 'not-supported' },
  );
}

// From the name in a request to a definition, or to a refusal that helps.

import type { Definitions, SearchParameterDefinition } from '../conformance/definitions.ts';
import { type FhirError, fhirError } from '../fhir/error.ts';
import { nearestName } from './nearest.ts';
import { clip } from './types/asked.ts';
import { searchTypeOf } from './types/index.ts';
import type { AskScope, SearchType } from './types/search-type.ts';

/** Kept by the store itself: every type has them, whatever the definitions say. */
export const STORE_PARAMETERS: ReadonlySet<string> = new Set(['_id', '_lastUpdated']);

const RETRY_AFTER_S = 5;

export interface FoundParameter {
  definition: SearchParameterDefinition;
  type: SearchType;
}

/**
 * Throws FhirError 400 with code not-supported when the parameter is unknown or has no meaning here, 503 while its entries are
 * not all there.
 */
export function findParameter(code: string, resourceType: string, scope: AskScope): FoundParameter {
  const definition = scope.definitions.searchParameters(resourceType).get(code);
  if (!definition) throw unknownParameter(code, resourceType, scope.definitions);
  const type = searchTypeOf(definition);
  if (!type || definition.stored.length === 0) throw notAskable(definition);
  const percent = scope.percentBuilt?.(definition);
  if (percent !== undefined) throw notBuilt(definition, percent);
  return { definition, type };
}

/** Half an index would find half of the resources, so that nothing is found by it until it is whole. */
function notBuilt({ code, resourceType }: SearchParameterDefinition, percent: number): FhirError {
  return fhirError(
    'unavailable',
    `The index for the search parameter ${code} of ${resourceType} is being built (${percent} %). Search by it once it is complete; all else is answered.`,
    { code: 'incomplete' },
    RETRY_AFTER_S,
  );
}

export function unknownParameter(code: string, resourceType: string, definitions: Definitions): FhirError {
  const known = [...definitions.searchParameters(resourceType).keys()];
  const nearest = nearestName(code, known);
  const hint =
    nearest === undefined
      ? 'See the CapabilityStatement at /metadata for those there are.'
      : `Did you mean "${nearest}"?`;
  return fhirError('invalid', `${resourceType} has no search parameter "${clip(code)}". ${hint}`, {
    code: 'not-supported',
  });
}

export function notAskable(definition: SearchParameterDefinition): FhirError {
  if (definition.code === '_query') {
    const text =
      'This server defines no named queries, so that _query has nothing to name. Ask with search parameters or _filter.';
    return fhirError('invalid', text, { code: 'not-supported' });
  }
  return fhirError(
    'invalid',
    `The search parameter ${definition.code} of ${definition.resourceType} looks at no element of its own, so that it has no values here. The CapabilityStatement at /metadata lists those that have.`,
    { code: 'not-supported' },
  );
}

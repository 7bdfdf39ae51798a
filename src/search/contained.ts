// Searches that also find contained resources, or only them: _contained and _containedType.
// R4 search.html#contained.

import { fhirError } from '../fhir/error.ts';
import type { Query, SortKey, Where } from '../storage/query.ts';
import { clip } from './types/asked.ts';
import { anyOf } from './where.ts';

/** `_contained`: undefined for false. */
export type Contained = 'only' | 'both';
/** `_containedType`: what is answered, the resource around it or the contained one itself. */
export type ContainedType = 'container' | 'contained';

/** Throws FhirError 400. */
export function parseContained(value: string): Contained | undefined {
  if (value === 'false') return undefined;
  if (value === 'true') return 'only';
  if (value === 'both') return 'both';
  throw badChoice('_contained', value, 'false, true or both');
}

/** Throws FhirError 400. */
export function parseContainedType(value: string): ContainedType {
  if (value === 'container' || value === 'contained') return value;
  throw badChoice('_containedType', value, 'container or contained');
}

/** The same question, of contained resources too. `everyType`: whatever may be a container. Throws FhirError 400. */
export function askContained(
  asked: { types: string[]; where: Where; sort: readonly SortKey[] },
  contained: Contained | undefined,
  as: ContainedType,
  everyType: Iterable<string>,
): Pick<Query, 'types' | 'where' | 'contained'> {
  const { types, where, sort } = asked;
  if (!contained) return { types, where };
  if (as === 'contained') return { types, where, contained };
  if (sort.some((key) => key.by === 'param')) {
    throw fhirError(
      'invalid',
      'Containers have no values of what they contain to be sorted by. Sort by _id or _lastUpdated, or ask for _containedType=contained.',
      { code: 'not-supported' },
    );
  }
  const container: Where = { kind: 'contains', types, where };
  const either: Where =
    contained === 'only' ? container : anyOf([{ kind: 'typed', types, where }, container]);
  return { types: [...everyType], where: either };
}

function badChoice(name: string, value: string, choice: string) {
  return fhirError('invalid', `${name} is "${clip(value)}", but it must be ${choice}.`, { code: 'value' });
}

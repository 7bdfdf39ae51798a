// What the kinds share on the asking side: conditions over the stored parameters, and refusals.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { type FhirError, fhirError } from '../../fhir/error.ts';
import type { Match, Where } from '../../storage/query.ts';
import { anyOf } from '../where.ts';

/** Some entry of the parameter satisfies one of the matches, wherever its facts are kept. */
export function matchAny(definition: SearchParameterDefinition, matches: Match[], suffix = ''): Where {
  return anyOf(
    definition.stored.flatMap(({ param }) =>
      matches.map((match): Where => ({ kind: 'match', param: param + suffix, match })),
    ),
  );
}

export function badValue(definition: { code: string }, text: string, want: string): FhirError {
  return fhirError(
    'invalid',
    `The value "${clip(text)}" of the search parameter ${definition.code} is not usable: ${want}`,
    {
      code: 'value',
    },
  );
}

export function badModifier(
  definition: SearchParameterDefinition,
  modifier: string,
  known: readonly string[],
): FhirError {
  const offered = [...known.map((name) => `:${name}`), ':missing'].join(', ');
  return fhirError(
    'invalid',
    `The modifier :${clip(modifier)} does not belong to the ${definition.type} search parameter ${definition.code}. Use one of ${offered}, or none.`,
    { code: 'not-supported' },
  );
}

export function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

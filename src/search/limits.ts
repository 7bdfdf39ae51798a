// What the author of a search parameter leaves to callers: comparators, modifiers, chains, alternatives.
// R4 searchparameter.html; the parameters of FHIR itself say no limits here.

import type { SearchParameterDefinition } from '../conformance/definitions.ts';
import { fhirError } from '../fhir/error.ts';
import type { SearchName } from './parse-name.ts';
import { badModifier, badValue } from './types/asked.ts';

const COMPARATOR = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[-+.\d])/;
const COMPARED = new Set(['date', 'number', 'quantity']);

/** Throws FhirError 400. */
export function keepWithinLimits(
  definition: SearchParameterDefinition,
  modifier: string | undefined,
  alternatives: readonly string[],
): void {
  const { limits, type } = definition;
  if (!limits) return;
  const { modifiers, comparators } = limits;
  if (modifiers && modifier !== undefined && !modifiers.includes(modifier))
    throw badModifier(definition, modifier, modifiers);
  if (limits.multipleOr === false && alternatives.length > 1)
    throw badValue(definition, alternatives.join(','), 'it takes one value, without commas.');
  if (!comparators || !COMPARED.has(type) || modifier === 'missing') return;
  for (const text of alternatives) {
    const used = COMPARATOR.exec(text)?.[1] ?? 'eq';
    if (!comparators.includes(used)) {
      const want = `it is compared with ${comparators.join(', ') || 'nothing'} only.`;
      throw badValue(definition, text, want);
    }
  }
}

/** Throws FhirError 400. */
export function keepWithinChains({ code, limits }: SearchParameterDefinition, next: SearchName): void {
  const name = next.kind === 'has' ? '_has' : next.code;
  if (!limits?.chains || limits.chains.includes(name)) return;
  throw fhirError(
    'invalid',
    `The chain ${code}.${name} is not among those that its SearchParameter allows: ${limits.chains.join(', ')}.`,
    { code: 'not-supported' },
  );
}

// One criterion of a search, name and value, as a condition on one resource type. Commas are OR; chains and
// _has go through references. R4 search.html#combining, #chaining, #has, #modifiers.

import { fhirError } from '../fhir/error.ts';
import type { Where } from '../storage/query.ts';
import { findParameter, STORE_PARAMETERS } from './find-parameter.ts';
import { followChain, followHas } from './follow.ts';
import { keepWithinLimits } from './limits.ts';
import { missing } from './missing.ts';
import type { SearchName } from './parse-name.ts';
import { isSpecialCriterion, parseSpecial } from './special-criteria.ts';
import { splitValue } from './split.ts';
import { parseStoreParameter } from './store-parameters.ts';
import { badValue } from './types/asked.ts';
import type { AskScope } from './types/search-type.ts';
import { anyOf, not } from './where.ts';

/** OR parts of one value at most. */
export const ALTERNATIVES_MAX = 1000;
/** Those that are compared are tests of their own in the store, not one list. */
const COMPARED_MAX = 200;
const COMPARED: ReadonlySet<string> = new Set(['number', 'date', 'quantity', 'composite']);
/** Characters of one of them at most. */
const VALUE_MAX = 100_000;

/** Throws FhirError 400. `value` has at least one part that is not empty. */
export function parseCriterion(
  name: SearchName,
  value: string,
  resourceType: string,
  scope: AskScope,
): Where {
  switch (name.kind) {
    case 'plain':
      return parsePlain(name.code, name.modifier, value, resourceType, scope);
    case 'chain':
      return followChain(name, resourceType, scope, (type) => parseCriterion(name.rest, value, type, scope));
    case 'has':
      return followHas(name, resourceType, scope, (type) => parseCriterion(name.rest, value, type, scope));
  }
}

function parsePlain(
  code: string,
  modifier: string | undefined,
  value: string,
  resourceType: string,
  scope: AskScope,
): Where {
  if (isSpecialCriterion(code)) return parseSpecial(code, modifier, value, resourceType, scope);
  const alternatives = splitValue(value, ',').filter((part) => part !== '');
  if (STORE_PARAMETERS.has(code)) {
    keepWithin(ALTERNATIVES_MAX, code, alternatives);
    return parseStoreParameter(code, modifier, alternatives, scope);
  }
  const { definition, type } = findParameter(code, resourceType, scope);
  keepWithin(COMPARED.has(definition.type) ? COMPARED_MAX : ALTERNATIVES_MAX, code, alternatives);
  keepWithinLimits(definition, modifier, alternatives);
  if (modifier === 'missing') {
    const isMissing = missing(definition.type, definition.stored);
    if (value === 'true') return isMissing;
    if (value === 'false') return not(isMissing);
    throw badValue(definition, value, ':missing takes true or false.');
  }
  const wheres = alternatives.map((text) => type.parse(text, modifier, definition, scope));
  // "not in the given set": several values of :not exclude all of them.
  const excludes = modifier === 'not' || modifier === 'not-in';
  return excludes ? not(anyOf(wheres.map(not))) : anyOf(wheres);
}

function keepWithin(most: number, code: string, alternatives: readonly string[]): void {
  if (alternatives.length > most) {
    const text = `The search parameter ${code} has ${alternatives.length} alternatives; at most ${most} are allowed. Ask in parts.`;
    throw fhirError('invalid', text, { code: 'too-costly' });
  }
  if (alternatives.some((part) => part.length > VALUE_MAX)) {
    const text = `A value of the search parameter ${code} is longer than ${VALUE_MAX} characters, the most that is looked for.`;
    throw fhirError('invalid', text, { code: 'too-costly' });
  }
}

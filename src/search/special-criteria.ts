// Criteria that look at no search parameter of their own: a List, the text of a resource, a whole expression.
// R4 search.html#list, #content, #filter.

import { fhirError } from '../fhir/error.ts';
import type { Where } from '../storage/query.ts';
import { compileFilter } from './filter/compile-filter.ts';
import { parseFilter } from './filter/parse-filter.ts';
import { parseListMembers } from './list-members.ts';
import { splitValue, unescapeValue } from './split.ts';
import { parseTextQuery } from './text-query.ts';
import { clip } from './types/asked.ts';
import type { AskScope } from './types/search-type.ts';
import { anyOf } from './where.ts';

type Special = (value: string, resourceType: string, scope: AskScope) => Where;

const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['_list', (value, _type, scope) => anyOfParts(value, (text) => parseListMembers(text, scope))],
  ['_text', (value, _type, scope) => textOf(value, 'narrative', '_text', scope)],
  ['_content', (value, _type, scope) => textOf(value, 'content', '_content', scope)],
  // A comma has no meaning of its own in a filter.
  ['_filter', (value, type, scope) => compileFilter(parseFilter(value), type, scope)],
]);

export const SPECIAL_CRITERIA: readonly string[] = [...SPECIAL.keys()];

export function isSpecialCriterion(code: string): boolean {
  return SPECIAL.has(code);
}

/** Throws FhirError 400. */
export function parseSpecial(
  code: string,
  modifier: string | undefined,
  value: string,
  resourceType: string,
  scope: AskScope,
): Where {
  if (modifier !== undefined) {
    const text = `The modifier :${clip(modifier)} does not belong to ${code}. Ask without it.`;
    throw fhirError('invalid', text, { code: 'not-supported' });
  }
  return SPECIAL.get(code)!(value, resourceType, scope);
}

function textOf(value: string, of: 'narrative' | 'content', code: string, scope: AskScope): Where {
  if (scope.decidesWrite) {
    const text = `${code} cannot decide about a write: it looks into every resource. Use a search parameter.`;
    throw fhirError('invalid', text, { code: 'too-costly' });
  }
  return anyOfParts(value, (text) => parseTextQuery(text, of, code));
}

function anyOfParts(value: string, parse: (text: string) => Where): Where {
  const parts = splitValue(value, ',').filter((part) => part !== '');
  return anyOf(parts.map((part) => parse(unescapeValue(part))));
}

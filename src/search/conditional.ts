// The criteria of If-None-Exist and of conditional references: a search whose answer decides about a write, so
// that nothing in it may be left out or be without effect. R4 http.html#ccreate, #trules.

import { parseQueryString } from '../fhir/query-string.ts';
import type { Where } from '../storage/query.ts';
import { parseSearch } from './parse.ts';
import type { SearchContext } from './search-context.ts';

/** `query` without type and question mark: `identifier=a|b&birthdate=2020`. Throws FhirError 400. */
export function parseCondition(type: string, query: string, context: SearchContext): Where {
  const parameters = parseQueryString(query);
  return parseSearch({ types: [type], parameters, handling: 'strict', condition: true, context }).where;
}

// The criteria of If-None-Exist and of conditional references: a search whose answer decides about a write, so
// that nothing in it may be left out or be without effect. R4 http.html#ccreate, #transaction.

import { FhirError, fhirError } from '../fhir/error.ts';
import type { Where } from '../storage/query.ts';
import { parseSearch } from './parse.ts';
import { parseQueryString } from './query-string.ts';
import { isForTheDoor, isResultParameter } from './result-parameters.ts';
import type { SearchContext } from './search-context.ts';
import { clip } from './types/asked.ts';

/** `query` without the question mark or type: `identifier=a|b&birthdate=2020`. Throws FhirError 400. */
export function parseCondition(type: string, query: string, context: SearchContext): Where {
  const parameters = parseQueryString(query);
  for (const [name] of parameters) {
    if (isForTheDoor(name) || isResultParameter(name)) {
      throw fhirError(
        'invalid',
        `${clip(name)} cannot be part of a condition. A condition holds criteria only.`,
      );
    }
  }
  const { where, used } = parseSearch({ types: [type], parameters, handling: 'strict', context });
  if (used.length === 0) {
    throw new FhirError('invalid', [
      {
        severity: 'error',
        code: 'required',
        diagnostics: `The condition "${clip(query)}" has no criterion: it would fit every ${type}.`,
      },
    ]);
  }
  return where;
}

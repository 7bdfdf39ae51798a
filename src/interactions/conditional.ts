// Conditions that decide about a write: If-None-Exist, conditional references, and the criteria of conditional
// updates, deletes and patches. R4 http.html#ccreate, #cond-update, #trules.

import { type FhirError, fhirError } from '../fhir/error.ts';
import { formatQueryString } from '../fhir/query-string.ts';
import { parseCondition } from '../search/conditional.ts';
import type { Expect, Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { FhirRequest } from './request.ts';
import { understood } from './understood.ts';
import type { View } from './view.ts';

/** So many are counted for the message that says how many fit. */
const COUNTED = 20;

/**
 * `condition` is `a=b&c=d`, also behind `Type?`. Keys: up to a few more than `atMost`; `expect` holds the commit to
 * what was found. Throws 412 when there is no condition at all, 400 when it cannot be understood.
 */
export async function findAll(
  type: string,
  condition: string,
  name: string,
  view: View,
  context: Context,
  atMost = 1,
): Promise<{ keys: Key[]; expect: Expect }> {
  const query = condition.replace(/^[^?]*\?/, '');
  if (query.trim() === '') {
    throw fhirError(
      'precondition-failed',
      `${name} holds no condition. Give at least one search parameter, e.g. identifier=system|value.`,
      { code: 'invalid' },
    );
  }
  const where = await understood((searchContext) => parseCondition(type, query, searchContext), context);
  const { keys, stored } = await view.find([type], where, atMost + COUNTED);
  return { keys, expect: { types: [type], where, keys: stored } };
}

/** The one resource that the criteria of the request's URL find, if any. Throws 412 for several. */
export async function findOne(
  request: FhirRequest,
  type: string,
  view: View,
  context: Context,
): Promise<{ key: Key | undefined; expect: Expect }> {
  const { keys, expect } = await findAll(
    type,
    criteriaOf(request),
    `A conditional ${request.method}`,
    view,
    context,
  );
  if (keys.length > 1) throw severalMatches('The criteria', type, keys);
  return { key: keys[0], expect };
}

/** The criteria in the URL, without what is the door's. */
export function criteriaOf({ query }: FhirRequest): string {
  return formatQueryString(query.filter(([name]) => name !== '_format' && name !== '_pretty'));
}

/** `what` is the subject of the sentence: "If-None-Exist", "The criteria". */
export function severalMatches(what: string, type: string, keys: Key[]): FhirError {
  const number = keys.length > COUNTED ? `more than ${COUNTED}` : keys.length;
  return fhirError(
    'precondition-failed',
    `${what} find ${number} ${type}, not one. Make the condition narrower.`,
    {
      code: 'multiple-matches',
    },
  );
}

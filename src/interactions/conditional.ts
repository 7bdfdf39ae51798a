// Conditions that decide about a write: If-None-Exist and conditional references. R4 http.html#ccreate, #trules.

import { fhirError } from '../fhir/error.ts';
import { parseCondition } from '../search/conditional.ts';
import type { Expect, Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { View } from './view.ts';

/**
 * `condition` is `a=b&c=d`, also behind `Type?`. At most two keys are looked up: none, one, or too many is all
 * that matters; `expect` holds the commit to it. Throws 412 when there is no condition at all, 400 when it cannot be understood.
 */
export async function findByCondition(
  type: string,
  condition: string,
  name: string,
  view: View,
  context: Context,
): Promise<{ keys: Key[]; expect: Expect }> {
  const query = condition.replace(/^[^?]*\?/, '');
  if (query.trim() === '') {
    throw fhirError(
      'precondition-failed',
      `${name} holds no condition. Give at least one search parameter, e.g. identifier=system|value.`,
      { code: 'invalid' },
    );
  }
  const where = parseCondition(type, query, context.searchContext);
  const { keys, stored } = await view.find([type], where, 2);
  return { keys, expect: { types: [type], where, keys: stored } };
}

// Conditions that decide about a write: If-None-Exist and conditional references. Always strict: a parameter
// that is not understood must not widen them. R4 http.html#ccreate, #trules.

import { fhirError } from '../fhir/error.ts';
import { parseSearch } from '../search/parse.ts';
import type { Where } from '../storage/query.ts';
import type { Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { View } from './view.ts';

/** At most two keys are looked up: none, one, or too many is all that matters. */
export async function findByCondition(
  type: string,
  condition: string,
  name: string,
  view: View,
  context: Context,
): Promise<{ where: Where; keys: Key[] }> {
  const where = parseCondition(type, condition, name, context);
  return { where, keys: await view.find([type], where, 2) };
}

function parseCondition(type: string, condition: string, name: string, context: Context): Where {
  const text = condition.replace(/^[^?]*\?/, '');
  const parameters = [...new URLSearchParams(text)];
  if (parameters.every(([, value]) => value === '')) {
    throw fhirError(
      'precondition-failed',
      `${name} holds no condition. Give at least one search parameter with a value, e.g. identifier=system|value.`,
      { code: 'invalid' },
    );
  }
  const { definitions, settings, local } = context;
  const parsed = parseSearch({
    types: [type],
    parameters,
    definitions,
    context: { timeZone: settings.timeZone, local },
    handling: 'strict',
    condition: true,
  });
  return parsed.where;
}

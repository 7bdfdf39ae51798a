// DELETE [type]/[id]: a tombstone; the history stays. R4 http.html#delete.

import { authorize } from '../authorization/policy.ts';
import type { Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { Plan } from './plan.ts';
import type { FhirRequest } from './request.ts';
import { ifMatch } from './update.ts';
import type { View } from './view.ts';

/** What is not there, or gone already, is deleted without a new version. */
export async function planDelete(
  request: FhirRequest,
  key: Key,
  view: View,
  context: Context,
): Promise<Plan> {
  authorize(context.principal, 'delete', key.type);
  const [current] = await view.read([key]);
  const expects = ifMatch(request, key, current);
  if (!current || current.deleted) return { key, expects };
  return { key, change: { method: 'DELETE', current }, expects: [...expects, { key, version: 'present' }] };
}

// POST [type]: a new resource under a new id, unless If-None-Exist finds one. R4 http.html#create, #ccreate.

import { authorize } from '../authorization/policy.ts';
import type { Key } from '../storage/store.ts';
import { bodyOf } from './body.ts';
import { findAll, severalMatches } from './conditional.ts';
import type { Context } from './context.ts';
import type { Plan } from './plan.ts';
import type { FhirRequest } from './request.ts';
import type { View } from './view.ts';

/** `id` is given anew when absent. Throws 412 when the condition finds several. */
export async function planCreate(
  request: FhirRequest,
  type: string,
  view: View,
  context: Context,
  id: string = context.newId(),
): Promise<Plan> {
  authorize(context.principal, 'create', type);
  const body = bodyOf(request, type);
  const condition = request.headers['if-none-exist'];
  const key: Key = { type, id };
  if (condition === undefined) return { key, change: { method: 'POST', body }, expects: [] };

  const { keys, expect } = await findAll(type, condition, 'If-None-Exist', view, context);
  if (keys.length > 1) throw severalMatches('If-None-Exist', type, keys);
  const [found] = keys;
  if (!found) return { key, change: { method: 'POST', body }, expects: [expect] };
  const [standing] = await view.read([found]);
  return { key: found, expects: [expect], standing };
}

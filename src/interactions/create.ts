// POST [type]: a new resource under a new id, unless If-None-Exist finds one. R4 http.html#create, #ccreate.

import { authorize } from '../authorization/policy.ts';
import { fhirError } from '../fhir/error.ts';
import type { Key } from '../storage/store.ts';
import { bodyOf } from './body.ts';
import { findByCondition } from './conditional.ts';
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

  const { keys, expect } = await findByCondition(type, condition, 'If-None-Exist', view, context);
  if (keys.length > 1) {
    throw fhirError(
      'precondition-failed',
      `If-None-Exist finds more than one ${type}. Make the condition narrower.`,
      {
        code: 'multiple-matches',
      },
    );
  }
  const [found] = keys;
  if (!found) return { key, change: { method: 'POST', body }, expects: [expect] };
  const [standing] = await view.read([found]);
  return { key: found, expects: [expect], standing };
}

// One write, whichever it is, as plans: the same for a request of its own and for an entry of a transaction.

import { fhirError } from '../fhir/error.ts';
import { findOne } from './conditional.ts';
import { planConditionalDelete } from './conditional-delete.ts';
import { planConditionalUpdate } from './conditional-update.ts';
import type { Context } from './context.ts';
import { planCreate } from './create.ts';
import { planDelete } from './delete.ts';
import { planPatch } from './patch/plan-patch.ts';
import type { Plan } from './plan.ts';
import type { FhirRequest } from './request.ts';
import type { WriteRoute } from './route.ts';
import { planUpdate } from './update.ts';
import type { View } from './view.ts';

/** `newId` is for what is created without an id; it stays the same when everything is planned again. */
export async function planWrite(
  request: FhirRequest,
  route: WriteRoute,
  newId: string,
  view: View,
  context: Context,
): Promise<Plan[]> {
  switch (route.interaction) {
    case 'create':
      return [await planCreate(request, route.type, view, context, newId)];
    case 'update':
      return [await planUpdate(request, { type: route.type, id: route.id }, view, context)];
    case 'delete':
      return [await planDelete(request, { type: route.type, id: route.id }, view, context)];
    case 'patch':
      return [await planPatch(request, { type: route.type, id: route.id }, view, context)];
    case 'conditional-update':
      return [await planConditionalUpdate(request, route.type, view, context, newId)];
    case 'conditional-delete':
      return planConditionalDelete(request, route.type, view, context);
    case 'conditional-patch':
      return [await planConditionalPatch(request, route.type, view, context)];
  }
}

/** R4 http.html#patch: the criteria must find one. */
async function planConditionalPatch(
  request: FhirRequest,
  type: string,
  view: View,
  context: Context,
): Promise<Plan> {
  const { key, expect } = await findOne(request, type, view, context);
  if (!key) throw fhirError('not-found', `The criteria find no ${type} to patch.`);
  const plan = await planPatch(request, key, view, context);
  return { ...plan, expects: [expect, ...plan.expects] };
}

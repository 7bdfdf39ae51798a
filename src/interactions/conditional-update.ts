// PUT [type]?criteria: updates the one that fits, or creates it. R4 http.html#cond-update.

import { authorize } from '../authorization/policy.ts';
import { fhirError } from '../fhir/error.ts';
import type { Expect, Key, Version } from '../storage/store.ts';
import { bodyOf } from './body.ts';
import { findOne } from './conditional.ts';
import type { Context } from './context.ts';
import { keepLabels } from './keep-labels.ts';
import type { Plan } from './plan.ts';
import type { FhirRequest, ResourceBody } from './request.ts';
import { ifMatch, ifNoneMatch } from './update.ts';
import type { View } from './view.ts';

/** Throws 412 when several fit, 400 when the one that fits has another id, 409 when the body's id is taken. */
export async function planConditionalUpdate(
  request: FhirRequest,
  type: string,
  view: View,
  context: Context,
  newId: string,
): Promise<Plan> {
  authorize(context.principal, 'update', type);
  const body = bodyOf(request, type);
  const { key, expect } = await findOne(request, type, view, context);
  if (key) return updateFound(request, key, body, view, expect);
  authorize(context.principal, 'create', type);
  return createUnderId(request, { type, id: body.resource.id ?? newId }, body, view, expect);
}

async function updateFound(
  request: FhirRequest,
  key: Key,
  body: ResourceBody,
  view: View,
  expect: Expect,
): Promise<Plan> {
  if (body.resource.id !== undefined && body.resource.id !== key.id) {
    throw fhirError(
      'invalid',
      `The criteria find ${key.type}/${key.id}, but the body has another id. Leave the id out.`,
      {
        expression: `${key.type}.id`,
      },
    );
  }
  const [current] = await view.read([key]);
  return {
    key,
    change: { method: 'PUT', body: keepLabels(body, current), current },
    expects: [expect, ...conditions(request, key, current)],
  };
}

async function createUnderId(
  request: FhirRequest,
  key: Key,
  body: ResourceBody,
  view: View,
  expect: Expect,
): Promise<Plan> {
  const [current] = await view.read([key]);
  if (current && !current.deleted) {
    throw fhirError(
      'conflict',
      `The criteria find nothing, but ${key.type}/${key.id} exists. Correct the criteria or the id.`,
    );
  }
  const expects: Expect[] = [expect, { key, version: 'absent' }, ...conditions(request, key, current)];
  return { key, change: { method: 'PUT', body, current }, expects };
}

function conditions(request: FhirRequest, key: Key, current: Version | undefined): Expect[] {
  return [...ifMatch(request, key, current), ...ifNoneMatch(request, key, current)];
}

// PUT [type]/[id]: a new version, or the first one under an id the client chose. R4 http.html#update, #upsert.

import { authorize } from '../authorization/policy.ts';
import { fhirError } from '../fhir/error.ts';
import type { Expect, Key, Version } from '../storage/store.ts';
import { bodyOf } from './body.ts';
import type { Context } from './context.ts';
import { etagOf, parseEtags } from './etag.ts';
import { keepLabels } from './keep-labels.ts';
import type { Plan } from './plan.ts';
import type { FhirRequest } from './request.ts';
import type { View } from './view.ts';

/** Throws 412 when If-Match or If-None-Match is not met, 400 when the ids differ. */
export async function planUpdate(
  request: FhirRequest,
  key: Key,
  view: View,
  context: Context,
): Promise<Plan> {
  authorize(context.principal, 'update', key.type);
  const body = bodyOf(request, key.type);
  if (body.resource.id === undefined) {
    throw fhirError('invalid', `The body has no id. An update carries the id of its URL: "id":"${key.id}".`, {
      expression: `${key.type}.id`,
      code: 'required',
    });
  }
  if (body.resource.id !== key.id) {
    throw fhirError('invalid', `The URL says id ${key.id}, the body another one. They must be the same.`, {
      expression: `${key.type}.id`,
    });
  }
  const [current] = await view.read([key]);
  return {
    key,
    change: { method: 'PUT', body: keepLabels(body, current), current },
    expects: [...ifMatch(request, key, current), ...ifNoneMatch(request, key, current)],
  };
}

/** What If-Match asks of the commit. Throws 412 when it is not met now. R4 http.html#concurrency. */
export function ifMatch(request: FhirRequest, key: Key, current: Version | undefined): Expect[] {
  const header = request.headers['if-match'];
  if (header === undefined) return [];
  const tags = parseEtags(header, 'If-Match');
  const live = current && !current.deleted ? current : undefined;
  if (!live || (tags !== '*' && !tags.includes(String(live.version)))) {
    throw fhirError(
      'precondition-failed',
      live
        ? `${key.type}/${key.id} is at version ${etagOf(live.version)}, not at ${header.slice(0, 80)}. Read it again and repeat the change.`
        : `${key.type}/${key.id} does not exist, so If-Match cannot be met.`,
    );
  }
  return [{ key, version: tags === '*' ? 'present' : live.version }];
}

/** `If-None-Match: *` lets a PUT create only. */
export function ifNoneMatch(request: FhirRequest, key: Key, current: Version | undefined): Expect[] {
  const header = request.headers['if-none-match'];
  if (header === undefined) return [];
  const tags = parseEtags(header, 'If-None-Match');
  const live = current && !current.deleted ? current : undefined;
  if (live && (tags === '*' || tags.includes(String(live.version)))) {
    throw fhirError(
      'precondition-failed',
      `${key.type}/${key.id} exists already, at version ${etagOf(live.version)}.`,
    );
  }
  return [{ key, version: live ? live.version : 'absent' }];
}

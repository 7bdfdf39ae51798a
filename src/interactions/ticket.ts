// Idempotency-Key: the client's own name of a request, so that sending it twice does it once.
// IETF draft-ietf-httpapi-idempotency-key-header.

import { createHash } from 'node:crypto';
import type { Context } from './context.ts';
import type { FhirRequest } from './request.ts';

export interface Ticket {
  /** Transaction id. */
  id: string;
  /** Hash of the request: the same key with another request is refused. */
  digest: string;
}

/** Keys are the caller's own: two callers may use the same. undefined: the request has none. */
export function ticketOf(request: FhirRequest, context: Context): Ticket | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key.trim() === '') return undefined;
  const asked = [
    request.method,
    request.path,
    request.query,
    request.headers['if-none-exist'] ?? '',
    request.body?.text,
    ...(request.patch ? [request.patch.text] : []),
    ...(request.xmlPatch !== undefined ? [request.xmlPatch] : []),
    ...(request.body?.content ? [request.body.content.hash] : []),
  ];
  return {
    id: `${context.principal.name}:${key.trim().slice(0, 200)}`,
    digest: createHash('sha256').update(JSON.stringify(asked)).digest('hex'),
  };
}

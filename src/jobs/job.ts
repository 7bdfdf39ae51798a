// One request that is answered later: what is kept of it, and how it becomes a request again.

import type { Principal } from '../authorization/principal.ts';
import { parseJson } from '../fhir/json/parse.ts';
import { resourceBody } from '../interactions/body.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';

export interface Job {
  id: string;
  /** Number of the cells that hold its texts: used again when the job is gone. */
  slot: number;
  /** coming: its body is not there yet; cancelled: to be cleared away by who does the work. */
  state: 'coming' | 'waiting' | 'running' | 'done' | 'cancelled';
  /** Who asked, with the rights that he had then: after a restart those count that he has by then. */
  principal: Principal;
  request: Omit<FhirRequest, 'body'>;
  hasBody: boolean;
  /** Milliseconds. */
  createdAt: number;
  endedAt?: number;
  /** Of the answer, when it is done; its body is in a cell. */
  answer?: Omit<FhirResponse, 'body'> & { hasBody: boolean };
}

/** What of the headers counts for the answer. */
const KEPT = ['prefer', 'if-match', 'if-none-exist', 'idempotency-key'];

export function jobOf(
  request: FhirRequest,
  principal: Principal,
  given: { id: string; slot: number; now: number },
): Job {
  const { method, path, query, headers, body } = request;
  const kept = Object.fromEntries(KEPT.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
  // Whatever happens to this process, what the job has written it will not write again.
  kept['idempotency-key'] ??= `async-${given.id}`;
  return {
    id: given.id,
    slot: given.slot,
    state: 'waiting',
    principal,
    request: { method, path, query, headers: kept },
    hasBody: body !== undefined,
    createdAt: given.now,
  };
}

export function requestOf({ request }: Job, body: string | undefined): FhirRequest {
  return body === undefined ? request : { ...request, body: resourceBody(parseJson(body)) };
}

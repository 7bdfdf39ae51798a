// Any failure as status and OperationOutcome: the one place that decides both, for HTTP and batch entries.
// An unknown error shows a reference number outside and its details in the log.

import { FhirError, fhirError } from '../fhir/error.ts';
import { outcomeText } from '../fhir/outcome.ts';
import { withSection } from '../fhir/sections.ts';
import {
  BadCursor,
  BlobMissing,
  ContentsTooLarge,
  IdReused,
  QueryTooLarge,
  StoreFull,
  StoreTimeout,
  StoreUnavailable,
} from '../storage/errors.ts';
import type { FhirResponse, Tell } from './request.ts';

export interface FailureLog {
  requestId: string;
  note(message: string, details: Record<string, unknown>): void;
  tell?: Tell | undefined;
}

export function failureResponse(error: unknown, log: FailureLog): FhirResponse {
  const failure = toFhirError(error, log);
  const headers: Record<string, string> = {};
  if (failure.retryAfterS !== undefined) headers['Retry-After'] = String(failure.retryAfterS);
  if (failure.kind === 'method-not-allowed') {
    const allowed = /Allowed: ([A-Z, ]+)\./.exec(failure.message)?.[1];
    if (allowed) headers.Allow = allowed;
  }
  const issues = log.tell?.(failure.issues) ?? failure.issues;
  return {
    status: failure.status,
    headers,
    body: outcomeText(issues.map((issue) => withSection(issue, failure.kind))),
  };
}

function toFhirError(error: unknown, log: FailureLog): FhirError {
  if (error instanceof FhirError) return error;
  if (error instanceof StoreUnavailable) {
    log.note('store unavailable', { error: error.message });
    return fhirError(
      'unavailable',
      'The store takes no more work at the moment. Try again shortly.',
      {},
      error.retryAfterS ?? 5,
    );
  }
  if (error instanceof StoreFull) {
    log.note('store full', { error: error.message });
    return fhirError('full', 'The disk of this server is full. Nothing was stored; reading goes on.', {}, 60);
  }
  if (error instanceof StoreTimeout) {
    return fhirError(
      'unavailable',
      'This search takes too long and was given up. Make it narrower, e.g. by a subject, a code or a date; ask without _total=accurate, and sort by one key. Or try again when there is less to do.',
      { code: 'timeout' },
      5,
    );
  }
  if (error instanceof QueryTooLarge) {
    const text = 'This search holds more values than can be asked at once. Ask in parts.';
    return fhirError('invalid', text, { code: 'too-costly' });
  }
  if (error instanceof IdReused) {
    return fhirError(
      'unprocessable',
      'This Idempotency-Key was used for another request. Use a new key for new content.',
      {
        code: 'duplicate',
      },
    );
  }
  if (error instanceof BlobMissing)
    return fhirError('conflict', 'The content of a Binary was erased meanwhile. Try again.');
  if (error instanceof ContentsTooLarge) {
    return fhirError(
      'invalid',
      'What is asked for holds more content than one answer can. Ask for fewer with _count, or read each Binary by itself, not as FHIR.',
      { code: 'too-costly' },
    );
  }
  if (error instanceof BadCursor) return fhirError('invalid', error.message);
  log.note('unexpected error', {
    requestId: log.requestId,
    error: error instanceof Error ? error.stack : String(error),
  });
  return fhirError('exception', `Something went wrong on this server. It is noted under ${log.requestId}.`);
}

// A failure that ends the request. Its kind decides the HTTP status, in one table (R4 http.html#Status-Codes).

import type { Issue, IssueCode } from './issue.ts';

/** kind → [HTTP status, usual issue code]. */
export const KINDS = {
  invalid: [400, 'invalid'],
  structure: [400, 'structure'],
  unauthenticated: [401, 'login'],
  forbidden: [403, 'forbidden'],
  'not-found': [404, 'not-found'],
  'method-not-allowed': [405, 'not-supported'],
  'not-acceptable': [406, 'not-supported'],
  conflict: [409, 'conflict'],
  gone: [410, 'deleted'],
  'precondition-failed': [412, 'conflict'],
  'too-large': [413, 'too-long'],
  'uri-too-long': [414, 'too-long'],
  'unsupported-media-type': [415, 'not-supported'],
  unprocessable: [422, 'processing'],
  throttled: [429, 'throttled'],
  exception: [500, 'exception'],
  'not-implemented': [501, 'not-supported'],
  unavailable: [503, 'transient'],
  full: [507, 'no-store'],
} as const satisfies Record<string, readonly [number, IssueCode]>;

export type ErrorKind = keyof typeof KINDS;

export class FhirError extends Error {
  readonly kind: ErrorKind;
  readonly issues: Issue[];
  /** Seconds, for Retry-After. */
  readonly retryAfterS: number | undefined;

  constructor(kind: ErrorKind, issues: Issue[], retryAfterS?: number) {
    super(issues[0]?.diagnostics ?? kind);
    this.name = 'FhirError';
    this.kind = kind;
    this.issues = issues;
    this.retryAfterS = retryAfterS;
  }

  get status(): number {
    return KINDS[this.kind][0];
  }
}

/** The usual case: one error issue with the kind's own code. */
export function fhirError(
  kind: ErrorKind,
  diagnostics: string,
  more: Partial<Omit<Issue, 'diagnostics'>> = {},
  retryAfterS?: number,
): FhirError {
  return new FhirError(
    kind,
    [{ severity: 'error', code: KINDS[kind][1], diagnostics, ...more }],
    retryAfterS,
  );
}

// GET /metadata: what the server does, whole or as to terminologies. R4 http.html#capabilities.

import { createHash } from 'node:crypto';
import { fhirError } from '../fhir/error.ts';
import { parseEtags } from './etag.ts';
import type { FhirRequest, FhirResponse } from './request.ts';

/** A statement as it is sent, with a tag that changes when it does. */
export interface Statement {
  text: string;
  etag: string;
}

export interface Statements {
  capability: Statement;
  terminology: Statement;
}

export function createStatement(resource: object): Statement {
  const text = JSON.stringify(resource);
  return { text, etag: `W/"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"` };
}

/** Throws 400 for a mode that R4 does not know. */
export function capabilities(request: FhirRequest, statements: Statements): FhirResponse {
  const { text, etag } = statementOf(request, statements);
  // It holds nothing about anybody: keeping it is fine, as long as one asks whether it still stands.
  const headers = { ETag: etag, 'Cache-Control': 'no-cache' };
  const known = request.headers['if-none-match'];
  if (known !== undefined) {
    const tags = parseEtags(known, 'If-None-Match');
    if (tags === '*' || tags.includes(etag.slice(3, -1))) return { status: 304, headers };
  }
  return { status: 200, headers, body: text };
}

function statementOf({ query }: FhirRequest, statements: Statements): Statement {
  const mode = query.findLast(([name, value]) => name === 'mode' && value !== '')?.[1] ?? 'full';
  if (mode === 'terminology') return statements.terminology;
  // "Servers MAY ignore the mode parameter": what is normative is marked in the specification, not here.
  if (mode === 'full' || mode === 'normative') return statements.capability;
  throw fhirError('invalid', `The mode ${mode.slice(0, 40)} is none of full, normative and terminology.`);
}

// POST of a batch or transaction Bundle to the base. R4 http.html#transaction.

import { bundleText, type EntryParts } from '../fhir/bundle.ts';
import { fhirError } from '../fhir/error.ts';
import { batch } from './batch.ts';
import { bodyOf } from './body.ts';
import { type BundleEntry, bundleEntries } from './bundle-entries.ts';
import type { Context } from './context.ts';
import { DRY_RUN_HEADERS } from './dry-run.ts';
import { dryTransaction } from './dry-transaction.ts';
import { type Preferences, parsePrefer } from './prefer.ts';
import type { FhirRequest, FhirResponse, Tell } from './request.ts';
import { ticketOf } from './ticket.ts';
import { transaction } from './transaction.ts';

export async function bundle(request: FhirRequest, context: Context): Promise<FhirResponse> {
  const body = bodyOf(request, 'Bundle');
  const { type } = body.resource;
  if (type !== 'batch' && type !== 'transaction') {
    throw fhirError(
      'invalid',
      `A Bundle of type ${String(type).slice(0, 40)} is not executed. Send a batch or transaction here; others are stored by POST to /Bundle.`,
      { expression: 'Bundle.type', code: 'value' },
    );
  }
  const asked = parsePrefer(request.headers.prefer);
  // Written resources come back only when they are asked for; what is read always does.
  const preferences: Preferences = { return: 'minimal', ...asked };
  const entries = await bundleEntries(body, preferences, context);
  const answers = await answersTo(type, entries, preferences, request, context);
  return {
    status: 200,
    headers: context.dryRun ? { ...DRY_RUN_HEADERS } : {},
    at: Math.max(0, ...answers.map((answer) => answer.at ?? 0)),
    body: bundleText({
      type: `${type}-response`,
      entries: answers.map(entryOf),
    }),
  };
}

function answersTo(
  type: 'batch' | 'transaction',
  entries: BundleEntry[],
  preferences: Preferences,
  request: FhirRequest,
  context: Context,
): Promise<FhirResponse[]> {
  if (type === 'batch') return batch(told(keyed(entries, request), request), context);
  if (context.dryRun) return dryTransaction(entries, context);
  return transaction(entries, preferences, ticketOf(request, context), context);
}

/** What is wrong with an entry is told as its Bundle's sender wants to read it. */
function told(entries: BundleEntry[], { tell }: FhirRequest): BundleEntry[] {
  if (!tell) return entries;
  return entries.map((entry) => {
    const ofEntry: Tell = (issues) => tell(issues, `Bundle.entry[${entry.index}].resource`);
    return { ...entry, request: { ...entry.request, tell: ofEntry } };
  });
}

/** The Idempotency-Key of a batch makes one for each entry: what was done is not done again. */
function keyed(entries: BundleEntry[], { headers }: FhirRequest): BundleEntry[] {
  const key = headers['idempotency-key']?.trim().slice(0, 180);
  if (!key) return entries;
  return entries.map((entry) => {
    const own = { ...entry.request.headers, 'idempotency-key': `${key}#${entry.index}` };
    return { ...entry, request: { ...entry.request, headers: own } };
  });
}

function entryOf({ status, headers, body }: FhirResponse): EntryParts {
  const isOutcome = body?.startsWith('{"resourceType":"OperationOutcome"') ?? false;
  return {
    resource: isOutcome ? undefined : body,
    response: {
      status: `${status} ${REASONS[status] ?? ''}`.trim(),
      location: headers.Location,
      etag: headers.ETag,
      lastModified: headers['Last-Modified'] && instantOf(headers['Last-Modified'], body),
      outcome: isOutcome ? body : undefined,
    },
  };
}

/** Bundle.entry.response.lastModified is an instant: the resource's own when it is at hand. */
function instantOf(httpDate: string, body: string | undefined): string {
  return /"lastUpdated":"([^"]+)"/.exec(body ?? '')?.[1] ?? new Date(httpDate).toISOString();
}

const REASONS: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  422: 'Unprocessable Content',
  424: 'Failed Dependency',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
};

// Prefer: respond-async: the answer is 202 and a place to ask for the result. Who keeps and does the work is behind
// Jobs; here is what callers see of it. R4 async.html.

import { fhirError } from '../fhir/error.ts';
import type { Context } from './context.ts';
import type { Jobs } from './jobs.ts';
import type { FhirRequest, FhirResponse } from './request.ts';
import { ASYNC_PATH, type Route } from './route.ts';

/** Only what may take long is worth a second request. RFC 7240: a preference may be ignored. */
export function mayBeAsync({ interaction }: Route): boolean {
  return interaction === 'bundle' || interaction === 'operation';
}

export async function startAsync(request: FhirRequest, jobs: Jobs, context: Context): Promise<FhirResponse> {
  const id = await jobs.start(request, context.principal);
  const url = `${context.settings.baseUrl}/${ASYNC_PATH}/${id}`;
  return {
    status: 202,
    headers: { 'Content-Location': url, 'Preference-Applied': 'respond-async', 'Retry-After': '1' },
  };
}

/** The result as it would have been answered at once, or 202 while it is not there. Throws 404. */
export async function asyncStatus(id: string, context: Context): Promise<FhirResponse> {
  const job = await context.jobs?.find(id, context.principal);
  if (!job) throw noSuchJob();
  if (job.state === 'under-way') {
    const { progress, retryAfterS } = job;
    return { status: 202, headers: { 'X-Progress': progress, 'Retry-After': String(retryAfterS) } };
  }
  const headers = { ...job.answer.headers, Expires: new Date(job.expires).toUTCString() };
  return { ...job.answer, headers };
}

export async function asyncCancel(id: string, context: Context): Promise<FhirResponse> {
  if (!(await context.jobs?.cancel(id, context.principal))) throw noSuchJob();
  return { status: 202, headers: {} };
}

function noSuchJob() {
  return fhirError(
    'not-found',
    'There is no such job: it was cancelled, its result has expired, or it belongs to somebody else.',
  );
}

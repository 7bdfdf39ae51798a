// Answers to writes: status, headers and what Prefer asks to see. R4 http.html#ops.

import type { Issue } from '../fhir/issue.ts';
import { outcomeText } from '../fhir/outcome.ts';
import { filled } from '../storage/contents.ts';
import type { Context } from './context.ts';
import { etagOf } from './etag.ts';
import type { Done } from './plan.ts';
import type { Preferences } from './prefer.ts';
import type { FhirResponse, Tell } from './request.ts';
import type { WriteRoute } from './route.ts';

/** What an OperationOutcome says, as its reader wants to read it. */
export interface Telling {
  warnings: Issue[];
  tell: Tell;
}

/** A conditional delete is answered as one, however many it deleted; every other write has one plan. */
export async function answerWrites(
  { interaction }: WriteRoute,
  done: Done[],
  telling: Telling,
  preferences: Preferences,
  context: Context,
): Promise<FhirResponse> {
  if (interaction !== 'conditional-delete') return answerWrite(done[0]!, telling, preferences, context);
  const at = Math.max(0, ...done.map((one) => one.at ?? 0));
  if (preferences.return !== 'OperationOutcome') return { status: 204, headers: {}, at };
  return { status: 200, headers: {}, at, body: outcomeText(told(sayDeleted(done), telling)) };
}

async function answerWrite(
  done: Done,
  telling: Telling,
  preferences: Preferences,
  context: Context,
): Promise<FhirResponse> {
  const status = statusOf(done);
  const headers: Record<string, string> = {};
  if (done.version !== undefined) {
    headers.ETag = etagOf(done.version);
    if (done.at !== undefined) headers['Last-Modified'] = new Date(done.at).toUTCString();
    if (done.what !== 'deleted') headers.Location = locationOf(done, context);
  }
  const { at } = done;
  if (done.what === 'deleted' || status === 204) return { status, headers, at };
  if (preferences.return === 'minimal') return { status, headers, at };
  if (preferences.return === 'OperationOutcome') {
    return { status, headers, at, body: outcomeText(told(sayDone(done), telling)) };
  }
  return { status, headers, at, body: (await filled(done, context.store.blobs)).text };
}

function told(said: Issue, { warnings, tell }: Telling): Issue[] {
  return tell([...warnings, said]);
}

export function locationOf({ key, version }: Done, context: Context): string {
  return `${context.settings.baseUrl}/${key.type}/${key.id}/_history/${version}`;
}

export function statusOf(done: Done): number {
  if (done.what === 'created') return 201;
  if (done.what === 'deleted') return 204;
  return done.text === undefined ? 204 : 200;
}

function sayDone({ what, key, version }: Done): Issue {
  const said = what === 'unchanged' ? 'stands unchanged' : `was ${what}`;
  return {
    severity: 'information',
    code: 'informational',
    diagnostics: `${key.type}/${key.id} ${said}, version ${version}.`,
  };
}

function sayDeleted(done: Done[]): Issue {
  const names = done.map(({ key }) => `${key.type}/${key.id}`).join(', ');
  return {
    severity: 'information',
    code: 'informational',
    diagnostics:
      done.length === 0 ? 'Nothing fits the criteria, so nothing was deleted.' : `Deleted: ${names}.`,
  };
}

// $reindex: the index entries of a resource, of a type or of everything made anew by the definitions in force. Searches
// go on meanwhile. What takes long is answered later, as Prefer: respond-async would have it. R4 async.html.

import { authorize } from '../authorization/policy.ts';
import { fhirError } from '../fhir/error.ts';
import { outcomeText } from '../fhir/outcome.ts';
import { startAsync } from '../interactions/async.ts';
import type { Context, IndexPlace, Operation, OperationTarget } from '../interactions/context.ts';
import type { FhirRequest, FhirResponse } from '../interactions/request.ts';
import { simpleParameters } from './parameters.ts';

export const reindexOperation: Operation = {
  name: '$reindex',
  levels: ['system', 'type', 'instance'],
  affectsState: true,
  run,
};

/** Where the newest job has come to, so that a restart does not begin it again. */
const CELL = 'search-reindex';
const KEEP_EVERY_MS = 1000;

/** Entries say nothing that the resources do not say, but making them is work: for those who may write there. */
async function run(
  request: FhirRequest,
  context: Context,
  { type, id }: OperationTarget,
): Promise<FhirResponse> {
  authorize(context.principal, 'update', type ?? '*');
  simpleParameters(request, '$reindex', []);
  if (context.dryRun) return said('Nothing would change but the index. It was left alone.');
  if (type !== undefined && id !== undefined) {
    if (!(await context.reindex.one({ type, id })))
      throw fhirError('not-found', `There is no ${type}/${id} to index.`);
    return said(`${type}/${id} was indexed anew.`);
  }
  if (context.jobs) return startAsync(request, context.jobs, context);
  const done = await reindexTypes(
    type === undefined ? [...context.definitions.resourceTypes] : [type],
    context,
  );
  return said(`${done} ${type ?? 'resource'}s were indexed anew.`.replace(/^1 (\w+)s were/, '1 $1 was'));
}

async function reindexTypes(types: string[], context: Context): Promise<number> {
  let keptAt = performance.now();
  return context.reindex.types(types, {
    signal: context.signal ?? new AbortController().signal,
    start: await keptPlace(types, context),
    onSlice(place, total) {
      context.progress?.(`${place.done} of ${total} resources indexed`);
      if (performance.now() - keptAt < KEEP_EVERY_MS) return undefined;
      keptAt = performance.now();
      return keep(place, context);
    },
  });
}

interface Kept {
  /** Of the job. */
  id: string;
  place: IndexPlace;
}

async function keptPlace(types: string[], { store, requestId }: Context): Promise<IndexPlace | undefined> {
  const text = await store.cells.read(CELL);
  const kept = text === undefined ? undefined : (JSON.parse(text) as Kept);
  return kept?.id === requestId && kept.place.types.join() === types.join() ? kept.place : undefined;
}

/** Of several jobs the last to say something is kept: the others would only begin again. */
async function keep(place: IndexPlace, { store, requestId }: Context): Promise<void> {
  const kept: Kept = { id: requestId, place };
  await store.cells.write(CELL, JSON.stringify(kept), await store.cells.read(CELL));
}

function said(diagnostics: string): FhirResponse {
  return {
    status: 200,
    headers: {},
    body: outcomeText([{ severity: 'information', code: 'informational', diagnostics }]),
  };
}

// A batch Bundle: entries on their own, each with its own success or failure. R4 http.html#batch.

import { createPace } from '../fhir/pace.ts';
import type { BundleEntry } from './bundle-entries.ts';
import type { Context } from './context.ts';
import { asEntry } from './dry-run.ts';
import { failureResponse } from './failure.ts';
import { refuseBundle } from './nested-bundle.ts';
import type { FhirResponse } from './request.ts';

/** Entries that change something go first, in the order of a transaction, so that a GET sees them. */
const ORDER: Record<string, number> = { DELETE: 0, POST: 1, PUT: 2, PATCH: 2, GET: 3, HEAD: 3 };

/** How many entries are under way at once: enough to share commits, few enough to leave room for others. */
const WIDTH = 8;

export async function batch(entries: BundleEntry[], context: Context): Promise<FhirResponse[]> {
  const answers: FhirResponse[] = new Array(entries.length);
  let answered = 0;
  const pace = createPace();
  const groups = Map.groupBy(entries, (entry) => ORDER[entry.request.method]!);
  for (const rank of [...groups.keys()].sort()) {
    const waiting = [...groups.get(rank)!];
    const work = async () => {
      for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
        await pace();
        context.signal?.throwIfAborted();
        answers[entry.index] = await answerOne(entry, context);
        context.progress?.(`${++answered} of ${entries.length} entries answered`);
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, work));
  }
  return answers;
}

async function answerOne(entry: BundleEntry, context: Context): Promise<FhirResponse> {
  try {
    refuseBundle(entry);
    const answer = await context.dispatch(entry.request, context);
    return context.dryRun && entry.request.method !== 'GET' ? asEntry(answer) : answer;
  } catch (error) {
    if (context.signal?.aborted) throw error;
    const { requestId, note } = context;
    return failureResponse(error, { requestId, note, tell: entry.request.tell });
  }
}

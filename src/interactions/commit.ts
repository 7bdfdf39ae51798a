// The moment of writing, as to definitions: entries are those of the edition in force when they go to the store, and
// a definition that was written is in force when its writer is answered.

import { DEFINING_TYPES } from '../conformance/stored-definitions.ts';
import { createPace } from '../fhir/pace.ts';
import { indexResource } from '../search/index-resource.ts';
import type { SearchContext } from '../search/search-context.ts';
import type { Outcome, Transaction } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { Prepared } from './prepare.ts';

/** `make` is called when the entries of what was prepared are right. */
export async function commitPrepared(
  prepared: readonly Prepared[],
  make: () => Transaction,
  context: Context,
): Promise<Outcome> {
  const release = await holdEntries(prepared, context);
  let outcome: Outcome;
  try {
    outcome = await context.store.transact(make());
  } finally {
    release();
  }
  if (outcome.ok && !context.dryRun && prepared.some(definesSomething))
    await context.editions.reached(outcome.seq);
  return outcome;
}

/** Makes the entries anew until they are of the edition in force, which is then held. */
async function holdEntries(prepared: readonly Prepared[], context: Context): Promise<() => void> {
  let made = context.searchContext;
  for (;;) {
    const { edition, release } = context.editions.hold();
    if (edition.searchContext === made) return release;
    release();
    made = edition.searchContext;
    await renewEntries(prepared, made);
  }
}

async function renewEntries(prepared: readonly Prepared[], searchContext: SearchContext): Promise<void> {
  const pace = createPace();
  for (const { plan, write } of prepared) {
    await pace();
    if (!write?.text || !plan.change?.body) continue;
    const resource = { ...plan.change.body.resource, id: plan.key.id };
    const { entries, labels } = indexResource(resource, searchContext);
    plan.change.body.release?.();
    Object.assign(write, { entries, labels });
  }
}

function definesSomething({ write }: Prepared): boolean {
  return write !== undefined && DEFINING_TYPES.includes(write.key.type);
}

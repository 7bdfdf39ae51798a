// A transaction Bundle: all or nothing, in R4's order, with references between its entries rewritten.
// Planned against the store as the transaction will leave it. R4 http.html#transaction, #trules.

import { fhirError } from '../fhir/error.ts';
import { createPace } from '../fhir/pace.ts';
import { answerWrites } from './answer.ts';
import type { BundleEntry } from './bundle-entries.ts';
import type { Context } from './context.ts';
import { entryNamedBy, inEntry, inEntryAsync } from './in-entry.ts';
import { refuseBundle } from './nested-bundle.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import type { Plan } from './plan.ts';
import { planWrite } from './plan-write.ts';
import type { Preferences } from './prefer.ts';
import { type FhirResponse, tellOf } from './request.ts';
import { type Route, route, type WriteRoute } from './route.ts';
import type { Ticket } from './ticket.ts';
import { type Planned, rewriteAll } from './transaction-links.ts';
import { storeView, type View } from './view.ts';
import { write } from './write.ts';

/** R4: DELETE, POST, PUT and PATCH, then what only reads. */
const ORDER: Record<WriteRoute['interaction'], number> = {
  delete: 0,
  'conditional-delete': 0,
  create: 1,
  update: 2,
  'conditional-update': 2,
  patch: 2,
  'conditional-patch': 2,
};

export interface WriteEntry {
  entry: BundleEntry;
  route: WriteRoute;
  /** Given once, so that planning again keeps it. */
  newId: string;
}

/** Answers in the order of the entries. Throws the failure of the first entry that fails; nothing is stored then. */
export async function transaction(
  entries: BundleEntry[],
  preferences: Preferences,
  ticket: Ticket | undefined,
  context: Context,
): Promise<FhirResponse[]> {
  const routed = entries.map((entry) => ({
    entry,
    route: inEntry(entry, () => route(entry.request, context.definitions)),
  }));
  const writes = inOrder(
    routed.flatMap(({ entry, route }): WriteEntry[] =>
      isWrite(route) ? [{ entry, route, newId: context.newId() }] : [],
    ),
  );
  for (const { entry, route } of routed) if (!isWrite(route)) refuseOtherWrites(entry, route);
  refuseSameFullUrl(writes);
  const answers = new Map<number, FhirResponse>();
  const view = storeView(context);
  const { done, seq, warnings } = await write(
    (below) => planAll(writes, below, context),
    view,
    ticket,
    context,
  );
  const doneOf = Map.groupBy(done, (one) => one.entry);
  const warningsOf = Map.groupBy(warnings, entryNamedBy);
  for (const { entry, route } of writes) {
    const own = doneOf.get(entry.index) ?? [];
    const telling = { warnings: warningsOf.get(entry.index) ?? [], tell: tellOf(entry.request) };
    answers.set(entry.index, await answerWrites(route, own, telling, preferences, context));
  }
  const pace = createPace();
  for (const { entry, route } of routed) {
    if (isWrite(route)) continue;
    await pace();
    const answer = await inEntryAsync(entry, () => context.dispatch(entry.request, { ...context, min: seq }));
    answers.set(entry.index, answer);
  }
  return entries.map((entry) => answers.get(entry.index)!);
}

export function inOrder(writes: WriteEntry[]): WriteEntry[] {
  return writes.sort((a, b) => ORDER[a.route.interaction] - ORDER[b.route.interaction]);
}

export function isWrite(route: Route): route is WriteRoute {
  return Object.hasOwn(ORDER, route.interaction);
}

export function refuseOtherWrites(entry: BundleEntry, { interaction }: Route): void {
  if (['GET', 'HEAD'].includes(entry.request.method)) return;
  refuseBundle(entry);
  inEntry(entry, () => {
    throw fhirError('not-implemented', `${interaction} is not possible in a transaction on this server.`);
  });
}

/** A fullUrl names one entry (bdl-7). */
export function refuseSameFullUrl(writes: WriteEntry[]): void {
  const urls = new Set<string>();
  for (const { entry } of writes) {
    const { fullUrl, index } = entry;
    if (fullUrl === undefined) continue;
    if (urls.has(fullUrl)) {
      throw fhirError(
        'invalid',
        `Entry ${index} has the fullUrl of another entry. Each entry needs its own.`,
        {
          expression: `Bundle.entry[${index}].fullUrl`,
          code: 'duplicate',
        },
      );
    }
    urls.add(fullUrl);
  }
}

async function planAll(writes: WriteEntry[], below: View, context: Context): Promise<Plan[]> {
  const overlay = createOverlay(below, context);
  const planned: Planned[] = [];
  const pace = createPace();
  for (const { entry, route, newId } of writes) {
    await pace();
    context.signal?.throwIfAborted();
    const plans = await inEntryAsync(entry, () => planWrite(entry.request, route, newId, overlay, context));
    planned.push(...takeUp(plans, entry, overlay));
    entry.request.body?.release?.();
    context.progress?.(`${planned.length} of ${writes.length} entries planned`);
  }
  refuseTwice(planned);
  await rewriteAll(planned, overlay, context);
  return planned.map(({ plan }) => plan);
}

/** The plans of one entry: they know where they come from, and later entries see what they do. */
export function takeUp(plans: Plan[], entry: BundleEntry, overlay: Overlay): Planned[] {
  return plans.map((plan) => {
    plan.entry = entry.index;
    plan.path = `Bundle.entry[${entry.index}].resource`;
    if (plan.change?.body) overlay.put(plan.key, plan.change.body);
    else if (plan.change) overlay.remove(plan.key);
    return { entry, plan };
  });
}

/** R4: no two entries may change the same resource, also where criteria find it. What a POST finds it does not change. */
export function refuseTwice(planned: Planned[]): void {
  const seen = new Map<string, number>();
  for (const { entry, plan } of planned) {
    if (!plan.change && entry.request.method === 'POST') continue;
    const name = `${plan.key.type}/${plan.key.id}`;
    const other = seen.get(name);
    if (other !== undefined) {
      const [first, second] = [Math.min(other, entry.index), Math.max(other, entry.index)];
      throw fhirError(
        'invalid',
        `Entries ${first} and ${second} both change ${name}. A transaction may change a resource once.`,
        {
          expression: `Bundle.entry[${second}]`,
          code: 'duplicate',
        },
      );
    }
    seen.set(name, entry.index);
  }
}

// A transaction Bundle: all or nothing, in R4's order, with references between its entries rewritten.
// Planned against the store as the transaction will leave it. R4 http.html#transaction, #trules.

import { FhirError, fhirError } from '../fhir/error.ts';
import type { Issue } from '../fhir/issue.ts';
import type { Key } from '../storage/store.ts';
import { answerWrite } from './answer.ts';
import type { BundleEntry } from './bundle-entries.ts';
import { type Link, linksOf, rewriteLinks } from './bundle-links.ts';
import { findByCondition } from './conditional.ts';
import type { Context } from './context.ts';
import { planCreate } from './create.ts';
import { planDelete } from './delete.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import type { Plan } from './plan.ts';
import type { Preferences } from './prefer.ts';
import type { FhirResponse, ResourceBody } from './request.ts';
import { type Route, route, type WriteRoute } from './route.ts';
import type { Ticket } from './ticket.ts';
import { planUpdate } from './update.ts';
import { storeView, type View } from './view.ts';
import { write } from './write.ts';

/** R4: DELETE, POST, PUT, then what only reads. */
const ORDER = ['delete', 'create', 'update'] as const;

interface WriteEntry {
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
  const writes = routed.flatMap(({ entry, route }): WriteEntry[] =>
    isWrite(route) ? [{ entry, route, newId: context.newId() }] : [],
  );
  for (const { entry, route } of routed) if (!isWrite(route)) refuseOtherWrites(entry, route);
  refuseTwice(writes);
  writes.sort((a, b) => ORDER.indexOf(a.route.interaction) - ORDER.indexOf(b.route.interaction));

  const answers = new Map<number, FhirResponse>();
  const view = storeView(context);
  const { done, seq, warnings } = await write(
    (below) => planAll(writes, below, context),
    view,
    ticket,
    context,
  );
  writes.forEach(({ entry }, i) => {
    const prefix = `Bundle.entry[${entry.index}].`;
    const own = warnings.filter((issue) => issue.expression?.startsWith(prefix));
    answers.set(entry.index, answerWrite(done[i]!, own, preferences, context));
  });
  for (const { entry, route } of routed) {
    if (isWrite(route)) continue;
    const answer = await inEntryAsync(entry, () => context.dispatch(entry.request, { ...context, min: seq }));
    answers.set(entry.index, answer);
  }
  return entries.map((entry) => answers.get(entry.index)!);
}

function isWrite(route: Route): route is WriteRoute {
  return (ORDER as readonly string[]).includes(route.interaction);
}

function refuseOtherWrites(entry: BundleEntry, { interaction }: Route): void {
  if (['GET', 'HEAD'].includes(entry.request.method)) return;
  inEntry(entry, () => {
    throw fhirError('not-implemented', `${interaction} is not possible in a transaction on this server.`);
  });
}

/** R4: the same resource must not be changed by two entries, and a fullUrl names one entry (bdl-7). */
function refuseTwice(writes: WriteEntry[]): void {
  const urls = new Set<string>();
  for (const { fullUrl, index } of writes.map(({ entry }) => entry)) {
    if (fullUrl !== undefined && urls.has(fullUrl)) {
      throw fhirError(
        'invalid',
        `Entry ${index} has the fullUrl of another entry. Each entry needs its own.`,
        {
          expression: `Bundle.entry[${index}].fullUrl`,
          code: 'duplicate',
        },
      );
    }
    if (fullUrl !== undefined) urls.add(fullUrl);
  }
  const seen = new Map<string, number>();
  for (const { entry, route } of writes) {
    if (!('id' in route)) continue;
    const name = `${route.type}/${route.id}`;
    const first = seen.get(name);
    if (first !== undefined) {
      throw fhirError(
        'invalid',
        `Entries ${first} and ${entry.index} both change ${name}. A transaction may change a resource once.`,
        {
          expression: `Bundle.entry[${entry.index}]`,
          code: 'duplicate',
        },
      );
    }
    seen.set(name, entry.index);
  }
}

async function planAll(writes: WriteEntry[], below: View, context: Context): Promise<Plan[]> {
  const overlay = createOverlay(below, context);
  const plans: Plan[] = [];
  for (const { entry, route, newId } of writes) {
    const plan = await inEntryAsync(entry, () => planEntry(entry, route, newId, overlay, context));
    plan.path = `Bundle.entry[${entry.index}].resource`;
    if (plan.change?.body) overlay.put(plan.key, plan.change.body);
    else if (plan.change) overlay.remove(plan.key);
    plans.push(plan);
  }
  await rewriteAll(writes, plans, overlay, context);
  return plans;
}

function planEntry(
  { request }: BundleEntry,
  route: WriteRoute,
  newId: string,
  view: Overlay,
  context: Context,
) {
  if (route.interaction === 'create') return planCreate(request, route.type, view, context, newId);
  const key = { type: route.type, id: route.id };
  return route.interaction === 'update'
    ? planUpdate(request, key, view, context)
    : planDelete(request, key, view, context);
}

/** Replaces what points to another entry; conditional references are searched once each. */
async function rewriteAll(
  writes: WriteEntry[],
  plans: Plan[],
  overlay: Overlay,
  context: Context,
): Promise<void> {
  const byFullUrl = new Map<string, Key>();
  writes.forEach(({ entry }, i) => {
    if (entry.fullUrl !== undefined) byFullUrl.set(entry.fullUrl, plans[i]!.key);
  });
  const conditions = new Map<string, Promise<string>>();
  for (const [i, plan] of plans.entries()) {
    const body = plan.change?.body;
    if (!body || !mayHoldLinks(body, byFullUrl)) continue;
    const { entry } = writes[i]!;
    const links = linksOf(body.resource, context.definitions.model);
    const found = new Map<string, string>();
    for (const link of links) {
      if (link.kind !== 'reference' || !isCondition(link.value)) continue;
      let target = conditions.get(link.value);
      if (!target) {
        target = resolveCondition(link.value, plan, overlay, context);
        conditions.set(link.value, target);
      }
      found.set(link.value, await inEntryAsync(entry, () => target!));
    }
    plan.change!.body = rewriteLinks(
      body,
      links,
      (link) => found.get(link.value) ?? ownTarget(link, entry, byFullUrl),
    );
  }
}

function mayHoldLinks({ text }: ResourceBody, byFullUrl: Map<string, Key>): boolean {
  return byFullUrl.size > 0 || text.includes('?');
}

/** `Patient?identifier=system|value` */
function isCondition(value: string): boolean {
  return /^[A-Z][A-Za-z]+\?/.test(value);
}

async function resolveCondition(
  value: string,
  plan: Plan,
  overlay: Overlay,
  context: Context,
): Promise<string> {
  const type = value.slice(0, value.indexOf('?'));
  if (!context.definitions.resourceTypes.has(type)) {
    throw fhirError('invalid', `The conditional reference ${value.slice(0, 120)} names no resource type.`);
  }
  const { keys, expect } = await findByCondition(type, value, 'The conditional reference', overlay, context);
  if (keys.length !== 1) {
    throw fhirError(
      'precondition-failed',
      keys.length === 0
        ? `The conditional reference finds no ${type}: ${value.slice(0, 200)}`
        : `The conditional reference finds more than one ${type}: ${value.slice(0, 200)}`,
      { code: keys.length === 0 ? 'not-found' : 'multiple-matches' },
    );
  }
  const [found] = keys as [Key];
  plan.expects.push(expect);
  return `${found.type}/${found.id}`;
}

/** The entry that a link means: by its fullUrl, a relative one as seen from the entry's own fullUrl. */
function ownTarget(link: Link, entry: BundleEntry, byFullUrl: Map<string, Key>): string | undefined {
  const [url, ...fragment] = link.value.split('#') as [string, ...string[]];
  if (url === '') return undefined;
  const key = byFullUrl.get(url) ?? (link.kind === 'uri' ? undefined : relativeTarget(url, entry, byFullUrl));
  if (!key) return undefined;
  return [`${key.type}/${key.id}`, ...fragment].join('#');
}

function relativeTarget(url: string, entry: BundleEntry, byFullUrl: Map<string, Key>): Key | undefined {
  if (!/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(url)) return undefined;
  const base = /^(https?:\/\/.+)\/[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.exec(entry.fullUrl ?? '')?.[1];
  return base === undefined ? undefined : byFullUrl.get(`${base}/${url}`);
}

function inEntry<T>(entry: BundleEntry, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw placed(error, entry);
  }
}

async function inEntryAsync<T>(entry: BundleEntry, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw placed(error, entry);
  }
}

/** The failure of one entry, as the failure of the Bundle: its issues say which entry. */
function placed(error: unknown, entry: BundleEntry): unknown {
  if (!(error instanceof FhirError)) return error;
  const at = `Bundle.entry[${entry.index}]`;
  const issues = error.issues.map((issue): Issue => {
    if (issue.expression?.startsWith('Bundle.entry[')) return issue;
    const diagnostics = `Entry ${entry.index} (${entry.request.method} ${entry.request.path.join('/').slice(0, 100)}): ${issue.diagnostics}`;
    return { ...issue, expression: at, diagnostics };
  });
  return new FhirError(error.kind, issues, error.retryAfterS);
}

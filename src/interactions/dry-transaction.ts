// Prefer: dry-run of a transaction: it is planned and judged as ever, but a failure of one entry does not end the
// search for others, so that one answer says of every entry what would happen, or why it is refused.

import { FhirError } from '../fhir/error.ts';
import { hasErrors, type Issue } from '../fhir/issue.ts';
import { outcomeText } from '../fhir/outcome.ts';
import { createPace } from '../fhir/pace.ts';
import { COMPARED_CONTENTS } from './binary/set-aside.ts';
import type { BundleEntry } from './bundle-entries.ts';
import { linksOf } from './bundle-links.ts';
import type { Context } from './context.ts';
import { checkDefinitions } from './definition-checks.ts';
import { asEntry, DRY_RUN_HEADERS, DRY_RUN_SYSTEM, dryAnswer } from './dry-run.ts';
import { createFailures, type Failures } from './entry-failures.ts';
import { failureResponse } from './failure.ts';
import { createOverlay } from './overlay.ts';
import type { Plan } from './plan.ts';
import { planWrite } from './plan-write.ts';
import { type Prepared, prepare } from './prepare.ts';
import { foreseen } from './receipt.ts';
import { referenceTargets, refuseMissing } from './reference-checks.ts';
import { checkReferrers } from './referrers.ts';
import type { FhirResponse } from './request.ts';
import { type Route, route } from './route.ts';
import { applyRules } from './rules.ts';
import {
  inOrder,
  isWrite,
  refuseOtherWrites,
  refuseSameFullUrl,
  refuseTwice,
  takeUp,
  type WriteEntry,
} from './transaction.ts';
import { type Planned, rewriteAll } from './transaction-links.ts';
import { storeView } from './view.ts';

/** Answers in the order of the entries. Throws only what no entry can be blamed for. */
export async function dryTransaction(entries: BundleEntry[], context: Context): Promise<FhirResponse[]> {
  const failures = createFailures();
  const routes = new Map<number, Route>();
  for (const entry of entries) {
    await failures.attempt(entry, async () => {
      const target = route(entry.request, context.definitions);
      if (!isWrite(target)) refuseOtherWrites(entry, target);
      routes.set(entry.index, target);
    });
  }
  const writes = inOrder(
    entries.flatMap((entry): WriteEntry[] => {
      const target = routes.get(entry.index);
      return target && isWrite(target) ? [{ entry, route: target, newId: context.newId() }] : [];
    }),
  );
  await failures.attempt(undefined, async () => refuseSameFullUrl(writes));
  const planned = await planEach(writes, failures, context);
  const prepared = await judgeAll(planned, failures, context);
  const doneOf = Map.groupBy(foreseen(prepared, 0, context), (one) => one.entry);
  const preparedOf = Map.groupBy(prepared, ({ plan }) => plan.entry);
  const plannedOf = Map.groupBy(planned, ({ entry }) => entry.index);
  const { first } = failures;
  const answers: FhirResponse[] = [];
  const pace = createPace();
  for (const entry of entries) {
    await pace();
    const failure = failures.of(entry.index);
    const target = routes.get(entry.index)!;
    if (failure) answers.push(failureResponse(failure, context));
    else if (!isWrite(target)) answers.push(await answerRead(entry, context));
    else {
      const warnings = (preparedOf.get(entry.index) ?? []).flatMap(({ issues }) => issues);
      const links = rewrittenLinks(entry, plannedOf.get(entry.index)?.[0], context);
      const answer = dryAnswer(target, doneOf.get(entry.index) ?? [], warnings, links);
      answers.push(first === undefined ? asEntry(answer) : held(answer, first));
    }
  }
  return answers;
}

async function planEach(writes: WriteEntry[], failures: Failures, context: Context): Promise<Planned[]> {
  const overlay = createOverlay(storeView(context), context);
  const planned: Planned[] = [];
  const pace = createPace();
  for (const { entry, route: target, newId } of writes) {
    await pace();
    await failures.attempt(entry, async () => {
      const plans = await planWrite(entry.request, target, newId, overlay, context);
      planned.push(...takeUp(plans, entry, overlay));
    });
    entry.request.body?.release?.();
  }
  await failures.attempt(undefined, async () => refuseTwice(planned));
  await failures.attempt(undefined, () => rewriteAll(planned, overlay, context));
  return planned;
}

async function judgeAll(planned: Planned[], failures: Failures, context: Context): Promise<Prepared[]> {
  const view = storeView(context);
  const plans: Plan[] = planned.map(({ plan }) => plan);
  let all = plans;
  await failures.attempt(undefined, async () => {
    all = await applyRules(plans, view, context);
  });
  const prepared = await prepare(all, COMPARED_CONTENTS, context);
  await failures.attempt(undefined, async () => void (await checkDefinitions(prepared, context)));
  const errors = prepared.flatMap(({ issues }) => (hasErrors(issues) ? issues : []));
  await failures.attempt(undefined, async () => {
    const isShape = errors.some(({ severity, code }) => severity === 'error' && code === 'structure');
    if (errors.length > 0) throw new FhirError(isShape ? 'structure' : 'unprocessable', errors);
  });
  await failures.attempt(undefined, async () => refuseMissing(referenceTargets(prepared, context), context));
  await failures.attempt(undefined, async () => void (await checkReferrers(prepared, context)));
  return prepared;
}

/** What only reads is answered from the store as it is. */
async function answerRead(entry: BundleEntry, context: Context): Promise<FhirResponse> {
  try {
    return await context.dispatch(entry.request, context);
  } catch (error) {
    return failureResponse(error, context);
  }
}

/** `urn:uuid:… becomes Patient/…`, each once. */
function rewrittenLinks({ request }: BundleEntry, planned: Planned | undefined, context: Context): Issue[] {
  const body = planned?.plan.change?.body;
  if (!request.body || !body || body === request.body || request.method === 'PATCH') return [];
  const before = linksOf(request.body.resource, context.definitions.model);
  const after = new Map(
    linksOf(body.resource, context.definitions.model).map(({ path, value }) => [path.join('.'), value]),
  );
  request.body.release?.();
  body.release?.();
  return before.flatMap(({ path, value, kind }): Issue[] => {
    const becomes = after.get(path.join('.'));
    if (kind === 'narrative' || becomes === undefined || becomes === value) return [];
    const diagnostics = `${path.join('.')}: ${value.slice(0, 200)} would become ${becomes}.`;
    const detail = { system: DRY_RUN_SYSTEM, code: 'link' };
    return [{ severity: 'information', code: 'informational', diagnostics, detail }];
  });
}

/** An entry that is right in itself, in a transaction that is refused. */
function held({ body }: FhirResponse, culprit: number): FhirResponse {
  const because: Issue = {
    severity: 'warning',
    code: 'processing',
    diagnostics: `The transaction would be refused because of entry ${culprit}, so this would not happen.`,
    detail: { system: DRY_RUN_SYSTEM, code: 'held' },
  };
  const said = JSON.parse(body!) as { issue: unknown[] };
  const more = JSON.parse(outcomeText([because])) as { issue: unknown[] };
  return {
    status: 424,
    headers: { ...DRY_RUN_HEADERS },
    body: JSON.stringify({ ...said, issue: [...more.issue, ...said.issue] }),
  };
}

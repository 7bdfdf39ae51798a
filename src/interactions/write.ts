// Plans to commit: rules, validation, index entries, reference checks, one transaction. If what the plans
// expected no longer holds, everything is planned again; after three rounds the caller is told to try later.

import { FhirError, fhirError } from '../fhir/error.ts';
import { hasErrors, type Issue } from '../fhir/issue.ts';
import { createPace } from '../fhir/pace.ts';
import type { Expect, Outcome, Transaction } from '../storage/store.ts';
import { COMPARED_CONTENTS, type Contents, holdContents } from './binary/set-aside.ts';
import { commitPrepared } from './commit.ts';
import type { Context } from './context.ts';
import { checkDefinitions } from './definition-checks.ts';
import type { Done, Plan } from './plan.ts';
import { type Prepared, prepare } from './prepare.ts';
import { doneOf, foreseen, receiptText, repeatedDone } from './receipt.ts';
import { expectTargets, referenceTargets, refuseMissing } from './reference-checks.ts';
import { checkReferrers } from './referrers.ts';
import { applyRules } from './rules.ts';
import type { Ticket } from './ticket.ts';
import type { View } from './view.ts';

const ROUNDS = 3;
const UNASKED = '-';

/**
 * Commits what `plan` decides, in its order. Throws what planning throws, 400/422 for a resource that does not
 * pass, 409 when others were faster three times.
 */
export async function write(
  plan: (view: View) => Promise<Plan[]>,
  view: View,
  ticket: Ticket | undefined,
  context: Context,
): Promise<{ done: Done[]; seq: number; warnings: Issue[] }> {
  if (ticket && !context.dryRun) {
    const repeated = await repeatedDone(ticket, context);
    if (repeated) return repeated;
  }
  const contents = context.dryRun ? COMPARED_CONTENTS : holdContents(context.store.blobs);
  try {
    return await commit(plan, view, ticket, contents, context);
  } finally {
    await contents.release();
  }
}

async function commit(
  plan: (view: View) => Promise<Plan[]>,
  view: View,
  ticket: Ticket | undefined,
  contents: Contents,
  context: Context,
): Promise<{ done: Done[]; seq: number; warnings: Issue[] }> {
  for (let round = 1; ; round++) {
    const plans = await plan(view);
    const all = await applyRules(plans, view, context);
    const prepared = await prepare(all, contents, context);
    const definitions = await checkDefinitions(prepared, context);
    const warnings = judge(prepared);
    const pace = createPace();
    const targets = referenceTargets(prepared, context);
    await pace();
    const expects = [
      ...all.flatMap((p) => p.expects),
      ...expectTargets(targets),
      ...(await checkReferrers(prepared, context)),
      ...definitions,
    ];
    await pace();
    context.signal?.throwIfAborted();
    const transaction = () => transactionOf(prepared, distinct(expects), ticket, context);
    const outcome = await commitPrepared(prepared, transaction, context);
    if (outcome.ok && context.dryRun)
      return { done: foreseen(prepared, outcome.seq, context), seq: outcome.seq, warnings };
    // Somebody sent the same request at the same time and was first: his answer is ours.
    if (outcome.ok && outcome.repeated && ticket) return (await repeatedDone(ticket, context))!;
    if (outcome.ok) return { done: doneOf(prepared, outcome, context), seq: outcome.seq, warnings };
    await refuseMissing(targets, context);
    if (round === ROUNDS) throw lost(outcome);
  }
}

/** Warnings of all plans. Throws when a finding is an error: 400 for wrong shapes, 422 for broken rules. */
function judge(prepared: Prepared[]): Issue[] {
  const issues = prepared.flatMap((p) => p.issues);
  if (!hasErrors(issues)) return issues;
  const isShape = issues.some((issue) => issue.severity === 'error' && issue.code === 'structure');
  throw new FhirError(isShape ? 'structure' : 'unprocessable', issues);
}

function transactionOf(
  prepared: Prepared[],
  expects: Expect[],
  ticket: Ticket | undefined,
  context: Context,
): Transaction {
  // Without writes the store only judges what is expected, and spends no number.
  if (context.dryRun) return { id: context.newId(), digest: UNASKED, expects, writes: [] };
  const writes = prepared.flatMap((p) => (p.write ? [p.write] : []));
  // A fresh id cannot come twice, so there is no need to know what was asked under it.
  if (!ticket) return { id: context.newId(), digest: UNASKED, expects, writes };
  return { id: ticket.id, digest: ticket.digest, receipt: receiptText(prepared), expects, writes };
}

/** Conditions of one kind come up again and again: the same organisation, the same order. */
function distinct(expects: Expect[]): Expect[] {
  if (expects.length < 2) return expects;
  const seen = new Set<string>();
  return expects.filter((expect) => {
    const text =
      'key' in expect ? `${expect.key.type}/${expect.key.id} ${expect.version}` : JSON.stringify(expect);
    return !seen.has(text) && seen.add(text);
  });
}

function lost(outcome: Outcome & { ok: false }): FhirError {
  const rounds = `${ROUNDS} times`;
  return fhirError(
    'conflict',
    `Others changed what this request depends on, ${rounds} in a row (${outcome.failed.length} conditions). Nothing was stored: try again.`,
  );
}

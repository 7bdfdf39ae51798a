// The seam for domain rules: what must happen with a write, or must hold for it, beyond validation.
// Rooms export rules, compose.ts lists them, write.ts runs them until no rule adds anything. A rule never dispatches.

import { FhirError } from '../fhir/error.ts';
import { hasErrors, type Issue } from '../fhir/issue.ts';
import type { Where } from '../storage/query.ts';
import type { Expect, Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { Plan } from './plan.ts';
import type { View } from './view.ts';

export interface RuleQuestion {
  types: string[];
  where: Where;
  /** More than this many are not looked at. */
  atMost: number;
}

export interface WriteRule {
  name: string;
  applies(plan: Plan): boolean;
  needs(plan: Plan, context: Context): RuleQuestion[];
  /** `found[i]` answers `needs[i]`. What was read becomes an expectation of the commit. */
  judge(plan: Plan, found: Key[][], context: Context): { issues: Issue[]; also: Plan[] };
}

const ROUNDS_MAX = 10;

/** The plans with all that the rules add. Throws FhirError('unprocessable') when a rule finds an error. */
export async function applyRules(plans: Plan[], view: View, context: Context): Promise<Plan[]> {
  if (context.rules.length === 0) return plans;
  const all = [...plans];
  let fresh = plans;
  for (let round = 0; fresh.length > 0; round++) {
    if (round === ROUNDS_MAX) throw new Error(`The write rules do not come to an end: ${context.rules.map((r) => r.name)}`);
    const added: Plan[] = [];
    for (const plan of fresh) {
      for (const rule of context.rules) {
        if (rule.applies(plan)) added.push(...(await applyRule(rule, plan, view, context)));
      }
    }
    all.push(...added);
    fresh = added;
  }
  return all;
}

async function applyRule(rule: WriteRule, plan: Plan, view: View, context: Context): Promise<Plan[]> {
  const questions = rule.needs(plan, context);
  const found = await Promise.all(questions.map((q) => view.find(q.types, q.where, q.atMost)));
  const { issues, also } = rule.judge(plan, found, context);
  if (hasErrors(issues)) throw new FhirError('unprocessable', issues);
  const expects: Expect[] = questions.map((q, i) => ({ types: q.types, where: q.where, keys: found[i]! }));
  plan.expects.push(...expects);
  return also;
}

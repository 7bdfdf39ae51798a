// Runs the write rules over the plans until no rule adds anything.

import { FhirError } from '../fhir/error.ts';
import { hasErrors } from '../fhir/issue.ts';
import type { Context } from './context.ts';
import type { Plan } from './plan.ts';
import type { View } from './view.ts';
import type { WriteRule } from './write-rule.ts';

const ROUNDS_MAX = 10;

/** The plans with all that the rules add. Throws FhirError('unprocessable') when a rule finds an error. */
export async function applyRules(plans: Plan[], view: View, context: Context): Promise<Plan[]> {
  if (context.rules.length === 0) return plans;
  const all = [...plans];
  let fresh = plans;
  for (let round = 0; fresh.length > 0; round++) {
    if (round === ROUNDS_MAX)
      throw new Error(`The write rules do not come to an end: ${context.rules.map((r) => r.name)}`);
    const added: Plan[] = [];
    for (const plan of fresh) {
      for (const rule of context.rules) {
        if (rule.applies(plan)) added.push(...(await applyRule(rule, plan, view)));
      }
    }
    all.push(...added);
    fresh = added;
  }
  return all;
}

async function applyRule(rule: WriteRule, plan: Plan, view: View): Promise<Plan[]> {
  const questions = rule.needs(plan);
  const found = await Promise.all(questions.map((q) => view.find(q.types, q.where, q.atMost + 1)));
  found.forEach(({ keys }, i) => {
    if (keys.length > questions[i]!.atMost)
      throw new Error(`The write rule ${rule.name} finds more than it can judge.`);
  });
  const { issues, also } = rule.judge(
    plan,
    found.map(({ keys }) => keys),
  );
  if (hasErrors(issues)) throw new FhirError('unprocessable', issues);
  plan.expects.push(...questions.map(({ types, where }, i) => ({ types, where, keys: found[i]!.stored })));
  return also;
}

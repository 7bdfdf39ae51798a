// What a look-up tells: the checks that a validation left open, judged on the resource that a reference leads to.

import type { Issue } from '../fhir/issue.ts';
import { isObject, type Resource } from '../fhir/json/tree.ts';
import { ageFault } from './checks/age-at-exam.ts';
import type { DeferredCheck } from './deferred-check.ts';
import type { Validator } from './validator.ts';

/** True when the check needs the target itself, not only that it is there. */
export function needsTarget(check: DeferredCheck): boolean {
  return check.kind === 'age-at-exam' || check.profiles.length > 0;
}

/** undefined: nothing is wrong. */
export function judgeTarget(check: DeferredCheck, target: Resource, validator: Validator): Issue | undefined {
  if (check.kind === 'age-at-exam') {
    const fault = typeof target.birthDate === 'string' && ageFault(target.birthDate, check.examined);
    return fault
      ? { ...fault, code: 'business-rule', expression: check.expression, rule: 'age-at-exam' }
      : undefined;
  }
  const { profiles, reference, expression } = check;
  // What a stored resource claims was checked when it was written.
  if (claims(target, profiles) || validator.satisfies(target, profiles)) return undefined;
  return {
    severity: 'error',
    code: 'value',
    diagnostics: `${reference.slice(0, 200)} satisfies none of the profiles ${profiles.join(', ')}: validate it against the one that is meant.`,
    expression,
    rule: 'reference',
  };
}

function claims({ meta }: Resource, profiles: readonly string[]): boolean {
  const claimed = isObject(meta) && Array.isArray(meta.profile) ? meta.profile : [];
  return claimed.some((url) => typeof url === 'string' && profiles.includes(url));
}

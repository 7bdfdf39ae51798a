// The shape of a domain rule: what must happen with a write, or must hold for it, beyond validation. Rooms export
// rules, compose.ts lists them, rules.ts runs them. A rule never dispatches.

import type { Issue } from '../fhir/issue.ts';
import type { Where } from '../storage/query.ts';
import type { Key } from '../storage/store.ts';
import type { Plan } from './plan.ts';

export interface RuleQuestion {
  types: string[];
  where: Where;
  /** The rule must be right about all that is found, so finding more is an error of the rule. */
  atMost: number;
}

export interface WriteRule {
  name: string;
  applies(plan: Plan): boolean;
  needs(plan: Plan): RuleQuestion[];
  /** `found[i]` answers `needs[i]`. What was read becomes an expectation of the commit. */
  judge(plan: Plan, found: Key[][]): { issues: Issue[]; also: Plan[] };
}

// What was found in all, by issue: how often, and where first.

import { type Issue, isError } from '../../fhir/issue.ts';
import type { Judged } from './judge.ts';

const FIRST_MAX = 3;

export interface Group {
  severity: Issue['severity'];
  rule: string;
  count: number;
  /** `file:line:column` of the first ones. */
  first: string[];
}

export interface Summary {
  resources: number;
  /** Resources with an error. */
  refused: number;
  errors: number;
  others: number;
  /** Errors first, then the most frequent. */
  groups: Group[];
}

export interface Tally {
  add(judged: Judged): void;
  /** Resources with an error until now. */
  readonly refused: number;
  summary(): Summary;
}

export function createTally(): Tally {
  const groups = new Map<string, Group>();
  let resources = 0;
  let refused = 0;
  let errors = 0;
  let others = 0;
  return {
    add(judged) {
      resources++;
      if (judged.issues.some(isError)) refused++;
      for (const issue of judged.issues) {
        if (isError(issue)) errors++;
        else others++;
        const rule = issue.rule ?? issue.code;
        const key = `${issue.severity} ${rule}`;
        const group = groups.get(key) ?? { severity: issue.severity, rule, count: 0, first: [] };
        group.count++;
        const place = placeOf(judged, issue);
        if (group.first.length < FIRST_MAX && !group.first.includes(place)) group.first.push(place);
        groups.set(key, group);
      }
    },
    get refused() {
      return refused;
    },
    summary: () => ({ resources, refused, errors, others, groups: [...groups.values()].sort(byWeight) }),
  };
}

const WEIGHT = { fatal: 0, error: 1, warning: 2, information: 3 };

function byWeight(a: Group, b: Group): number {
  return WEIGHT[a.severity] - WEIGHT[b.severity] || b.count - a.count || (a.rule < b.rule ? -1 : 1);
}

/** As compilers say it, so that editors and terminals lead there. */
export function placeOf({ file, line }: Judged, issue: Issue): string {
  return `${file}:${issue.line ?? line}:${issue.column ?? 1}`;
}

export function summaryLines({ resources, refused, errors, others, groups }: Summary): string[] {
  const width = Math.max(0, ...groups.map(({ count }) => String(count).length));
  const lines = groups.map(
    ({ severity, rule, count, first }) =>
      `${String(count).padStart(width)} × ${severity} [${rule}] first at ${first.join(', ')}`,
  );
  const what = resources === 1 ? '1 resource' : `${resources} resources`;
  return [...lines, `${what}, ${refused} refused: ${errors} errors, ${others} other remarks.`];
}

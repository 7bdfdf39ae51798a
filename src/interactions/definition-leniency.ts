// A profile, value set, code system or concept map is stored although its form has faults that do not hinder its
// use: elements without ids, narrative without text, a rule of good style; a Questionnaire although its identifier is
// not written as it should be. They are told as warnings;
// $validate calls them errors. What cannot be read stays an error, and so does what is judged by definition-checks.ts.

import type { Issue } from '../fhir/issue.ts';

const LENIENT: ReadonlySet<string> = new Set(['StructureDefinition', 'ValueSet', 'CodeSystem', 'ConceptMap']);

/** Codes of findings that leave a definition usable. */
const FORM: ReadonlySet<string> = new Set([
  'invariant',
  'code-invalid',
  'value',
  'extension',
  'business-rule',
]);

/** Definitions are exchanged between releases, whose elements know members that R4 does not. */
const ELEMENT = /^(.*\.)?(differential|snapshot)\.element\[\d+\]\./;

/** The findings on a definition that is written, `path` being where it stands. */
export function asDefinition(issues: Issue[], type: string): Issue[] {
  const isUsable = LENIENT.has(type) ? leavesUsable : type === 'Questionnaire' ? isOfIdentifier : undefined;
  if (!isUsable) return issues;
  return issues.map((issue) =>
    issue.severity === 'error' && isUsable(issue) ? { ...issue, severity: 'warning' } : issue,
  );
}

function isOfIdentifier({ rule }: Issue): boolean {
  return rule === 'identifier';
}

function leavesUsable(issue: Issue): boolean {
  const { code, rule, expression } = issue;
  return (
    FORM.has(code) ||
    isOfIdentifier(issue) ||
    (rule === 'unknown' && expression !== undefined && ELEMENT.test(expression))
  );
}

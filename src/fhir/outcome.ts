// OperationOutcome from issues, R4 operationoutcome.html.

import type { Issue } from './issue.ts';
import { sectionUrl } from './sections.ts';

/** JSON text of an OperationOutcome; without issues it says that all went well. */
export function outcomeText(issues: readonly Issue[]): string {
  const listed: readonly Issue[] =
    issues.length > 0
      ? issues
      : [{ severity: 'information', code: 'informational', diagnostics: 'All went well.' }];
  return JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: listed.map(({ severity, code, diagnostics, expression, rule, detail, section }) => ({
      severity,
      code,
      ...detailsOf(
        [
          ...(rule === undefined ? [] : [{ system: RULE_SYSTEM, code: rule }]),
          ...(detail === undefined ? [] : [detail]),
        ],
        section,
      ),
      diagnostics,
      ...(expression === undefined ? {} : { expression: [expression] }),
    })),
  });
}

/** Code system of rule keys: invariants such as `lianti-ref-1` and checks such as `cardinality`. */
const RULE_SYSTEM = 'https://lianti.dev/fhir/CodeSystem/validation-rule';

function detailsOf(coding: { system: string; code: string }[], section: string | undefined): object {
  if (coding.length === 0 && section === undefined) return {};
  return {
    details: {
      ...(coding.length === 0 ? {} : { coding }),
      ...(section === undefined ? {} : { text: `See ${sectionUrl(section)}` }),
    },
  };
}

// OperationOutcome from issues, R4 operationoutcome.html.

import type { Issue } from './issue.ts';
import { sectionUrl } from './sections.ts';

export const ALL_WELL: Issue = {
  severity: 'information',
  code: 'informational',
  diagnostics: 'All went well.',
};

/** JSON text of an OperationOutcome; without issues it says that all went well. */
export function outcomeText(issues: readonly Issue[]): string {
  const listed = issues.length > 0 ? issues : [ALL_WELL];
  return JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: listed.map(
      ({ severity, code, diagnostics, expression, rule, detail, section, line, column, source }) => ({
        ...extensionsOf({ rule, line, column, source }),
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
      }),
    ),
  });
}

const EXTENSION = 'http://hl7.org/fhir/StructureDefinition/operationoutcome-';

/** What other R4 servers say in the same way: which message, from which definition, at which place of the text. */
function extensionsOf({ rule, line, column, source }: Pick<Issue, 'rule' | 'line' | 'column' | 'source'>) {
  const extension = [
    ...(line === undefined ? [] : [{ url: `${EXTENSION}issue-line`, valueInteger: line }]),
    ...(column === undefined ? [] : [{ url: `${EXTENSION}issue-col`, valueInteger: column }]),
    ...(source === undefined ? [] : [{ url: `${EXTENSION}issue-source`, valueString: source }]),
    ...(rule === undefined ? [] : [{ url: `${EXTENSION}message-id`, valueString: rule }]),
  ];
  return extension.length === 0 ? {} : { extension };
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

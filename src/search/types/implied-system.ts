// The system that a `code` element does not write down: its required binding knows it, so that
// status=http://hl7.org/fhir/observation-status|final is understood. R4 search.html#token.

import type { Definitions, SearchParameterDefinition } from '../../conformance/definitions.ts';

const PATH = /^[A-Z][A-Za-z]+(\.[a-z][A-Za-z]*)+$/;
const BOOLEANS = 'http://hl7.org/fhir/special-values';

/** True when an entry without a system may stand for this system and code. */
export function impliesSystem(
  definition: SearchParameterDefinition,
  system: string,
  code: string,
  definitions: Definitions,
): boolean {
  const elements = definitions.structure(definition.resourceType)?.snapshot?.element;
  if (!elements) return false;
  return pathsOf(definition.expression).some((path) => {
    const element = elements.find((one) => one.path === path);
    const type = element?.type?.[0]?.code;
    if (type === 'boolean') return system === BOOLEANS;
    if (type !== 'code' || element?.binding?.valueSet === undefined) return false;
    return definitions.isInValueSet(element.binding.valueSet, system, code) === 'yes';
  });
}

function pathsOf(expression: string): string[] {
  return expression
    .split('|')
    .map((part) => part.trim())
    .filter((part) => PATH.test(part));
}

// The system that a `code` element does not write down: its required binding knows it, so that
// status=http://hl7.org/fhir/observation-status|final is understood. R4 search.html#token.

import type { ValueSetComposeInclude } from 'fhir/r4.js';
import type { Definitions, SearchParameterDefinition } from '../../conformance/definitions.ts';
import { foldToken } from '../../fhir/fold.ts';
import type { CodesOf } from '../../storage/query.ts';

const PATH = /^[A-Z][A-Za-z]+(\.[a-z][A-Za-z]*)+$/;
const BOOLEAN = '';
const BOOLEANS = 'http://hl7.org/fhir/special-values';

/** True when an entry without a system may stand for this system and code. */
export function impliesSystem(
  definition: SearchParameterDefinition,
  system: string,
  code: string,
  definitions: Definitions,
): boolean {
  return bindingsOf(definition, definitions).some((binding) => isBound(binding, system, code, definitions));
}

/** The part of a set of codes for which entries without a system may stand; undefined: none. */
export function impliedCodes(
  definition: SearchParameterDefinition,
  set: CodesOf,
  definitions: Definitions,
): CodesOf | undefined {
  const bindings = bindingsOf(definition, definitions);
  if (bindings.length === 0) return undefined;
  if ('allBut' in set) {
    const isWhole = bindings.some((binding) =>
      definitions.valueSet(binding)?.compose?.include.some(isAllOf(set)),
    );
    return isWhole ? { system: '', allBut: set.allBut.map(withoutCase) } : undefined;
  }
  const only = set.only.filter((code) =>
    bindings.some((binding) => isBound(binding, set.system, code, definitions)),
  );
  return only.length === 0 ? undefined : { system: '', only: only.map(withoutCase) };
}

function isBound(binding: string, system: string, code: string, definitions: Definitions): boolean {
  return binding === BOOLEAN
    ? system === BOOLEANS
    : definitions.isInValueSet(binding, system, code) === 'yes';
}

/** Value sets that bind the `code` elements of a parameter, BOOLEAN for one that is a boolean. */
function bindingsOf(definition: SearchParameterDefinition, definitions: Definitions): string[] {
  const elements = definitions.structure(definition.resourceType)?.snapshot?.element;
  if (!elements) return [];
  return pathsOf(definition.expression).flatMap((path) => {
    const element = elements.find((one) => one.path === path);
    const type = element?.type?.[0]?.code;
    if (type === 'boolean') return [BOOLEAN];
    return type === 'code' && element?.binding?.valueSet !== undefined ? [element.binding.valueSet] : [];
  });
}

function isAllOf({ system }: CodesOf) {
  return (include: ValueSetComposeInclude) =>
    include.system === system && !include.concept && !include.filter;
}

/** Codes without a system are kept in lower case. */
function withoutCase(code: string): string {
  return foldToken(code, false);
}

function pathsOf(expression: string): string[] {
  return expression
    .split('|')
    .map((part) => part.trim())
    .filter((part) => PATH.test(part));
}

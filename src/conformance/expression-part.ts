// One published expression serves many resource types, `Account.subject | Encounter.subject`: here it is cut
// into its alternatives, and those that can match a type are kept.

import type { TypeModel } from '../fhir/elements.ts';

const LEADING_TYPE = /^\(*\s*([A-Z][A-Za-z]+)\b/;

/** Alternatives that concern the type, in order; [] when the parameter has no expression. */
export function alternativesFor(
  expression: string | undefined,
  resourceType: string,
  model: TypeModel,
): string[] {
  return splitAlternatives(expression ?? '').filter((alternative) => {
    const leading = LEADING_TYPE.exec(alternative)?.[1];
    return leading === undefined || model.kind(leading) === undefined || model.isA(resourceType, leading);
  });
}

/** At the `|` outside of brackets and quotes. */
export function splitAlternatives(expression: string): string[] {
  const alternatives: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at <= expression.length; at++) {
    const letter = expression[at];
    if (letter === "'" && expression[at - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === undefined || (letter === '|' && depth === 0)) {
      const alternative = expression.slice(start, at).trim();
      if (alternative !== '') alternatives.push(alternative);
      start = at + 1;
    }
  }
  return alternatives;
}

// Entries of an expansion as ValueSet.expansion.contains: a list, or a tree where the code system has one.

import type { ValueSetExpansionContains } from 'fhir/r4.js';
import { displayIn } from '../../conformance/terminology/concept.ts';
import type { Entry } from '../../conformance/terminology/expansion.ts';

export type Contains = ValueSetExpansionContains;

/** `wanted`: which designations go along; undefined: none. */
export function containsOf(
  entry: Entry,
  languages: readonly string[],
  wanted: ((language: string | undefined, use: string | undefined) => boolean) | undefined,
): Contains {
  const { system, code, designations, abstract, inactive } = entry;
  const display = displayIn(languages, entry, designations);
  const designation = wanted
    ? designations.filter(({ language, use }) => wanted(language, use && `${use.system}|${use.code}`))
    : [];
  return {
    system,
    ...(abstract && { abstract }),
    ...(inactive && { inactive }),
    code,
    ...(display !== undefined && { display }),
    ...(designation.length > 0 && { designation }),
  };
}

/** Each below the nearest code above it that is in the list as well. A code with several parents stands at the first. */
export function nested(entries: readonly Entry[], contains: readonly Contains[]): Contains[] {
  const places = new Map(entries.map(({ system, code }, at) => [`${system}|${code}`, at]));
  const top: Contains[] = [];
  const above = entries.map((entry) => nearest(entry, places));
  for (const [at, one] of contains.entries()) {
    const parent = above[at] === undefined || isBelowItself(at, above) ? undefined : contains[above[at]];
    if (!parent) top.push(one);
    else if (parent.contains) parent.contains.push(one);
    else parent.contains = [one];
  }
  return top;
}

function nearest({ system, code, table }: Entry, places: ReadonlyMap<string, number>): number | undefined {
  const seen = new Set([code]);
  const waiting = [...(table?.parents(code) ?? [])];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const at = places.get(`${system}|${next}`);
    if (at !== undefined) return at;
    waiting.push(...(table?.parents(next) ?? []));
  }
  return undefined;
}

/** A hierarchy that goes round has no top. */
function isBelowItself(at: number, above: readonly (number | undefined)[]): boolean {
  let up = above[at];
  for (let steps = 0; up !== undefined && steps <= above.length; steps++) {
    if (up === at) return true;
    up = above[up];
  }
  return up !== undefined;
}

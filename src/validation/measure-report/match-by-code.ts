// What belongs together in a report and its measure: groups, populations and stratifiers with the same code.

import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';

const RULE = 'measure-report';

interface Given {
  item: JsonObject;
  place: string;
}

export interface Pair extends Given {
  /** The part of the measure. */
  of: JsonObject;
}

/** `system|code` of each coding; a text alone is itself. */
export function codesOf(concept: Json | undefined): string[] {
  if (!isObject(concept)) return [];
  const codings = Array.isArray(concept.coding) ? concept.coding.filter(isObject) : [];
  const codes = codings.flatMap(({ system, code }) =>
    typeof code === 'string' ? [`${typeof system === 'string' ? system : ''}|${code}`] : [],
  );
  return codes.length === 0 && typeof concept.text === 'string' ? [concept.text] : codes;
}

export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  const codes = codesOf(b);
  return codesOf(a).some((code) => codes.includes(code));
}

/** Those that have a part of the measure each; what has none, or one that another has, is told. */
export function matchByCode(
  given: readonly Given[],
  asked: readonly JsonObject[],
  what: 'group' | 'population' | 'stratifier',
  visit: Visit,
): Pair[] {
  const pairs: Pair[] = [];
  for (const { item, place } of given) {
    const report = (diagnostics: string) => visit.error('business-rule', RULE, diagnostics, place);
    if (codesOf(item.code).length === 0) {
      report(`The ${what} has no code, so that nobody can tell which of the Measure it is: add it.`);
      continue;
    }
    const of = asked.find((one) => isSame(item.code, one.code));
    if (!of) {
      report(
        `The Measure has no ${what} ${codesOf(item.code)[0]!.slice(0, 200)}: correct the code, or remove it.`,
      );
    } else if (pairs.some((pair) => pair.of === of)) {
      report(`The ${what} ${codesOf(item.code)[0]!.slice(0, 200)} is there twice: keep one.`);
    } else pairs.push({ item, place, of });
  }
  return pairs;
}

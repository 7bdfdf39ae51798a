// Codes of code systems that are known here, and those that a resource contains.

import type { CodeSystem } from 'fhir/r4.js';
import type { Definitions } from '../../conformance/definitions.ts';
import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';

export type HasCode = (system: string, version: Json | undefined, code: string) => 'yes' | 'no' | 'unknown';

interface Concept {
  code: string;
  concept?: Concept[];
}

/** Of a version that is not the one held, and of systems that are held in part, nothing is denied. */
export function createHasCode(definitions: Definitions): HasCode {
  const known = new WeakMap<CodeSystem, ReadonlySet<string>>();
  return (system, version, code) => {
    const codeSystem = definitions.codeSystem(system);
    if (!codeSystem || codeSystem.content === 'supplement') return 'unknown';
    if (version !== undefined && version !== codeSystem.version) return 'unknown';
    const fold = codeSystem.caseSensitive === true ? same : lower;
    let codes = known.get(codeSystem);
    if (!codes) {
      const collected = new Set<string>();
      collect(codeSystem.concept ?? [], fold, collected);
      codes = collected;
      known.set(codeSystem, codes);
    }
    if (codes.has(fold(code))) return 'yes';
    return codeSystem.content === 'complete' ? 'no' : 'unknown';
  };
}

const same = (code: string) => code;
const lower = (code: string) => code.toLowerCase();

function collect(concepts: readonly Concept[], fold: (code: string) => string, codes: Set<string>): void {
  for (const { code, concept } of concepts) {
    codes.add(fold(code));
    if (concept) collect(concept, fold, codes);
  }
}

/** The objects of a list with their places; what is no object was told already. */
export function placed(list: Json | undefined, name: string): { item: JsonObject; place: string }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, i) => (isObject(item) ? [{ item, place: `${name}[${i}]` }] : []));
}

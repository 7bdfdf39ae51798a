// Codes of code systems that are known here.

import type { Definitions } from '../../conformance/definitions.ts';
import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';

export type HasCode = (system: string, version: Json | undefined, code: string) => 'yes' | 'no' | 'unknown';

/** Of a version that is not the one held, and of systems that are held in part, nothing is denied. */
export function createHasCode(definitions: Definitions): HasCode {
  return (system, version, code) => {
    const table = definitions.codeTable(system);
    if (!table || (version !== undefined && version !== table.version)) return 'unknown';
    if (table.has(code)) return 'yes';
    return table.complete ? 'no' : 'unknown';
  };
}

/** The objects of a list with their places; what is no object was told already. */
export function placed(list: Json | undefined, name: string): { item: JsonObject; place: string }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, i) => (isObject(item) ? [{ item, place: `${name}[${i}]` }] : []));
}

// A Coding's code exists in its code system, where the whole system is known here. R4 terminologies.html#4.1.

import type { Definitions } from '../../conformance/definitions.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { describe } from './primitive.ts';

interface Codes {
  version: string | undefined;
  ignoresCase: boolean;
  codes: ReadonlySet<string>;
}

interface Concept {
  code: string;
  concept?: Concept[];
}

const UNKNOWN_MAX = 1_000;

export function createCodingCheck(definitions: Definitions): ItemCheck {
  const bySystem = new Map<string, Codes>();
  // Those not known here are met often, LOINC first, and are looked for once.
  const unknown = new Set<string>();

  const codesOf = (system: string): Codes | undefined => {
    const known = bySystem.get(system);
    if (known) return known;
    if (unknown.has(system)) return undefined;
    const codeSystem = definitions.codeSystem(system);
    if (codeSystem?.content !== 'complete') {
      if (unknown.size >= UNKNOWN_MAX) unknown.clear();
      unknown.add(system);
      return undefined;
    }
    const ignoresCase = !definitions.isCaseSensitive(system);
    const codes = new Set<string>();
    collect(codeSystem.concept ?? [], ignoresCase, codes);
    const loaded = { version: codeSystem.version, ignoresCase, codes };
    bySystem.set(system, loaded);
    return loaded;
  };

  return (value, _extra, _type, visit) => {
    if (!isObject(value)) return;
    const { system, code, version } = value;
    if (typeof system !== 'string' || typeof code !== 'string') return;
    const known = codesOf(system);
    // Of another version of the system we know nothing.
    if (!known || (version !== undefined && version !== known.version)) return;
    if (known.codes.has(known.ignoresCase ? code.toLowerCase() : code)) return;
    const diagnostics = `The code ${describe(code)} does not exist in ${system}: correct the code, or leave system out and say it in text.`;
    visit.error('code-invalid', 'coding', diagnostics, 'code');
  };
}

function collect(concepts: readonly Concept[], ignoresCase: boolean, codes: Set<string>): void {
  for (const { code, concept } of concepts) {
    codes.add(ignoresCase ? code.toLowerCase() : code);
    if (concept) collect(concept, ignoresCase, codes);
  }
}

// The first codes of a small value set, for advice in a diagnostic.

import type { Definitions } from '../../conformance/definitions.ts';

interface Concept {
  code: string;
  concept?: Concept[];
}

const CODES_MAX = 12;

/** At most a dozen codes, the last one an ellipsis when there are more; [] when they are not listed anywhere here. */
export function codesOf(valueSetUrl: string, definitions: Definitions): string[] {
  const codes: string[] = [];
  for (const include of definitions.valueSet(valueSetUrl)?.compose?.include ?? []) {
    const listed: readonly Concept[] | undefined =
      include.concept ??
      (include.system && !include.filter ? definitions.codeSystem(include.system)?.concept : undefined);
    addCodes(listed ?? [], codes);
  }
  return codes.length > CODES_MAX ? [...codes.slice(0, CODES_MAX), '…'] : codes;
}

function addCodes(concepts: readonly Concept[], codes: string[]): void {
  for (const { code, concept } of concepts) {
    codes.push(code);
    if (concept) addCodes(concept, codes);
  }
}

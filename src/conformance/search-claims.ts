// What the CapabilityStatement says about search parameters. R4 capabilitystatement.html.

import type { Definitions, SearchParameterDefinition } from './definitions.ts';

/** What R4 leaves to the server; see search/types/near.ts. */
const NEAR =
  'latitude|longitude|distance|units: degrees of WGS84, great-circle distance, in km when there are no units; 20 km when there is no distance.';

/** What stores nothing, such as `_text`, is not answered. */
export function answeredParameters(type: string, definitions: Definitions): SearchParameterDefinition[] {
  return [...definitions.searchParameters(type).values()].filter(({ stored }) => stored.length > 0);
}

/** Those of every type: a search over all types takes these. R4 search.html#all. */
export function commonParameters(definitions: Definitions): SearchParameterDefinition[] {
  const [first = '', ...others] = definitions.resourceTypes;
  return answeredParameters(first, definitions).filter(({ code, url }) =>
    others.every((type) => definitions.searchParameters(type).get(code)?.url === url),
  );
}

/** Type → `Type:parameter` of all that names it as a target; what may refer to anything is not repeated for each. */
export function reverseIncludesOf(definitions: Definitions): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const type of definitions.resourceTypes) {
    for (const { code, type: kind, targets } of answeredParameters(type, definitions)) {
      if (kind !== 'reference' || targets.length > MANY) continue;
      for (const target of targets) found.set(target, [...(found.get(target) ?? []), `${type}:${code}`]);
    }
  }
  return found;
}

/** A parameter with more targets than this leads to any type. */
const MANY = 100;

export function searchParam({ code, url, type }: SearchParameterDefinition) {
  return { name: code, definition: url, type, ...(type === 'special' && { documentation: NEAR }) };
}

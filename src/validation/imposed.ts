// Profiles that a profile imposes: who satisfies it must satisfy them too, as must who satisfies what is built on it.
// R4 extension structuredefinition-imposeProfile.

import type { StructureDefinition } from 'fhir/r4.js';
import type { Definitions } from '../conformance/definitions.ts';

const IMPOSE = 'http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile';

/** Those that are imposed, directly or by another; the profile itself and those it is built on left out. */
export function imposedBy(structure: StructureDefinition, definitions: Definitions): StructureDefinition[] {
  const imposed: StructureDefinition[] = [];
  const seen = new Set<string>();
  const follow = (one: StructureDefinition, isImposed: boolean): void => {
    if (seen.has(one.url)) return;
    seen.add(one.url);
    if (isImposed) imposed.push(one);
    for (const url of urlsIn(one)) {
      const other = definitions.structure(url);
      if (other) follow(other, true);
    }
    const base = one.derivation === 'constraint' && one.baseDefinition;
    const built = base ? definitions.structure(base) : undefined;
    // What it is built on is part of its own snapshot.
    if (built) follow(built, false);
  };
  follow(structure, false);
  return imposed;
}

function urlsIn({ extension = [] }: StructureDefinition): string[] {
  return extension.flatMap(({ url, valueCanonical }) =>
    url === IMPOSE && valueCanonical !== undefined ? [valueCanonical] : [],
  );
}

// Value sets that nobody writes down: their URL says what is in them. R4 snomedct.html#implicit, loinc.html#implicit.

import type { ValueSet } from 'fhir/r4.js';

const SNOMED = /^(http:\/\/snomed\.info\/sct(?:\/\d+(?:\/version\/\d+)?)?)\?fhir_vs(?:=isa\/(\d+))?$/;
/** All codes of a system. The second is how R4 names the types of media. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ['http://loinc.org/vs', 'http://loinc.org'],
  ['http://www.rfc-editor.org/bcp/bcp13.txt', 'urn:ietf:bcp:13'],
]);

interface KnownSystems {
  codeTable?(url: string): { url: string } | undefined;
  /** The code system that names this value set as all of its codes, CodeSystem.valueSet. */
  systemOfSet?(url: string): string | undefined;
}

/** undefined: the URL says nothing. */
export function implicitSet(canonical: string, known: KnownSystems = {}): ValueSet | undefined {
  const url = canonical.split('|')[0]!;
  const whole = known.systemOfSet?.(url) ?? WHOLE.get(url);
  if (whole !== undefined) return composed(url, { system: whole });
  const snomed = SNOMED.exec(url);
  if (!snomed) return ofHeldSystem(url, known);
  const system = 'http://snomed.info/sct';
  const concept = snomed[2];
  if (concept === undefined) return composed(url, { system });
  return composed(url, { system, filter: [{ property: 'concept', op: 'is-a', value: concept }] });
}

/** Of other systems the same form is understood as far as they are held: `<system>?fhir_vs` and `?fhir_vs=isa/<code>`. */
function ofHeldSystem(url: string, { codeTable }: KnownSystems): ValueSet | undefined {
  const [, system, code] = /^([^?]+)\?fhir_vs(?:=isa\/(.+))?$/.exec(url) ?? [];
  if (system === undefined || !codeTable?.(system)) return undefined;
  if (code === undefined) return composed(url, { system });
  return composed(url, { system, filter: [{ property: 'concept', op: 'is-a', value: code }] });
}

function composed(url: string, include: NonNullable<ValueSet['compose']>['include'][number]): ValueSet {
  return { resourceType: 'ValueSet', url, status: 'active', compose: { include: [include] } };
}

// Value sets that nobody writes down: their URL says what is in them. R4 snomedct.html#implicit, loinc.html#implicit.

import type { ValueSet } from 'fhir/r4.js';

const SNOMED = /^(http:\/\/snomed\.info\/sct(?:\/\d+(?:\/version\/\d+)?)?)\?fhir_vs(?:=isa\/(\d+))?$/;
const LOINC_ALL = 'http://loinc.org/vs';

/** undefined: the URL says nothing. */
export function implicitSet(url: string): ValueSet | undefined {
  if (url === LOINC_ALL) return composed(url, { system: 'http://loinc.org' });
  const snomed = SNOMED.exec(url);
  if (!snomed) return undefined;
  const system = 'http://snomed.info/sct';
  const concept = snomed[2];
  if (concept === undefined) return composed(url, { system });
  return composed(url, { system, filter: [{ property: 'concept', op: 'is-a', value: concept }] });
}

function composed(url: string, include: NonNullable<ValueSet['compose']>['include'][number]): ValueSet {
  return { resourceType: 'ValueSet', url, status: 'active', compose: { include: [include] } };
}

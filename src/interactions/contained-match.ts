// A contained resource as the answer of a search: cut out of its container's text, digits kept.
// R4 search.html#contained (`…/MedicationRequest/23#m1`).

import { elementsOf, membersOf } from '../fhir/json/scan.ts';
import type { Version } from '../storage/store.ts';

/** A version with `inside` gets the text of that resource alone; any other stays as it is. */
export function asFound(version: Version): Version {
  const { inside, text } = version;
  if (!inside || text === undefined) return version;
  const contained = membersOf(text, 0).find(({ name }) => name === 'contained');
  for (const { start, end } of contained ? elementsOf(text, contained.start) : []) {
    const own = text.slice(start, end);
    const { resourceType, id } = JSON.parse(own) as { resourceType?: unknown; id?: unknown };
    if (resourceType === inside.type && id === inside.id) return { ...version, text: own };
  }
  return version;
}

/** Below the base URL. */
export function placeOf({ key, inside }: Version): string {
  return `${key.type}/${key.id}${inside ? `#${inside.id}` : ''}`;
}

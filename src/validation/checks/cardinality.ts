// How often an element, or a slice of it, occurs under a profile. R4 conformance-rules.html#cardinality.

import type { Visit } from '../visit.ts';

/** `what` names the element or the slice; `name` places it below the element at hand. */
export function checkCardinality(
  count: number,
  min: number,
  max: number,
  what: string,
  name: string,
  visit: Visit,
): void {
  if (count < min) {
    const needed =
      count === 0 && min === 1 ? `${what} is required` : `${what} must occur at least ${min} times`;
    const found = count === 0 ? 'is missing' : `occurs ${count} times`;
    visit.error('required', 'cardinality', `${needed} by the profile and ${found}: add it.`, name);
  } else if (count > max) {
    const allowed =
      max === 0 ? 'must not be present' : `may occur at most ${max} times and occurs ${count} times`;
    visit.error(
      'structure',
      'cardinality',
      `${what} ${allowed} under the profile: remove what is too much.`,
      name,
    );
  }
}

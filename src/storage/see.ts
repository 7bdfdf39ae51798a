// What one caller may see, as a rule over the labels that every version carries, tombstones too.
// The store judges it wherever it hands out a version; there is no second filter.

/** `all` and `none` ask nothing; otherwise a version is in sight when it carries one of the labels. */
export type Sight = 'all' | 'none' | { anyOf: string[]; noneOf?: string[] };

/** One rule for each resource type, and one for the types not named. */
export interface See {
  types: Record<string, Sight>;
  others: Sight;
}

export const SEE_ALL: See = { types: {}, others: 'all' };

/** The rule for one type. */
export function sightOf(see: See | undefined, type: string): Sight {
  if (!see) return 'all';
  return Object.hasOwn(see.types, type) ? see.types[type]! : see.others;
}

/** True when a version with these labels is in sight. */
export function isInSight(sight: Sight, labels: readonly string[]): boolean {
  if (sight === 'all') return true;
  if (sight === 'none') return false;
  if (sight.noneOf?.some((label) => labels.includes(label))) return false;
  return sight.anyOf.some((label) => labels.includes(label));
}

// What the ways to a page cost, roughly, in rows looked at. Only a choice between right plans depends on it.

/** A row walked with its probes, beside one collected by its driver (measured: 0.5 and 0.25 µs). */
const WALKED = 2;
const COLLECTED = 1;
/** A collected row whose sort value is looked up too. */
const SORTED = 2;

export interface Walk {
  /** Rows that can be walked at all. */
  rows: number;
  /** Of the whole type, those that satisfy everything, as far as is known. */
  matches: number;
  /** Rows of the whole type. */
  of: number;
  /** Rows that fill the page. */
  wanted: number;
}

export function walkCost({ rows, matches, of, wanted }: Walk): number {
  const untilFull = matches < 1 ? rows : (wanted * of) / matches;
  return WALKED * Math.min(rows, untilFull);
}

export function collectCost(rows: number, isSorted: boolean): number {
  return rows * (isSorted ? COLLECTED + SORTED : COLLECTED);
}

/** Conditions are taken as independent of each other. `sizes`: rows of those that were counted. */
export function expectedMatches(sizes: readonly number[], of: number): number {
  return sizes.reduce((rows, size) => rows * Math.min(1, size / Math.max(1, of)), of);
}

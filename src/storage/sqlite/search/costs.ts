// What the ways to a page cost, roughly, in rows looked at. Only a choice between right plans depends on it.

/** A row walked with its probes, beside one collected in this order (measured: 0.25 to 0.5 µs; 0.04, 0.15 and 0.4 µs). */
const WALKED = 2;
const COLLECTED = {
  /** Only the page is kept while they pass. */
  'lowest rid': 0.3,
  /** All of them are sorted. */
  rid: 1,
  /** Each one's sort value is looked up. */
  value: 3,
};

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

export function collectCost(rows: number, by: keyof typeof COLLECTED): number {
  return rows * COLLECTED[by];
}

/** With so many rows, all of which match, the lowest of them cost as much collected as walked. */
export function rowsWhereEven({ of, wanted }: Pick<Walk, 'of' | 'wanted'>): number {
  return Math.sqrt((WALKED * wanted * of) / COLLECTED['lowest rid']);
}

/** Conditions are taken as independent of each other. `sizes`: rows of those that were counted. */
export function expectedMatches(sizes: readonly number[], of: number): number {
  return sizes.reduce((rows, size) => rows * Math.min(1, size / Math.max(1, of)), of);
}

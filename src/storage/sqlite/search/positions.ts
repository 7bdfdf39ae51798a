// The order of what was collected, for several sort keys at once.

import type { Query, SortKey } from '../../query.ts';
import type { Connection } from '../connection.ts';
import type { Position } from './cursor.ts';
import { compareSortValues } from './sort-columns.ts';

/** Ties follow the direction of the last key, as a walk over the table would. */
export function comparePositions(sort: readonly SortKey[]): (a: Position, b: Position) => number {
  const backwards = sort.at(-1)?.descending ?? false;
  return (a, b) => {
    for (let i = 0; i < sort.length; i++) {
      const order = compareSortValues(a.values[i]!, b.values[i]!, sort[i]!.descending);
      if (order !== 0) return order;
    }
    return backwards ? b.rid - a.rid : a.rid - b.rid;
  };
}

/** Comparisons between two looks at the clock. */
const LOOK_EVERY = 4096;

/** In order, those after a position, `count` + 1 at most. Sorting a million takes seconds: the clock is looked at. */
export function positionsAfter(
  after: Position | undefined,
  items: Position[],
  { sort, count }: Query,
  connection: Connection,
): Position[] {
  const compare = comparePositions(sort);
  let comparisons = 0;
  const rest = after ? items.filter((item) => compare(item, after) > 0) : items;
  rest.sort((a, b) => {
    if (++comparisons % LOOK_EVERY === 0) connection.look();
    return compare(a, b);
  });
  return rest.slice(0, count + 1);
}

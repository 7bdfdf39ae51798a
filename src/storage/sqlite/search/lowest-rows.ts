// A page by rid out of some hundreds of rows that lie in another order, as those of a prefix do: while they pass, only the
// lowest are kept. Sorting them all, and leaving out the repeated ones, takes three times as long.

import type { Connection } from '../connection.ts';
import { allOf, raw, sql } from '../sql.ts';
import type { Position } from './cursor.ts';
import { type Placed, placedByRid } from './placed.ts';
import type { SearchPlan } from './plan.ts';
import type { RowReading } from './row-reading.ts';

/** So many times the page are kept: a resource may come with several values, or not be in sight. */
const AMPLE = 4;

/** The rows after `after` by rid, `count` + 1 at most; undefined: there may be others, or this way gains nothing. */
export function lowestRows(
  { statements }: Connection,
  plan: SearchPlan,
  count: number,
  after: Position | undefined,
  rows: RowReading,
): Placed | undefined {
  const kept = AMPLE * (count + 1);
  // Where other conditions judge, how many of the lowest they leave is not known.
  if (!plan.lowest || plan.leaves.length > 1 || plan.size === undefined || plan.size <= kept)
    return undefined;
  const select = sql`SELECT ${raw(rows.columns)} FROM (${plan.lowest(after?.rid ?? 0, kept)}) d
    CROSS JOIN resources x ON x.rid=d.rid ${raw(rows.join('CROSS'))} WHERE ${allOf(plan.tests)} LIMIT ${count + 1}`;
  const found = statements.all(select);
  if (found.length <= count) return undefined;
  return placedByRid(found, rows);
}

// A page out of a driver that most likely has few rows: they are looked at without being counted before. A row that the
// other conditions leave out comes back empty, so that it is known afterwards whether the driver has more.

import type { Connection } from '../connection.ts';
import { allOf, raw, sql } from '../sql.ts';
import type { Row } from '../statements.ts';
import type { Position } from './cursor.ts';
import { type Placed, placedByRid } from './placed.ts';
import type { SearchPlan } from './plan.ts';
import type { RowReading } from './row-reading.ts';

/** Looking at more would cost more than counting. */
const TRIED = 64;

/** The rows after `after` by rid, `count` + 1 at most; undefined: there are too many to tell. */
export function fewRows(
  { statements }: Connection,
  plan: SearchPlan,
  count: number,
  after: Position | undefined,
  rows: RowReading,
): Placed | undefined {
  const select = sql`SELECT ${raw(rows.columns)} FROM (SELECT rid FROM (${plan.byRid(after?.rid ?? 0)}) LIMIT ${TRIED}) d
    LEFT JOIN resources x ON x.rid=d.rid AND ${allOf(plan.tests)} ${raw(rows.join('LEFT'))}`;
  const looked = statements.all(select);
  const found: Row[] = [];
  for (const row of looked) {
    if (rows.rid(row) === null) continue;
    found.push(row);
    if (found.length > count) return placedByRid(found, rows);
  }
  return looked.length < TRIED ? placedByRid(found, rows) : undefined;
}

// A page of a search that finds contained resources: places first, then the rows of the containers around them.

import type { Query } from '../../query.ts';
import type { Version } from '../../store.ts';
import type { Connection } from '../connection.ts';
import { allOf, sql } from '../sql.ts';
import type { Row } from '../statements.ts';
import { toVersion, VER, VERSION_COLUMNS } from '../version-row.ts';
import { collectByKeys } from './collect-keys.ts';
import type { Position } from './cursor.ts';
import type { Placed } from './placed.ts';
import type { SearchPlan } from './plan.ts';
import { positionsAfter } from './positions.ts';

/** The rows after `after`, `count` + 1 at most. */
export function containedPage(
  connection: Connection,
  plan: SearchPlan,
  query: Query,
  after: Position | undefined,
): Placed {
  const positions =
    plan.way === 'by rid'
      ? ridsAfter(connection, plan, after?.rid ?? 0, query.count + 1)
      : positionsAfter(after, collectByKeys(connection, plan, query), query, connection);
  const rids = JSON.stringify(positions.map(({ rid }) => rid));
  const rows = connection.statements
    .rows(`SELECT ${VERSION_COLUMNS}, c.cid, i.type FROM json_each(+?) k CROSS JOIN resources i ON i.rid=k.value
      LEFT JOIN contained c ON c.rid=i.rid CROSS JOIN resources x ON x.rid=ifnull(c.container, i.rid)
      CROSS JOIN versions v ON v.ver=x.ver`)
    .all(rids);
  return { rows, positionOf: (at) => positions[at]! };
}

/** A row of such a page. */
export function toContainedVersion(row: Row, { names }: Connection): Version {
  const version = toVersion(row, names);
  const [id, type] = row.slice(VER + 1) as [string | null, number];
  return id === null ? version : { ...version, inside: { type: names.typeName(type), id } };
}

function ridsAfter({ statements }: Connection, plan: SearchPlan, after: number, limit: number): Position[] {
  const select = sql`SELECT x.rid FROM (${plan.byRid(after)}) d CROSS JOIN resources x ON x.rid=d.rid
    WHERE ${allOf(plan.tests)} LIMIT ${limit}`;
  return statements.all(select).map(([rid]) => ({ rid: rid as number, values: [] }));
}

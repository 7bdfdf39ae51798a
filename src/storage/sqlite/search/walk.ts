// Sorting by walking: the table of the sort parameter is in order already, everything else probes. Resources
// without a value follow at the end.

import type { Query } from '../../query.ts';
import type { CompileContext } from '../compile/condition.ts';
import type { Connection } from '../connection.ts';
import { allOf, join, raw, type Sql, sql } from '../sql.ts';
import { RID, VER, VERSION_COLUMNS } from '../version-row.ts';
import type { Position } from './cursor.ts';
import type { Placed } from './placed.ts';
import type { SearchPlan } from './plan.ts';
import { sortSteps } from './sort-steps.ts';

/** The rows after `after` in the order of the query's only key, `count` + 1 at most. */
export function walkSorted(
  connection: Connection,
  plan: SearchPlan,
  query: Query,
  after: Position | undefined,
  context: CompileContext,
): Placed[] {
  const key = query.sort[0]!;
  const wanted = query.count + 1;
  const found: Placed[] = [];
  const steps = sortSteps(key, query.types, plan.leaves, context);
  if (!after || after.values[0] !== null) {
    const select = sql`SELECT ${raw(VERSION_COLUMNS)}, ${raw(steps.outputs.map((o) => `d.${o}`).join(', '))}
      FROM (${steps.walk(after)}) d CROSS JOIN resources x ON x.rid=d.rid CROSS JOIN versions v ON v.ver=x.ver
      WHERE ${allOf([...steps.tests, ...plan.allTests, context.tick('x')])} LIMIT ${wanted}`;
    for (const row of connection.statements.rows(select.text).all(...select.values)) {
      const value = row.slice(VER + 1) as (string | number)[];
      found.push({ row, position: { rid: row[RID] as number, values: [value] } });
    }
  }
  if (found.length < wanted && steps.without) {
    const start = after && after.values[0] === null ? after.rid : undefined;
    const select = selectWithout(
      steps.without,
      key.descending,
      query,
      start,
      plan,
      context,
      wanted - found.length,
    );
    for (const row of connection.statements.rows(select.text).all(...select.values))
      found.push({ row, position: { rid: row[RID] as number, values: [null] } });
  }
  return found;
}

function selectWithout(
  without: Sql,
  descending: boolean,
  query: Query,
  after: number | undefined,
  plan: SearchPlan,
  context: CompileContext,
  wanted: number,
): Sql {
  const bound = after === undefined ? [] : [sql`r.rid ${raw(descending ? '<' : '>')} ${after}`];
  const walks = query.types.map(
    (type) =>
      sql`SELECT r.rid AS rid FROM resources r WHERE ${allOf([sql`r.type=${context.names.type(type)}`, raw('r.state=0'), ...bound])}`,
  );
  return sql`SELECT ${raw(VERSION_COLUMNS)} FROM (${join(walks, ' UNION ALL ')} ORDER BY rid ${raw(descending ? 'DESC' : '')} LIMIT -1) d
    CROSS JOIN resources x ON x.rid=d.rid CROSS JOIN versions v ON v.ver=x.ver
    WHERE ${allOf([without, ...plan.allTests, context.tick('x')])} LIMIT ${wanted}`;
}

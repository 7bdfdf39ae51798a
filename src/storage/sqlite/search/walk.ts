// Sorting by walking: the table of the sort parameter is in order already, everything else probes. Resources
// without a value follow at the end.

import type { Query } from '../../query.ts';
import type { CompileContext } from '../compile/condition.ts';
import type { Connection } from '../connection.ts';
import { allOf, raw, type Sql, sql } from '../sql.ts';
import type { Row } from '../statements.ts';
import type { Position, SortValue } from './cursor.ts';
import { datedSteps } from './dated-walk.ts';
import type { Placed } from './placed.ts';
import type { SearchPlan } from './plan.ts';
import type { RowReading } from './row-reading.ts';
import type { ParamKey } from './sort-columns.ts';
import { sortSteps } from './sort-steps.ts';
import { enforcedLeaves } from './walk-bounds.ts';

/** The rows after `after` in the order of the query's only key, `count` + 1 at most. */
export function walkSorted(
  connection: Connection,
  plan: SearchPlan,
  query: Query,
  after: Position | undefined,
  rows: RowReading,
  context: CompileContext,
): Placed {
  const key = query.sort[0]!;
  const wanted = query.count + 1;
  let walked: Row[] = [];
  const steps = plan.dated
    ? datedSteps(key as ParamKey, plan.dated, query.types, plan.leaves, context)
    : sortSteps(key, query.types, plan.leaves, context);
  const tests = plan.dated ? plan.tests : testsOf(plan, query, connection);
  if (!after || after.values[0] !== null) {
    const select = sql`SELECT ${raw(rows.columns)}, ${raw(steps.outputs.map((o) => `d.${o}`).join(', '))}
      FROM (${steps.walk(after)}) d CROSS JOIN resources x ON x.rid=d.rid ${raw(rows.join('CROSS'))}
      WHERE ${allOf([context.tick('x'), ...steps.tests, ...tests])} LIMIT ${wanted}`;
    walked = connection.statements.all(select);
  }
  let found = walked;
  if (walked.length < wanted && steps.rest) {
    const way = raw(key.descending ? 'DESC' : 'ASC');
    const start = after && after.values[0] === null ? after.rid : undefined;
    const bound = start === undefined ? [] : [sql`r.rid ${raw(key.descending ? '<' : '>')} ${start}`];
    const select = sql`SELECT ${raw(rows.columns)} FROM (${steps.rest(bound)} ORDER BY rid ${way} LIMIT -1) d
      CROSS JOIN resources x ON x.rid=d.rid ${raw(rows.join('CROSS'))}
      WHERE ${allOf([context.tick('x'), ...tests])} LIMIT ${wanted - walked.length}`;
    found = [...walked, ...connection.statements.all(select)];
  }
  const sortValue = (row: Row): SortValue => {
    const outputs = rows.outputs(row);
    return steps.toValue?.(outputs) ?? outputs;
  };
  return {
    rows: found,
    positionOf(at) {
      const row = found[at]!;
      return { rid: rows.rid(row), values: [at < walked.length ? sortValue(row) : null] };
    },
  };
}

/** Without those that the walk's own bounds see to. */
function testsOf(plan: SearchPlan, { sort, types }: Query, { names }: Connection): Sql[] {
  const enforced = enforcedLeaves(sort[0]!, plan.leaves, types, names);
  return [...plan.always, ...plan.leafTests.filter((_, i) => !enforced.has(plan.leaves[i]!))];
}

// :below and :above along a hierarchy of resources: a walk over the references by which they are part of one another.
// UNION takes each resource once, so that circles end; what the caller may not see leads nowhere.

import type { Where } from '../../query.ts';
import { isOneOf, raw, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING, parametersOf } from './condition.ts';
import { referenceParameter } from './reference.ts';
import { sightTest } from './sight.ts';

export function compileTree(
  tree: Extract<Where, { kind: 'tree' }>,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const parameter = referenceParameter(tree.param, types, context);
  if (!parameter) return NOTHING;
  const found = reached(tree, context);
  const rows = sql`SELECT t.rid AS rid FROM (${found}) f CROSS JOIN reference t ON t.target=f.rid WHERE ${parameter}`;
  // With the plus SQLite goes by the resource, not through the whole hierarchy once for each.
  return {
    probe: (alias) => sql`EXISTS (SELECT 1 FROM reference t WHERE t.rid=${raw(alias)}.rid AND ${parameter}
      AND +t.target IN (${found}))`,
    driver: {
      label: `${tree.param} ${tree.how} ${tree.type}/${tree.id}`,
      rows,
      size: (limit) => context.countUpTo(rows, limit),
    },
  };
}

/** SELECT rid: the resource itself and all that it leads to. */
function reached({ type, id, link, how }: Extract<Where, { kind: 'tree' }>, context: CompileContext): Sql {
  const start = sql`SELECT s.rid FROM resources s WHERE s.type=${context.names.type(type)} AND s.id=${id}`;
  const numbers = parametersOf(context, [type], link, 'reference').map((one) => one.p);
  if (numbers.length === 0) return sql`${start}`;
  const sight = sightTest([type], 'y', context);
  // The one that holds the reference must be live and in sight; both must be of the type.
  const holder = sql`y.state=0 AND y.type=${context.names.type(type)}${sight ? sql` AND ${sight}` : raw('')}`;
  const step =
    how === 'below'
      ? sql`SELECT t.rid FROM w CROSS JOIN reference t ON t.target=w.rid AND ${isOneOf('t.p', numbers)}
          CROSS JOIN resources y ON y.rid=t.rid WHERE ${holder} AND ${context.tick('y')}`
      : sql`SELECT t.target FROM w CROSS JOIN resources y ON y.rid=w.rid CROSS JOIN reference t
          ON t.rid=y.rid AND ${isOneOf('t.p', numbers)} CROSS JOIN resources z ON z.rid=t.target
          WHERE ${holder} AND z.type=y.type AND z.state<>3 AND z.id NOT LIKE '|%' AND ${context.tick('y')}`;
  return sql`WITH RECURSIVE w(rid) AS (${start} UNION ${step}) SELECT w.rid AS rid FROM w`;
}

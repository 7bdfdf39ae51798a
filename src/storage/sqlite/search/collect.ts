// Sorting by collecting: all that satisfy, with their sort value by (rid, p), sorted by SQLite. For few rows, and
// for orders that no table is clustered by.

import type { Query, SortKey } from '../../query.ts';
import { type CompileContext, parametersOf } from '../compile/condition.ts';
import type { Connection } from '../connection.ts';
import { allOf, isOneOf, raw, type Sql, sql } from '../sql.ts';
import { collectByKeys } from './collect-keys.ts';
import type { Position } from './cursor.ts';
import type { SearchPlan } from './plan.ts';
import { compareSortValues, sortColumns } from './sort-columns.ts';

/** The positions after `after`, in order, `count` + 1 at most. */
export function collectSorted(
  connection: Connection,
  plan: SearchPlan,
  query: Query,
  after: Position | undefined,
  context: CompileContext,
): Position[] {
  const [key] = query.sort;
  const compare = comparePositions(query.sort);
  const select = query.sort.length === 1 ? selectSorted(key!, plan, query.types, context) : undefined;
  if (!select) {
    const items = collectByKeys(connection, plan, query).sort(compare);
    const rest = after ? items.filter((item) => compare(item, after) > 0) : items;
    return rest.slice(0, query.count + 1);
  }
  const found: Position[] = [];
  const seen = new Set<number>();
  for (const [rid, ...values] of connection.statements.rows(select.text).iterate(...select.values)) {
    // A resource with several values stands at its first one only.
    if (seen.has(rid as number)) continue;
    seen.add(rid as number);
    const value = values[0] === null ? null : (values as (string | number)[]);
    const position = { rid: rid as number, values: [value] };
    if (after && compare(position, after) <= 0) continue;
    found.push(position);
    if (found.length > query.count) break;
  }
  return found;
}

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

/** rid and value, ordered, the missing last; undefined where SQLite cannot order it. */
function selectSorted(
  key: SortKey,
  plan: SearchPlan,
  types: readonly string[],
  context: CompileContext,
): Sql | undefined {
  const found = sql`FROM (${plan.byRid(0)}) d CROSS JOIN resources x ON x.rid=d.rid`;
  const where = allOf(plan.tests);
  const way = key.descending ? ' DESC' : '';
  if (key.by !== 'param') {
    const column = raw(key.by === '_id' ? 'x.id' : 'x.ver');
    return sql`SELECT x.rid, ${column} ${found} WHERE ${where} ORDER BY 2${raw(way)}, 1${raw(way)}`;
  }
  if (key.kind === 'reference') return undefined;
  const { table, columns } = sortColumns(key);
  const numbers = parametersOf(context, types, key.param, key.kind).map((one) => one.p);
  const listed = columns.map((column) => `e.${column}`);
  const order = [`${listed[0]} IS NULL`, ...listed.map((column) => column + way), `x.rid${way}`];
  return sql`SELECT x.rid, ${raw(listed.join(', '))} ${found} LEFT JOIN ${raw(table)} e
    ON e.rid=x.rid AND ${isOneOf('e.p', numbers)} WHERE ${where} ORDER BY ${raw(order.join(', '))}`;
}

// Sorting by collecting: what the driver finds, with its sort value by (rid, p), sorted by SQLite; the other
// conditions are then judged in that order, until the page is full. For few rows, and for orders that no table is
// clustered by.

import type { Query, SortKey } from '../../query.ts';
import { type CompileContext, parametersOf } from '../compile/condition.ts';
import type { Connection } from '../connection.ts';
import { allOf, isOneOf, join, raw, type Sql, sql } from '../sql.ts';
import type { Row } from '../statements.ts';
import { RID, VER, VERSION_COLUMNS } from '../version-row.ts';
import { collectByKeys } from './collect-keys.ts';
import type { Position } from './cursor.ts';
import type { Placed } from './placed.ts';
import type { SearchPlan } from './plan.ts';
import { compareSortValues, sortColumns } from './sort-columns.ts';

/** The rows after `after`, in order, `count` + 1 at most. */
export function collectSorted(
  connection: Connection,
  plan: SearchPlan,
  query: Query,
  after: Position | undefined,
  context: CompileContext,
): Placed[] {
  const [key] = query.sort;
  const select = query.sort.length === 1 ? selectSorted(key!, plan, query.types, after, context) : undefined;
  if (!select) return collectedByKeys(connection, plan, query, after);
  const compare = comparePositions(query.sort);
  const found: Placed[] = [];
  const seen = new Set<number>();
  for (const row of connection.statements.rows(select.text).iterate(...select.values)) {
    const rid = row[RID] as number;
    // A resource with several values stands at its first one only.
    if (seen.has(rid)) continue;
    seen.add(rid);
    const values = row.slice(VER + 1) as (string | number)[];
    const position = { rid, values: [values[0] === null ? null : values] };
    if (after && compare(position, after) <= 0) continue;
    found.push({ row, position });
    if (found.length > query.count) break;
  }
  return found;
}

/** Ties follow the direction of the last key, as a walk over the table would. */
function comparePositions(sort: readonly SortKey[]): (a: Position, b: Position) => number {
  const backwards = sort.at(-1)?.descending ?? false;
  return (a, b) => {
    for (let i = 0; i < sort.length; i++) {
      const order = compareSortValues(a.values[i]!, b.values[i]!, sort[i]!.descending);
      if (order !== 0) return order;
    }
    return backwards ? b.rid - a.rid : a.rid - b.rid;
  };
}

/** Rows with their sort value, ordered, the missing last; undefined where SQLite cannot order it. */
function selectSorted(
  key: SortKey,
  plan: SearchPlan,
  types: readonly string[],
  after: Position | undefined,
  context: CompileContext,
): Sql | undefined {
  const way = key.descending ? ' DESC' : '';
  if (key.by !== 'param') {
    const column = raw(key.by === '_id' ? 'x.id' : 'x.ver');
    return sql`SELECT ${raw(VERSION_COLUMNS)}, ${column} FROM (${plan.rows}) d CROSS JOIN resources x ON x.rid=d.rid
      CROSS JOIN versions v ON v.ver=x.ver WHERE ${allOf(plan.tests)} ORDER BY ${column}${raw(way)}, x.rid${raw(way)}`;
  }
  if (key.kind === 'reference') return undefined;
  const { table, columns } = sortColumns(key);
  const parameters = parametersOf(context, types, key.param, key.kind);
  const numbers = parameters.map((one) => one.p);
  // Of several values the first decides, also where it stands before the page.
  const many = parameters.some((one) => one.many) || ['token', 'uri'].includes(key.kind);
  const names = ['a', 'b'].slice(0, columns.length);
  const listed = columns.map((column, i) => `e.${column} AS ${names[i]}`).join(', ');
  const order = ['a IS NULL', ...names.map((name) => name + way), `rid${way}`].join(', ');
  // `resources` only after the sort: what it is asked for is spread over the whole table.
  return sql`SELECT ${raw(VERSION_COLUMNS)}, ${raw(names.map((name) => `d.${name}`).join(', '))}
    FROM (SELECT k.rid AS rid, ${raw(listed)} FROM (${plan.rows}) k LEFT JOIN ${raw(table)} e
      ON e.rid=k.rid AND ${isOneOf('e.p', numbers)} ${many ? raw('') : beyond(after, columns, way)} ORDER BY ${raw(order)} LIMIT -1) d
    CROSS JOIN resources x ON x.rid=d.rid CROSS JOIN versions v ON v.ver=x.ver WHERE ${allOf(plan.tests)}`;
}

/** Leaves out what stands before the page, as far as the value tells. */
function beyond(after: Position | undefined, columns: readonly string[], way: string): Sql {
  if (!after) return raw('');
  const value = after.values[0];
  const of = columns.map((column) => `e.${column}`);
  if (!value) return sql`WHERE ${raw(of[0]!)} IS NULL`;
  const bound = join(
    value.map((part) => sql`${part}`),
    ', ',
  );
  const tuple = of.length === 1 ? of[0]! : `(${of.join(', ')})`;
  const asked = of.length === 1 ? bound : sql`(${bound})`;
  return sql`WHERE (${raw(of[0]!)} IS NULL OR ${raw(tuple)} ${raw(way === '' ? '>=' : '<=')} ${asked})`;
}

function collectedByKeys(
  connection: Connection,
  plan: SearchPlan,
  query: Query,
  after: Position | undefined,
): Placed[] {
  const compare = comparePositions(query.sort);
  const items = collectByKeys(connection, plan, query).sort(compare);
  const rest = after ? items.filter((item) => compare(item, after) > 0) : items;
  const positions = rest.slice(0, query.count + 1);
  const rows = readCurrent(connection, positions);
  return positions.map((position, i) => ({ row: rows[i]!, position }));
}

/** Current versions of these resources, in the same order. */
function readCurrent({ statements }: Connection, positions: readonly Position[]): Row[] {
  const rids = JSON.stringify(positions.map(({ rid }) => rid));
  return statements
    .rows(`SELECT ${VERSION_COLUMNS} FROM json_each(+?) k CROSS JOIN resources x ON x.rid=k.value
      CROSS JOIN versions v ON v.ver=x.ver`)
    .all(rids);
}

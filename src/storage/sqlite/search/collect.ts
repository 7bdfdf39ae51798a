// Sorting by collecting: what the driver finds, with its sort value by (rid, p), sorted by SQLite; the other
// conditions are then judged in that order, until the page is full. For few rows, and for orders that no table is
// clustered by.

import type { Query, SortKey } from '../../query.ts';
import { type CompileContext, parametersOf } from '../compile/condition.ts';
import type { Connection } from '../connection.ts';
import { allOf, isOneOf, join, raw, type Sql, sql } from '../sql.ts';
import type { Row } from '../statements.ts';
import { collectByKeys } from './collect-keys.ts';
import type { Position } from './cursor.ts';
import type { Placed } from './placed.ts';
import type { SearchPlan } from './plan.ts';
import { comparePositions, positionsAfter } from './positions.ts';
import type { RowReading } from './row-reading.ts';
import { type ParamKey, sortColumns } from './sort-columns.ts';

/** So many times the page are sorted at first; all of them only when the other conditions leave too few. */
const AMPLE = 2;

/** The rows after `after`, in order, `count` + 1 at most. */
export function collectSorted(
  connection: Connection,
  plan: SearchPlan,
  query: Query,
  after: Position | undefined,
  rows: RowReading,
  context: CompileContext,
): Placed {
  const [key] = query.sort;
  if (query.sort.length > 1 || (key!.by === 'param' && key!.kind === 'reference'))
    return collectedByKeys(connection, plan, query, after, rows);
  const wanted = query.count + 1;
  if (key!.by !== 'param') return take(connection, selectByColumn(key!, plan, rows), query, after, rows);
  const ample = wanted * AMPLE;
  const select = (limit: number) => selectByParam(key!, plan, query.types, after, limit, rows, context);
  // Where several values of a resource are in the way, those before the page must be seen too.
  if (isMany(key!, query.types, context) || (plan.size ?? Number.POSITIVE_INFINITY) <= ample)
    return take(connection, select(-1), query, after, rows);
  const found = take(connection, select(ample), query, after, rows);
  return found.rows.length === wanted ? found : take(connection, select(-1), query, after, rows);
}

function take(
  connection: Connection,
  select: Sql,
  { sort, count }: Query,
  after: Position | undefined,
  rows: RowReading,
): Placed {
  const compare = comparePositions(sort);
  const found: Row[] = [];
  const positions: Position[] = [];
  const seen = new Set<number>();
  for (const row of connection.statements.iterate(select)) {
    const rid = rows.rid(row);
    // A resource with several values stands at its first one only.
    if (seen.has(rid)) continue;
    seen.add(rid);
    const values = rows.outputs(row);
    const position = { rid, values: [values[0] === null ? null : values] };
    if (after && compare(position, after) <= 0) continue;
    found.push(row);
    positions.push(position);
    if (found.length > count) break;
  }
  return { rows: found, positionOf: (at) => positions[at]! };
}

function isMany(key: ParamKey, types: readonly string[], context: CompileContext): boolean {
  if (key.kind === 'token' || key.kind === 'uri') return true;
  return parametersOf(context, types, key.param, key.kind).some((one) => one.many);
}

function selectByColumn(key: Exclude<SortKey, ParamKey>, plan: SearchPlan, rows: RowReading): Sql {
  const way = raw(key.descending ? ' DESC' : '');
  const column = raw(key.by === '_id' ? 'x.id' : 'x.ver');
  return sql`SELECT ${raw(rows.columns)}, ${column} FROM (${plan.rows}) d CROSS JOIN resources x ON x.rid=d.rid
    ${raw(rows.join('CROSS'))} WHERE ${allOf(plan.tests)} ORDER BY ${column}${way}, x.rid${way}`;
}

/** Rows with their sort value, ordered, the missing last. `limit`: how many are sorted, -1 all. */
function selectByParam(
  key: ParamKey,
  plan: SearchPlan,
  types: readonly string[],
  after: Position | undefined,
  limit: number,
  rows: RowReading,
  context: CompileContext,
): Sql {
  const way = key.descending ? ' DESC' : '';
  const { columns } = sortColumns(key);
  const names = ['a', 'b'].slice(0, columns.length);
  const order = ['a IS NULL', ...names.map((name) => name + way), `rid${way}`].join(', ');
  const valued = entryValues(plan.rows, key, types, context);
  const bound = after && !isMany(key, types, context) ? beyond(after, names, way) : raw('');
  // `resources` only after the sort: what it is asked for is spread over the whole table.
  return sql`SELECT ${raw(rows.columns)}, ${raw(names.map((name) => `d.${name}`).join(', '))}
    FROM (SELECT * FROM (${valued}) ${bound} ORDER BY ${raw(order)} LIMIT ${limit}) d
    CROSS JOIN resources x ON x.rid=d.rid ${raw(rows.join('CROSS'))} WHERE ${allOf(plan.tests)}`;
}

/** rid and value by (rid, p). */
function entryValues(rows: Sql, key: ParamKey, types: readonly string[], context: CompileContext): Sql {
  const { table, columns } = sortColumns(key);
  const numbers = parametersOf(context, types, key.param, key.kind).map((one) => one.p);
  const listed = columns.map((column, i) => `e.${column} AS ${'ab'[i]}`).join(', ');
  return sql`SELECT k.rid AS rid, ${raw(listed)} FROM (${rows}) k LEFT JOIN ${raw(table)} e
    ON e.rid=k.rid AND ${isOneOf('e.p', numbers)}`;
}

/** Leaves out what stands before the page, as far as the value tells. */
function beyond(after: Position, names: readonly string[], way: string): Sql {
  const value = after.values[0];
  if (!value) return raw('WHERE a IS NULL');
  const asked = join(
    value.map((part) => sql`${part}`),
    ', ',
  );
  return sql`WHERE (a IS NULL OR (${raw(names.join(', '))}) ${raw(way === '' ? '>=' : '<=')} (${asked}))`;
}

function collectedByKeys(
  connection: Connection,
  plan: SearchPlan,
  query: Query,
  after: Position | undefined,
  reading: RowReading,
): Placed {
  const positions = positionsAfter(after, collectByKeys(connection, plan, query), query, connection);
  const rows = readCurrent(connection, positions, reading);
  return { rows, positionOf: (at) => positions[at]! };
}

/** Current versions of these resources, in the same order. */
function readCurrent(
  { statements }: Connection,
  positions: readonly Position[],
  { columns, join }: RowReading,
): Row[] {
  const rids = JSON.stringify(positions.map(({ rid }) => rid));
  return statements
    .rows(`SELECT ${columns} FROM json_each(+?) k CROSS JOIN resources x ON x.rid=k.value ${join('CROSS')}`)
    .all(rids);
}

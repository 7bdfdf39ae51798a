// Sorting by walking: the table of the sort parameter is in order already, everything else probes. Resources
// without a value follow at the end.

import type { Query, SortKey } from '../../query.ts';
import { type CompileContext, parametersOf } from '../compile/condition.ts';
import type { Connection } from '../connection.ts';
import { allOf, isOneOf, join, raw, type Sql, sql } from '../sql.ts';
import type { Row } from '../statements.ts';
import { RID, VER, VERSION_COLUMNS } from '../version-row.ts';
import type { Position, SortValue } from './cursor.ts';
import type { SearchPlan } from './plan.ts';
import { sortColumns } from './sort-columns.ts';

/** True when one clustered table holds the order. */
export function isWalkable(sort: readonly SortKey[]): boolean {
  const [key] = sort;
  return sort.length === 1 && !(key!.by === 'param' && key!.kind === 'reference');
}

export interface Walked {
  row: Row;
  position: Position;
}

/** The rows after `after` in the order of the query's only key, `count` + 1 at most. */
export function walkSorted(
  connection: Connection,
  plan: SearchPlan,
  query: Query,
  after: Position | undefined,
  context: CompileContext,
): Walked[] {
  const key = query.sort[0]!;
  const wanted = query.count + 1;
  const found: Walked[] = [];
  const steps = stepsOf(key, query.types, context);
  if (!after || after.values[0] !== null) {
    const order = orderedSelect(steps, key, after);
    const select = sql`SELECT ${raw(VERSION_COLUMNS)}, ${raw(steps.outputs.map((o) => `d.${o}`).join(', '))}
      FROM (${order}) d CROSS JOIN resources x ON x.rid=d.rid CROSS JOIN versions v ON v.ver=x.ver
      WHERE ${allOf([...steps.tests, ...plan.allTests, context.tick])} LIMIT ${wanted}`;
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

interface Steps {
  /** One select of rid and outputs for each number of the parameter, without order. */
  selects: ((bound: Sql[]) => Sql)[];
  columns: readonly string[];
  outputs: readonly string[];
  tests: Sql[];
  /** True of rows of x that have no value. */
  without?: Sql;
}

function stepsOf(key: SortKey, types: readonly string[], context: CompileContext): Steps {
  const numbers = types.map((type) => context.names.type(type));
  if (key.by === '_id')
    return {
      columns: ['id'],
      outputs: ['a'],
      selects: numbers.map(
        (type) => (bound) =>
          sql`SELECT e.rid AS rid, e.id AS a FROM resources e WHERE ${allOf([sql`e.type=${type}`, raw('e.state=0'), ...bound])}`,
      ),
      tests: [],
    };
  if (key.by !== 'param')
    return {
      columns: ['ver'],
      outputs: ['a'],
      selects: numbers.map(
        (type) => (bound) =>
          sql`SELECT e.rid AS rid, e.ver AS a FROM versions e WHERE ${allOf([sql`e.type=${type}`, ...bound])}`,
      ),
      tests: [raw('x.ver=d.a')],
    };
  const { table, columns } = sortColumns(key);
  const of = raw(table);
  const outputs = ['a', 'b'].slice(0, columns.length);
  const listed = raw(columns.map((column, i) => `e.${column} AS ${outputs[i]}`).join(', '));
  const parameters = parametersOf(context, types, key.param, key.kind).map((one) => one.p);
  const own = sql`FROM ${of} f WHERE f.rid=x.rid AND ${isOneOf('f.p', parameters)}`;
  // A resource with several values stands at its first one only.
  const earlier = sql`NOT EXISTS (SELECT 1 ${own} AND ${raw(tuple('f', columns))} ${raw(key.descending ? '>' : '<')} ${raw(tuple('d', outputs))})`;
  return {
    columns,
    outputs,
    selects: parameters.map(
      (p) => (bound) =>
        sql`SELECT DISTINCT e.rid AS rid, ${listed} FROM ${of} e WHERE ${allOf([sql`e.p=${p}`, ...bound])}`,
    ),
    tests: [earlier],
    without: parameters.length > 0 ? sql`NOT EXISTS (SELECT 1 ${own})` : raw('1'),
  };
}

function tuple(alias: string, columns: readonly string[]): string {
  const listed = columns.map((column) => `${alias}.${column}`).join(', ');
  return columns.length === 1 ? listed : `(${listed})`;
}

function orderedSelect(steps: Steps, key: SortKey, after: Position | undefined): Sql {
  if (steps.selects.length === 0)
    return raw(`SELECT 0 AS rid, ${steps.outputs.map((o) => `0 AS ${o}`).join(', ')} WHERE 0`);
  const way = key.descending ? ' DESC' : '';
  const value: SortValue = after?.values[0] ?? null;
  const bound = value
    ? [
        sql`(${raw([...steps.columns, 'rid'].map((c) => `e.${c}`).join(', '))}) ${raw(key.descending ? '<' : '>')}
          (${join(
            [...value, after!.rid].map((v) => sql`${v}`),
            ', ',
          )})`,
      ]
    : [];
  const order = raw([...steps.outputs, 'rid'].map((output) => output + way).join(', '));
  return sql`${join(
    steps.selects.map((select) => select(bound)),
    ' UNION ALL ',
  )} ORDER BY ${order} LIMIT -1`;
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
    WHERE ${allOf([without, ...plan.allTests, context.tick])} LIMIT ${wanted}`;
}

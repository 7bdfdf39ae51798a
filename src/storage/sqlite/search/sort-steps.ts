// A sort key as walks over the tables that are in its order.

import type { SortKey, Where } from '../../query.ts';
import { type CompileContext, parametersOf } from '../compile/condition.ts';
import type { EntryTable } from '../entry-tables.ts';
import type { Parameter } from '../names.ts';
import { allOf, isOneOf, join, raw, type Sql, sql } from '../sql.ts';
import type { Position } from './cursor.ts';
import { type ParamKey, sortColumns } from './sort-columns.ts';
import { matchesOfKey, walkBounds } from './walk-bounds.ts';

export interface SortSteps {
  /** Names of the values of a row, beside rid. */
  outputs: readonly string[];
  /** The values of a row as a sort value, where they are not that themselves. */
  toValue?(outputs: readonly (string | number)[]): readonly (string | number)[];
  /** SELECT rid and outputs, in order, those after a position. */
  walk(after: Position | undefined): Sql;
  /** On aliases d (the walk) and x (resources). */
  tests: Sql[];
  /** SELECT rid of those without a value, which come last; `bound` is on r.rid. undefined: there are none. */
  rest?(bound: Sql[]): Sql;
}

export function sortSteps(
  key: SortKey,
  types: readonly string[],
  leaves: readonly Where[],
  context: CompileContext,
): SortSteps {
  const numbers = types.map((type) => context.names.type(type));
  if (key.by === '_id') {
    const select = (type: number, bound: Sql[]) =>
      sql`SELECT t.rid AS rid, t.id AS a FROM resources t WHERE ${allOf([sql`t.type=${type}`, raw('t.state=0'), ...bound])}`;
    return {
      outputs: ['a'],
      walk: (after) => inOrder(key, ['id'], after, (bound) => numbers.map((type) => select(type, bound))),
      tests: [],
    };
  }
  if (key.by === '_lastUpdated') {
    const select = (type: number, bound: Sql[]) =>
      sql`SELECT t.rid AS rid, t.ver AS a FROM versions t WHERE ${allOf([sql`t.type=${type}`, ...bound])}`;
    return {
      outputs: ['a'],
      walk: (after) => inOrder(key, ['ver'], after, (bound) => numbers.map((type) => select(type, bound))),
      tests: [raw('x.ver=d.a')],
    };
  }
  return paramSteps(key as ParamKey, types, leaves, context);
}

function paramSteps(
  key: ParamKey,
  types: readonly string[],
  leaves: readonly Where[],
  context: CompileContext,
): SortSteps {
  const { table, columns } = sortColumns(key);
  const of = raw(table);
  const outputs = ['a', 'b'].slice(0, columns.length);
  const listed = raw(columns.map((column, i) => `t.${column} AS ${outputs[i]}`).join(', '));
  const parameters = parametersOf(context, types, key.param, key.kind);
  const asked = matchesOfKey(key, leaves);
  const bounded = parameters.map((one) => ({ p: one.p, bounds: walkBounds(asked, one) }));
  const own = sql`FROM ${of} f WHERE f.rid=x.rid AND ${isOneOf(
    'f.p',
    parameters.map((one) => one.p),
  )}`;
  // A resource with several values stands at its first one only.
  const beyond = raw(key.descending ? '>' : '<');
  const earlier = sql`NOT EXISTS (SELECT 1 ${own} AND ${raw(tuple('f', columns))} ${beyond} ${raw(tuple('d', outputs))})`;
  const single =
    ['date', 'number', 'quantity', 'string'].includes(key.kind) && parameters.every((one) => !one.many);
  return {
    outputs,
    walk: (after) =>
      inOrder(key, columns, after, (bound) =>
        bounded.map(
          ({ p, bounds }) =>
            sql`SELECT DISTINCT t.rid AS rid, ${listed} FROM ${of} t WHERE ${allOf([sql`t.p=${p}`, ...bounds, ...bound])}`,
        ),
      ),
    tests: single ? [] : [earlier],
    // Whoever satisfies a condition on the parameter has a value of it.
    rest: asked.length > 0 ? undefined : (bound) => without(types, parameters, table, bound, context),
  };
}

/** All of the types that have no entry of the parameter. */
function without(
  types: readonly string[],
  parameters: readonly Parameter[],
  table: EntryTable,
  bound: Sql[],
  context: CompileContext,
): Sql {
  const numbers = parameters.map((one) => one.p);
  const lacking =
    numbers.length === 0
      ? []
      : [sql`NOT EXISTS (SELECT 1 FROM ${raw(table)} f WHERE f.rid=r.rid AND ${isOneOf('f.p', numbers)})`];
  return join(
    types.map((type) => {
      const own = [sql`r.type=${context.names.type(type)}`, raw('r.state=0')];
      return sql`SELECT r.rid AS rid FROM resources r WHERE ${allOf([context.tick('r'), ...own, ...bound, ...lacking])}`;
    }),
    ' UNION ALL ',
  );
}

function tuple(alias: string, columns: readonly string[]): string {
  const listed = columns.map((column) => `${alias}.${column}`).join(', ');
  return columns.length === 1 ? listed : `(${listed})`;
}

/** Ordered selects merge as they stream; LIMIT keeps SQLite from dropping the ORDER BY of a subquery. */
function inOrder(
  key: SortKey,
  columns: readonly string[],
  after: Position | undefined,
  selects: (bound: Sql[]) => Sql[],
): Sql {
  const outputs = ['a', 'b'].slice(0, columns.length);
  const value = after?.values[0];
  const place = raw(tuple('t', [...columns, 'rid']));
  const beyond = raw(key.descending ? '<' : '>');
  const bound = value
    ? [
        sql`${place} ${beyond} (${join(
          [...value, after.rid].map((part) => sql`${part}`),
          ', ',
        )})`,
      ]
    : [];
  const steps = selects(bound);
  if (steps.length === 0)
    return raw(`SELECT 0 AS rid, ${outputs.map((o) => `0 AS ${o}`).join(', ')} WHERE 0`);
  const order = [...outputs, 'rid'].map((output) => output + (key.descending ? ' DESC' : ''));
  return sql`${join(steps, ' UNION ALL ')} ORDER BY ${raw(order.join(', '))} LIMIT -1`;
}

// chain and has: conditions on another resource, over a reference to it or from it. Every hop is judged by
// what the caller may see. R4 search.html#chaining and #has.

import { allOf, isOneOf, raw, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING } from './condition.ts';
import { referenceParameter } from './reference.ts';
import { sightTest } from './sight.ts';

/** `inner` is the condition on the target, compiled for `targets`. */
export function compileChain(
  param: string,
  targets: readonly string[],
  inner: Condition,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const parameter = referenceParameter(param, types, context);
  if (!parameter) return NOTHING;
  const y = context.alias();
  const target = raw(y);
  const numbers = targets.map((type) => context.names.type(type));
  const sight = sightTest(targets, y, context);
  // What is contained is seen with its container.
  const seen = sight
    ? sql`(${target}.state=0 AND ${sight} OR ${target}.state=3)`
    : sql`${target}.state IN (0, 3)`;
  const reachable = allOf([seen, isOneOf(`${y}.type`, numbers)]);
  return {
    dear: inner.dear,
    probe: (
      alias,
    ) => sql`EXISTS (SELECT 1 FROM reference t CROSS JOIN resources ${target} ON ${target}.rid=t.target
      WHERE t.rid=${raw(alias)}.rid AND ${parameter} AND ${reachable} AND ${inner.probe(y)})`,
    driver: throughDriver(
      inner,
      (
        found,
      ) => sql`SELECT t.rid AS rid FROM (${found}) k CROSS JOIN resources ${target} ON ${target}.rid=k.rid
        CROSS JOIN reference t ON t.target=k.rid WHERE ${reachable} AND ${parameter}`,
      `${param} → `,
      context,
    ),
  };
}

/** `inner` is the condition on the referring resource, compiled for its type. */
export function compileHas(
  type: string,
  param: string,
  inner: Condition,
  context: CompileContext,
): Condition {
  const parameter = referenceParameter(param, [type], context);
  if (!parameter) return NOTHING;
  const y = context.alias();
  const referrer = raw(y);
  const sight = sightTest([type], y, context);
  const tests = [sql`${referrer}.state=0`, sql`${referrer}.type=${context.names.type(type)}`];
  if (sight) tests.push(sight);
  const reachable = allOf(tests);
  return {
    dear: inner.dear,
    probe: (
      alias,
    ) => sql`EXISTS (SELECT 1 FROM reference t CROSS JOIN resources ${referrer} ON ${referrer}.rid=t.rid
      WHERE t.target=${raw(alias)}.rid AND ${parameter} AND ${reachable} AND ${inner.probe(y)})`,
    driver: throughDriver(
      inner,
      (
        found,
      ) => sql`SELECT t.target AS rid FROM (${found}) k CROSS JOIN resources ${referrer} ON ${referrer}.rid=k.rid
        CROSS JOIN reference t ON t.rid=k.rid WHERE ${reachable} AND ${parameter}`,
      `${type}:${param} ← `,
      context,
    ),
  };
}

/** Few on the other side lead to few here; what starts from many is counted as many without looking. */
function throughDriver(
  inner: Condition,
  through: (found: Sql) => Sql,
  label: string,
  context: CompileContext,
): Condition['driver'] {
  const { driver } = inner;
  if (!driver) return undefined;
  const rows = through(driver.rows);
  return {
    label: label + driver.label,
    rows,
    size: (limit) => (driver.size(limit) >= limit ? limit : context.countUpTo(rows, limit)),
    scan: driver.scan,
  };
}

// Walking along tokens in the order of the leading date: "this code, newest first". The few of them whose leading
// date is another one, or that have several or none, are looked up and merged.

import type { Where } from '../../query.ts';
import { type CompileContext, parametersOf, union } from '../compile/condition.ts';
import { leadingDates } from '../leading-date.ts';
import { allOf, isOneOf, join, raw, type Sql, sql } from '../sql.ts';
import type { Position } from './cursor.ts';
import type { ParamKey } from './sort-columns.ts';
import type { SortSteps } from './sort-steps.ts';
import { matchesOfKey, walkBounds } from './walk-bounds.ts';

/** `tokens`: conditions on alias t, see Driver.dated. */
export function datedSteps(
  key: ParamKey,
  tokens: readonly Sql[],
  types: readonly string[],
  leaves: readonly Where[],
  context: CompileContext,
): SortSteps {
  const parameters = parametersOf(context, types, key.param, 'date');
  const sorted = isOneOf(
    'e.p',
    parameters.map((one) => one.p),
  );
  const asked = matchesOfKey(key, leaves);
  const way = key.descending ? ' DESC' : '';
  const single = parameters.filter((one) => !one.many);
  const led = new Set(single.map((one) => one.p));
  const others = leadingDates()
    .flatMap((param) => parametersOf(context, types, param, 'date'))
    .filter((one) => !one.many && !led.has(one.p))
    .map((one) => one.p);
  /** Tokens of resources that are not led by the key. */
  const unled = (token: Sql) => allOf([token, raw('t.len>=0'), isOneOf('t.dated', [0, ...others])]);

  // UNION: a resource with several of the tokens comes once.
  const walk = (after: Position | undefined): Sql => {
    const start = after?.values[0];
    const beyond = raw(key.descending ? '<' : '>');
    const [lo, hi] = (start ?? [0, 0]) as [number, number];
    const place = start ? [sql`(t.lo, t.len, t.rid) ${beyond} (${lo}, ${hi - lo}, ${after!.rid})`] : [];
    const looked = start
      ? [sql`(e.lo, e.hi - e.lo, t.rid) ${beyond} (${lo}, ${hi - lo}, ${after!.rid})`]
      : [];
    const steps = tokens.flatMap((token) => [
      ...single.map(
        (one) => sql`SELECT t.rid AS rid, t.lo AS a, t.len AS b
          FROM (SELECT p, code, rid, sys, exact, dated, lo, len, lo+len AS hi FROM token INDEXED BY token_dated
            WHERE len>=0) t
          WHERE ${allOf([token, sql`t.dated=${one.p}`, ...walkBounds(asked, one), ...place])}`,
      ),
      sql`SELECT t.rid AS rid, e.lo AS a, e.hi-e.lo AS b FROM token t INDEXED BY token_dated
        CROSS JOIN date e ON e.rid=t.rid AND ${sorted} WHERE ${allOf([unled(token), ...looked])}`,
    ]);
    return sql`${union(steps)} ORDER BY a${raw(way)}, b${raw(way)}, rid${raw(way)} LIMIT -1`;
  };
  const far = raw(key.descending ? '>' : '<');
  return {
    outputs: ['a', 'b'],
    toValue: ([lo, length]) => [lo!, (lo as number) + (length as number)],
    walk,
    // A resource with several values stands at its first one only.
    tests: parameters.some((one) => one.many)
      ? [
          sql`NOT EXISTS (SELECT 1 FROM date e WHERE e.rid=x.rid AND ${sorted} AND (e.lo, e.hi-e.lo) ${far} (d.a, d.b))`,
        ]
      : [],
    rest:
      asked.length > 0
        ? undefined
        : (bound) =>
            sql`SELECT DISTINCT r.rid AS rid FROM (${join(
              tokens.map(
                (token) => sql`SELECT t.rid AS rid FROM token t INDEXED BY token_dated WHERE ${unled(token)}`,
              ),
              ' UNION ALL ',
            )}) r WHERE ${allOf([...bound, sql`NOT EXISTS (SELECT 1 FROM date e WHERE e.rid=r.rid AND ${sorted})`])}`,
  };
}

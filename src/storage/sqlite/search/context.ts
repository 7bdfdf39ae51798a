// What compiling needs of a connection: look-ups and estimates.

import type { See } from '../../see.ts';
import type { CompileContext } from '../compile/condition.ts';
import { endOfPrefix } from '../compile/string.ts';
import type { Connection } from '../connection.ts';
import { raw, type Sql, sql } from '../sql.ts';
import { type Statement, TEXT_KEPT_MAX } from '../statements.ts';
import { createTypeEstimate } from './type-estimate.ts';

/** Milliseconds an estimate is good for: it only chooses between right plans. */
const ESTIMATE_MS = 3000;
const ESTIMATES_KEPT = 1000;
/** Characters of the values of one estimate; more are asked for once, and would only fill the memory. */
const VALUES_KEPT_MAX = 2000;

export interface Estimates {
  countUpTo(rows: Sql, limit: number): number;
  /** Live resources of a type, about. */
  typeRows(type: number): number;
}

export function createEstimates(connection: Connection): Estimates {
  const typeRows = createTypeEstimate(connection);
  const kept = new Map<string, { rows: number; until: number }>();
  const numbers = new Map<Statement, number>();
  /** Statements by number: their texts are long. */
  const numberOf = (statement: Statement): number => {
    let number = numbers.get(statement);
    if (number === undefined) {
      if (numbers.size >= ESTIMATES_KEPT) {
        numbers.clear();
        kept.clear();
      }
      number = numbers.size;
      numbers.set(statement, number);
    }
    return number;
  };
  return {
    typeRows,
    countUpTo(rows, limit) {
      const select = sql`SELECT count(*) FROM (SELECT 1 FROM (${rows}) LIMIT ${raw(String(limit))})`;
      const { statement, values } = connection.statements.bound(select);
      const written = JSON.stringify(values);
      if (written.length > VALUES_KEPT_MAX || statement.source.length > TEXT_KEPT_MAX)
        return (statement.get(values) as [number])[0];
      const key = `${numberOf(statement)} ${written}`;
      const now = performance.now();
      const known = kept.get(key);
      if (known && known.until > now) return known.rows;
      const [count] = statement.get(values) as [number];
      if (kept.size >= ESTIMATES_KEPT) kept.clear();
      kept.set(key, { rows: count, until: now + ESTIMATE_MS });
      return count;
    },
  };
}

export function createCompileContext(
  connection: Connection,
  estimates: Estimates,
  see: See | undefined,
): CompileContext {
  let aliases = 0;
  return {
    names: connection.names,
    see,
    versionAt: (at) => firstVersionAt(connection, at),
    countUpTo: estimates.countUpTo,
    typeRows: (type) => estimates.typeRows(connection.names.type(type)),
    valuesFrom: (p, prefix, atMost) => valuesFrom(connection, p, prefix, atMost),
    tick: tickOf,
    alias: () => `y${++aliases}`,
  };
}

/** One row in 64 looks at the clock: a call from SQL costs as much as several rows. */
export function tickOf(alias: string): Sql {
  return raw(`(${alias}.rid & 63 OR tick())`);
}

/** Goes from each value to the next one, over all rows that have it. */
const VALUES = `WITH RECURSIVE found(v) AS (
  SELECT (SELECT min(t.v) FROM string t WHERE t.p=+? AND t.v>=+? AND t.v<+?)
  UNION ALL
  SELECT (SELECT min(t.v) FROM string t WHERE t.p=+? AND t.v>found.v AND t.v<+?) FROM found WHERE found.v IS NOT NULL
  LIMIT +?) SELECT v FROM found WHERE v IS NOT NULL`;

function valuesFrom(
  { statements }: Connection,
  p: number,
  prefix: string,
  atMost: number,
): string[] | undefined {
  const end = endOfPrefix(prefix);
  const values = statements.rows(VALUES).all(p, prefix, end, p, end, atMost + 1);
  return values.length > atMost ? undefined : values.map(([value]) => value as string);
}

/** The number of the first version with `at` not before the given instant; one past the last when there is none. */
export function firstVersionAt({ statements }: Connection, at: number): number {
  const [last] = statements.rows('SELECT ifnull(max(ver), 0) FROM versions').get() as [number];
  const instantOf = statements.rows('SELECT at FROM versions WHERE ver=?');
  let low = 1;
  let high = last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((instantOf.get(middle)![0] as number) >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}

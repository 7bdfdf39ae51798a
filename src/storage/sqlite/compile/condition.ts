// What a part of a Where compiles to: a probe that judges one resource and, where it can, a driver that finds
// the resources by itself. The planner picks one driver; everything else probes.

import type { See } from '../../see.ts';
import type { Names, Parameter } from '../names.ts';
import { join, raw, type Sql, sql } from '../sql.ts';

export interface Driver {
  /** For people. */
  label: string;
  /** SELECT … AS rid: all that satisfy, in any order, perhaps repeated; deleted ones may be among them. */
  rows: Sql;
  /** Conditions on alias t of `token`, where those tokens lie in the order of the leading date; rows satisfy any. */
  dated?: readonly Sql[];
  /**
   * Selects that each come by rid without repeating, only those above `after`; together they are `rows`. Whether there are
   * any may have to be looked up, so it is asked where it matters only.
   */
  ordered?: (after: number) => Sql[];
  /** How many rows, exact below `limit`; `limit` stands for more. */
  size(limit: number): number;
  /** Most likely so few that finding them is cheaper than counting them: what refers to one resource. */
  likelyFew?: boolean;
  /** Every row of the parameter is looked at, however few satisfy. */
  scan?: boolean;
}

export interface Condition {
  /** True of the row of `resources` that goes by this alias. */
  probe(alias: string): Sql;
  driver?: Driver;
  /** A negation: what it takes away. */
  excludes?: Condition;
  /** Costs as much as many others: probed after them. */
  dear?: boolean;
}

export interface CompileContext {
  names: Names;
  see: See | undefined;
  /** The number of the first version written at or after this instant. */
  versionAt(at: number): number;
  /** Rows of a select, counted up to a limit; answers may be a few seconds old. */
  countUpTo(rows: Sql, limit: number): number;
  /** Live resources of a type, about. */
  typeRows(type: string): number;
  /** The different values that begin with `prefix`, of one number of a string parameter; undefined: more than `atMost`. */
  valuesFrom(p: number, prefix: string, atMost: number): string[] | undefined;
  /** Stands in the rows of a long walk, by an alias with rid: throws when the time of the reading is over. */
  tick(alias: string): Sql;
  /** A new alias, the same ones in the same order for the same shape of query. */
  alias(): string;
}

export const NOTHING: Condition = {
  probe: () => raw('0'),
  driver: {
    label: 'nothing',
    rows: raw('SELECT 0 AS rid WHERE 0'),
    ordered: () => [raw('SELECT 0 AS rid WHERE 0')],
    size: () => 0,
  },
};

/** The opposite; a negation of a negation is the thing itself. */
export function negate(condition: Condition): Condition {
  if (condition.excludes) return condition.excludes;
  return { probe: (alias) => sql`NOT ${condition.probe(alias)}`, excludes: condition, dear: condition.dear };
}

/** Those that are quickly judged first. */
export function cheapFirst(conditions: readonly Condition[]): Condition[] {
  return [...conditions].sort((a, b) => Number(a.dear ?? false) - Number(b.dear ?? false));
}

/** Numbers of a parameter over several types, of one kind or of all. */
export function parametersOf(
  context: CompileContext,
  types: readonly string[],
  code: string,
  kind?: Parameter['kind'],
): Parameter[] {
  return types.flatMap((type) =>
    context.names.parameters(type, code).filter((parameter) => kind === undefined || parameter.kind === kind),
  );
}

export function union(selects: readonly Sql[]): Sql {
  return join(selects, ' UNION ');
}

/** Made when it is first asked for. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

// The common shape of conditions on entries: a table, numbers of a parameter, a condition on its columns.

import type { EntryTable } from '../entry-tables.ts';
import type { Parameter } from '../names.ts';
import { allOf, isOneOf, join, raw, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, lazily, NOTHING } from './condition.ts';

export interface EntryShape {
  table: EntryTable;
  parameters: readonly Parameter[];
  /** On the columns of alias t. */
  where: Sql[];
  /** The same for one resource that is known, written so that SQLite goes by rid; default: `where`. */
  probe?: Sql[];
  /** With the number of one parameter, rows satisfying `where` stand in the order of rid. */
  byRid?: boolean;
  /**
   * Conditions that each choose a stretch in the order of rid; together they are `where`. Asked when it is wanted;
   * undefined: there are none.
   */
  stretches?: () => readonly Sql[] | undefined;
  /** Bounds of the clustered key that hold only when driving, for one number of the parameter. */
  bounds?: (parameter: Parameter) => Sql[];
  /** Rows lie in the order of the leading date, too. */
  dated?: boolean;
  /** Where finds rows only by looking at all of the parameter. */
  scan?: boolean;
  /** Rows inside the stretch that an index finds are looked at one by one, however many there are: look at the clock. */
  passes?: boolean;
  /** Rows that satisfy `where` are judged one by one, at a price: look at the clock, and do not count by it. */
  judged?: Sql;
  label: string;
}

export function entryCondition(shape: EntryShape, context: CompileContext): Condition {
  const { table, parameters, where, label } = shape;
  if (parameters.length === 0) return NOTHING;
  const from = raw(table);
  const numbers = parameters.map((parameter) => parameter.p);
  const select = (conditions: Sql[]) => sql`SELECT t.rid AS rid FROM ${from} t WHERE ${allOf(conditions)}`;
  const rowsOf = (tick: Sql[], judged: Sql[]) =>
    shape.bounds
      ? join(
          parameters.map((one) =>
            select([sql`t.p=${one.p}`, ...shape.bounds!(one), ...tick, ...where, ...judged]),
          ),
          ' UNION ALL ',
        )
      : select([isOneOf('t.p', numbers), ...tick, ...where, ...judged]);
  const tick = shape.scan || shape.passes || shape.judged ? [context.tick('t')] : [];
  const judged = shape.judged ? [shape.judged] : [];
  const rows = rowsOf(tick, judged);
  const counted = shape.judged ? rowsOf(tick, []) : rows;
  const whole = select([isOneOf('t.p', numbers)]);
  const inOrder = lazily(() =>
    shape.byRid ? numbers.map((p) => allOf([sql`t.p=${p}`, ...where])) : shape.stretches?.(),
  );
  return {
    probe: (alias) =>
      sql`EXISTS (SELECT 1 FROM ${from} t WHERE t.rid=${raw(alias)}.rid AND ${isOneOf('t.p', numbers)} AND ${allOf(shape.probe ?? [...where, ...judged])})`,
    driver: {
      label,
      rows,
      // A scan costs by the size of the parameter: count that, not what it finds.
      size: (limit) => context.countUpTo(shape.scan ? whole : counted, limit),
      scan: shape.scan,
      dated: shape.dated ? numbers.map((p) => allOf([sql`t.p=${p}`, ...where])) : undefined,
      get ordered() {
        const stretches = inOrder();
        return (
          stretches &&
          ((after: number) =>
            stretches.map(
              (one) => sql`SELECT DISTINCT t.rid AS rid FROM ${from} t WHERE ${one} AND t.rid>${after}`,
            ))
        );
      },
    },
  };
}

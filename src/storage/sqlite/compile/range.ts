// date, number and quantity: comparisons of intervals. In a table ordered by their start an interval is found
// by bounds that need to know how long it can be: that is what the classes of a parameter say.

import type { DateMatch, NumberMatch, QuantityMatch } from '../../query.ts';
import { longestOf } from '../entry-tables.ts';
import type { Parameter } from '../names.ts';
import { type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';

/** t.lo is beyond `bound`, or there where `itself` is true. */
interface Bound {
  bound: number;
  itself: boolean;
}

/**
 * A condition on t.lo and t.hi, and what follows from it for t.lo alone. As narrow as can be: many values lie just on a
 * bound, all that happened on the next day, and a walk would look at each of them in vain.
 */
export interface RangeTest {
  where: Sql;
  /** From below, for intervals not longer than `longest`. */
  from?: (longest: number) => Bound;
  to?: Bound;
}

const at = (bound: number): Bound => ({ bound, itself: true });
const beyond = (bound: number): Bound => ({ bound, itself: false });

/** Half-open intervals that are never empty, see match.ts: what ends by a bound begins before it. */
export function dateTest({ op, lo, hi }: DateMatch): RangeTest {
  switch (op) {
    case 'eq':
      return { where: sql`t.lo>=${lo} AND t.hi<=${hi}`, from: () => at(lo), to: beyond(hi) };
    case 'ne':
      return { where: sql`(t.lo<${lo} OR t.hi>${hi})` };
    case 'gt':
      return { where: sql`t.hi>${hi}`, from: (longest) => beyond(hi - longest) };
    case 'lt':
      return { where: sql`t.lo<${lo}`, to: beyond(lo) };
    case 'ge':
      return {
        where: sql`(t.hi>${hi} OR t.lo>=${lo})`,
        from: (longest) => (lo <= hi - longest ? at(lo) : beyond(hi - longest)),
      };
    case 'le':
      return { where: sql`(t.lo<${lo} OR t.hi<=${hi})`, to: beyond(hi) };
    case 'sa':
      return { where: sql`t.lo>=${hi}`, from: () => at(hi) };
    case 'eb':
      return { where: sql`t.hi<=${lo}`, to: beyond(lo) };
    case 'ap':
      return {
        where: sql`t.lo<${hi} AND t.hi>${lo}`,
        from: (longest) => beyond(lo - longest),
        to: beyond(hi),
      };
    case 'co':
      return { where: sql`t.lo<=${lo} AND t.hi>=${hi}`, from: (longest) => at(hi - longest), to: at(lo) };
  }
}

/** Closed intervals, mostly of one number, see match.ts. Lengths of others may be rounded. */
export function numberTest({
  op,
  value,
  lo,
  hi,
}: Pick<NumberMatch, 'op' | 'value' | 'lo' | 'hi'>): RangeTest {
  switch (op) {
    case 'eq':
      return { where: sql`t.lo>=${lo} AND t.hi<${hi}`, from: () => at(lo), to: beyond(hi) };
    case 'ne':
      return { where: sql`(t.lo<${lo} OR t.hi>=${hi})` };
    case 'gt':
      return {
        where: sql`t.hi>${value}`,
        from: (longest) => (longest === 0 ? beyond(value) : at(value - longest)),
      };
    case 'lt':
      return { where: sql`t.lo<${value}`, to: beyond(value) };
    case 'ge':
      return { where: sql`t.hi>=${value}`, from: (longest) => at(value - longest) };
    case 'le':
      return { where: sql`t.lo<=${value}`, to: at(value) };
    case 'sa':
      return { where: sql`t.lo>${value}`, from: () => beyond(value) };
    case 'eb':
      return { where: sql`t.hi<${value}`, to: beyond(value) };
    case 'ap':
      return { where: sql`t.lo<${hi} AND t.hi>=${lo}`, from: (longest) => at(lo - longest), to: beyond(hi) };
  }
}

export function rangeBounds(test: RangeTest, longest: number): Sql[] {
  const bounds: Sql[] = [];
  const from = test.from?.(longest);
  if (from && from.bound > Number.NEGATIVE_INFINITY)
    bounds.push(from.itself ? sql`t.lo>=${from.bound}` : sql`t.lo>${from.bound}`);
  if (test.to) bounds.push(test.to.itself ? sql`t.lo<=${test.to.bound}` : sql`t.lo<${test.to.bound}`);
  return bounds;
}

export function compileDate(
  param: string,
  match: DateMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const test = dateTest(match);
  return compileRange(
    'date',
    parametersOf(context, types, param, 'date'),
    test,
    [],
    `${param} ${match.op}`,
    context,
  );
}

export function compileNumber(
  param: string,
  match: NumberMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const parameters = parametersOf(context, types, param, 'number');
  return compileRange('quantity', parameters, numberTest(match), [], `${param} ${match.op}`, context);
}

export function compileQuantity(
  param: string,
  match: QuantityMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const unit: Sql[] = [];
  if (match.system !== undefined) {
    const system = context.names.system(match.system);
    if (system < 0) return NOTHING;
    unit.push(sql`t.sys=${system}`);
  }
  if (match.code !== undefined)
    unit.push(
      match.system === undefined
        ? sql`(t.code=${match.code} OR t.unit=${match.code})`
        : sql`t.code=${match.code}`,
    );
  const parameters = parametersOf(context, types, param, 'quantity');
  return compileRange('quantity', parameters, numberTest(match), unit, `${param} ${match.op}`, context);
}

function compileRange(
  table: 'date' | 'quantity',
  parameters: Parameter[],
  test: RangeTest,
  more: Sql[],
  label: string,
  context: CompileContext,
): Condition {
  const where = [test.where, ...more];
  const bounds = (parameter: Parameter) => rangeBounds(test, longestOf(parameter));
  return entryCondition({ table, parameters, where, bounds, passes: more.length > 0, label }, context);
}

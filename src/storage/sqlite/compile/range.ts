// date, number and quantity: comparisons of intervals. In a table ordered by their start an interval is found
// by bounds that need to know how long it can be: that is what the classes of a parameter say.

import type { DateMatch, NumberMatch, QuantityMatch } from '../../query.ts';
import { longestOf } from '../entry-tables.ts';
import type { Parameter } from '../names.ts';
import { type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';

/** A condition on t.lo and t.hi, and what follows from it for t.lo alone. */
export interface RangeTest {
  where: Sql;
  /** t.lo is at least this, for intervals not longer than `longest`. */
  from?: (longest: number) => number;
  to?: number;
}

/** Half-open intervals, see match.ts. */
export function dateTest({ op, lo, hi }: DateMatch): RangeTest {
  switch (op) {
    case 'eq':
      return { where: sql`t.lo>=${lo} AND t.hi<=${hi}`, from: () => lo, to: hi };
    case 'ne':
      return { where: sql`(t.lo<${lo} OR t.hi>${hi})` };
    case 'gt':
      return { where: sql`t.hi>${hi}`, from: (longest) => hi - longest };
    case 'lt':
      return { where: sql`t.lo<${lo}`, to: lo };
    case 'ge':
      return { where: sql`(t.hi>${hi} OR t.lo>=${lo})`, from: (longest) => Math.min(lo, hi - longest) };
    case 'le':
      return { where: sql`(t.lo<${lo} OR t.hi<=${hi})`, to: hi };
    case 'sa':
      return { where: sql`t.lo>=${hi}`, from: () => hi };
    case 'eb':
      return { where: sql`t.hi<=${lo}`, to: lo };
    case 'ap':
      return { where: sql`t.lo<${hi} AND t.hi>${lo}`, from: (longest) => lo - longest, to: hi };
    case 'co':
      return { where: sql`t.lo<=${lo} AND t.hi>=${hi}`, from: (longest) => hi - longest, to: lo };
  }
}

/** Closed intervals, see match.ts. */
export function numberTest({
  op,
  value,
  lo,
  hi,
}: Pick<NumberMatch, 'op' | 'value' | 'lo' | 'hi'>): RangeTest {
  switch (op) {
    case 'eq':
      return { where: sql`t.lo>=${lo} AND t.hi<${hi}`, from: () => lo, to: hi };
    case 'ne':
      return { where: sql`(t.lo<${lo} OR t.hi>=${hi})` };
    case 'gt':
      return { where: sql`t.hi>${value}`, from: (longest) => value - longest };
    case 'lt':
      return { where: sql`t.lo<${value}`, to: value };
    case 'ge':
      return { where: sql`t.hi>=${value}`, from: (longest) => value - longest };
    case 'le':
      return { where: sql`t.lo<=${value}`, to: value };
    case 'sa':
      return { where: sql`t.lo>${value}`, from: () => value };
    case 'eb':
      return { where: sql`t.hi<${value}`, to: value };
    case 'ap':
      return { where: sql`t.lo<${hi} AND t.hi>=${lo}`, from: (longest) => lo - longest, to: hi };
  }
}

export function rangeBounds(test: RangeTest, longest: number): Sql[] {
  const bounds: Sql[] = [];
  const from = test.from?.(longest);
  if (from !== undefined && from > Number.NEGATIVE_INFINITY) bounds.push(sql`t.lo>=${from}`);
  if (test.to !== undefined) bounds.push(sql`t.lo<=${test.to}`);
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

// Which rows of `resources` a search is about: live resources of some types, what is contained in any, or both.

import type { Query } from '../../query.ts';
import type { CompileContext } from '../compile/condition.ts';
import { sightTest } from '../compile/sight.ts';
import { allOf, anyOf, isOneOf, raw, type Sql, sql } from '../sql.ts';

export interface RowsAsked {
  /** Values of `state`, for SQL. */
  states: string;
  /** What must hold of alias x. */
  tests: Sql[];
}

export function rowsAsked(
  types: readonly string[],
  contained: Query['contained'],
  context: CompileContext,
): RowsAsked {
  const numbers = types.map((type) => context.names.type(type));
  const isTyped = isOneOf('x.type', numbers);
  const sight = sightTest(types, 'x', context);
  const own = [raw('x.state=0'), ...(sight ? [sight] : [])];
  if (!contained) return { states: '0', tests: [own[0]!, isTyped, ...own.slice(1)] };
  // What is contained is seen with its container.
  const container = sightTest(context.names.types, 'r', context);
  const inside = sql`(x.state=3 AND EXISTS (SELECT 1 FROM contained c CROSS JOIN resources r ON r.rid=c.container
    WHERE c.rid=x.rid AND ${allOf([raw('r.state=0'), ...(container ? [container] : [])])}))`;
  if (contained === 'only') return { states: '3', tests: [isTyped, inside] };
  return { states: '0, 3', tests: [isTyped, anyOf([sql`(${allOf(own)})`, inside])] };
}

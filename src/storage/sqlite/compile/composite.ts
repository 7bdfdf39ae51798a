// composite: found by its first code and its first range, then judged part by part on the stored values.

import type { CompositeMatch, SimpleMatch } from '../../query.ts';
import { longestOf } from '../entry-tables.ts';
import { type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';
import { dateTest, numberTest, type RangeTest, rangeBounds } from './range.ts';

export function compileComposite(
  param: string,
  match: CompositeMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const token = match.parts.find((part) => part.kind === 'token');
  const where: Sql[] = [];
  const byCode = token?.code !== undefined && !token.exact;
  if (byCode) where.push(sql`t.code=${token.code}`);
  const test = firstRange(match.parts);
  if (test) where.push(test.where);
  return entryCondition(
    {
      table: 'composite',
      parameters: parametersOf(context, types, param, 'composite'),
      where,
      judged: sql`composite_is(t.parts, ${JSON.stringify(match)})`,
      bounds: test && ((parameter) => rangeBounds(test, longestOf(parameter))),
      scan: !byCode && !test,
      label: param,
    },
    context,
  );
}

function firstRange(parts: readonly SimpleMatch[]): RangeTest | undefined {
  for (const part of parts) {
    if (part.kind === 'date') return dateTest(part);
    if (part.kind === 'number' || part.kind === 'quantity') return numberTest(part);
  }
  return undefined;
}

// token: `code` and `system|code` are the same stretch of the table, in the order of rid.

import type { TokenMatch } from '../../query.ts';
import { isListed } from '../leading-date.ts';
import { type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';
import { asWritten } from './string.ts';

export function compileToken(
  param: string,
  match: TokenMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const where = tokenTests(match, context);
  if (!where) return NOTHING;
  const byCode = match.code !== undefined && !match.exact;
  return entryCondition(
    {
      table: 'token',
      parameters: parametersOf(context, types, param, 'token'),
      where,
      byRid: byCode,
      dated: byCode && isListed(param),
      scan: !byCode,
      label: `${param}=${match.system === undefined ? '' : `${match.system}|`}${match.code ?? ''}`,
    },
    context,
  );
}

/** On alias t; undefined: nothing was ever written with this system. */
export function tokenTests(match: TokenMatch, context: CompileContext): Sql[] | undefined {
  const tests: Sql[] = [];
  if (match.code !== undefined)
    tests.push(match.exact ? asWritten('t.code', match.code) : sql`t.code=${match.code}`);
  if (match.system !== undefined) {
    const system = context.names.system(match.system);
    if (system < 0) return undefined;
    tests.push(sql`t.sys=${system}`);
  }
  return tests;
}

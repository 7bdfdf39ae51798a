// string: a prefix is a stretch of the table; :contains and :exact look at every value of the parameter.

import type { StringMatch } from '../../query.ts';
import { raw, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';

/** After every text that starts with `prefix`. */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

/** The column `exact` is empty where the text as written is the folded one. */
export function asWritten(folded: 't.v' | 't.code', text: string): Sql {
  const same = sql`(t.exact='' AND ${raw(folded)}=${text})`;
  return text === '' ? same : sql`(t.exact=${text} OR ${same})`;
}

export function compileString(
  param: string,
  match: StringMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const { text } = match;
  let where: Sql;
  if (match.how === 'starts') where = sql`t.v>=${text} AND t.v<${endOfPrefix(text)}`;
  else if (match.how === 'contains') where = sql`instr(t.v, ${text})>0`;
  else where = asWritten('t.v', text);
  return entryCondition(
    {
      table: 'string',
      parameters: parametersOf(context, types, param, 'string'),
      where: [where],
      scan: match.how !== 'starts',
      label: `${param} ${match.how} ${text}`,
    },
    context,
  );
}

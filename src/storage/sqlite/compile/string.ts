// string: a prefix is a stretch of the table; what contains, what ends and :exact look at every value of the parameter.

import type { StringMatch } from '../../query.ts';
import { raw, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';

const SCANS: ReadonlySet<StringMatch['how']> = new Set(['contains', 'ends', 'equals']);

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
  return entryCondition(
    {
      table: 'string',
      parameters: parametersOf(context, types, param, 'string'),
      where: [stringTest(match)],
      scan: SCANS.has(match.how),
      label: `${param} ${match.how} ${match.text}`,
    },
    context,
  );
}

function stringTest({ how, text }: StringMatch): Sql {
  switch (how) {
    case 'starts':
      return sql`t.v>=${text} AND t.v<${endOfPrefix(text)}`;
    case 'contains':
      return sql`instr(t.v, ${text})>0`;
    case 'ends':
      return sql`substr(t.v, length(t.v)-length(${text})+1)=${text}`;
    case 'equals':
      return asWritten('t.v', text);
    case 'gt':
      return sql`t.v>${text}`;
    case 'lt':
      return sql`t.v<${text}`;
    case 'ge':
      return sql`t.v>=${text}`;
    case 'le':
      return sql`t.v<=${text}`;
    case 'same':
      return sql`t.v=${text}`;
  }
}

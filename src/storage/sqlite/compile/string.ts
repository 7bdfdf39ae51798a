// string: a prefix is a stretch of the table; what contains, what ends and :exact look at every value of the parameter.

import type { StringMatch } from '../../query.ts';
import type { Parameter } from '../names.ts';
import { raw, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';

/**
 * So few different values that begin with a prefix are looked up one by one: each is a stretch in the order of rid, and
 * nothing needs to be sorted. A Chinese surname is one or two of them, however many bear it.
 */
const VALUES_MAX = 4;

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
  const parameters = parametersOf(context, types, param, 'string');
  return entryCondition(
    {
      table: 'string',
      parameters,
      where: [stringTest(match)],
      byRid: match.how === 'same',
      stretches: match.how === 'starts' ? () => stretchesOf(match.text, parameters, context) : undefined,
      scan: SCANS.has(match.how),
      label: `${param} ${match.how} ${match.text}`,
    },
    context,
  );
}

function stretchesOf(
  prefix: string,
  parameters: readonly Parameter[],
  { valuesFrom }: CompileContext,
): Sql[] | undefined {
  const stretches: Sql[] = [];
  for (const { p } of parameters) {
    const values = valuesFrom(p, prefix, VALUES_MAX - stretches.length);
    if (!values) return undefined;
    stretches.push(...values.map((value) => sql`t.p=${p} AND t.v=${value}`));
  }
  // Nothing at all: any of them finds nothing.
  return stretches.length > 0 ? stretches : [sql`t.p=${parameters[0]!.p} AND t.v=${prefix}`];
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

// uri: equality, and :below and :above at the borders of a path.

import type { UriMatch } from '../../query.ts';
import { isOneOf, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';
import { endOfPrefix } from './string.ts';

export function compileUri(
  param: string,
  match: UriMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  return entryCondition(
    {
      table: 'uri',
      parameters: parametersOf(context, types, param, 'uri'),
      where: [uriTest(match)],
      byRid: match.how === 'equals',
      label: `${param} ${match.how} ${match.value}`,
    },
    context,
  );
}

export function uriTest({ how, value }: UriMatch): Sql {
  if (how === 'equals') return sql`t.v=${value}`;
  if (how === 'above') return isOneOf('t.v', pathPrefixes(value));
  const folder = value.endsWith('/') ? value : `${value}/`;
  return sql`(t.v=${value} OR (t.v>=${folder} AND t.v<${endOfPrefix(folder)}))`;
}

/** The value and all that it lies below. */
export function pathPrefixes(value: string): string[] {
  const prefixes = new Set([value]);
  for (let at = value.indexOf('/'); at >= 0; at = value.indexOf('/', at + 1)) {
    prefixes.add(value.slice(0, at));
    prefixes.add(value.slice(0, at + 1));
  }
  return [...prefixes];
}

// An entry of the parameter that satisfies none of the matches: `ne` of _filter. Looks at every value.

import type { TokenMatch, UriMatch } from '../../query.ts';
import { allOf, anyOf, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';
import { tokenTests } from './token.ts';
import { uriTest } from './uri.ts';

export function compileOther(
  param: string,
  matches: readonly (TokenMatch | UriMatch)[],
  types: readonly string[],
  context: CompileContext,
): Condition {
  const kind = matches[0]?.kind;
  if (kind === undefined) return NOTHING;
  const tests = matches.flatMap((match): Sql[] => {
    if (match.kind !== kind) return [];
    if (match.kind === 'uri') return [uriTest(match)];
    const all = tokenTests(match, context);
    return all ? [allOf(all)] : [];
  });
  return entryCondition(
    {
      table: kind,
      parameters: parametersOf(context, types, param, kind),
      where: [sql`NOT (${anyOf(tests)})`],
      scan: true,
      label: `${param} other`,
    },
    context,
  );
}

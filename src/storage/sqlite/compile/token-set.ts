// A token in a set of codes. Codes of all systems are bound as one list, which drives by their stretches of the table.

import type { CodesOf, TokenSetMatch } from '../../query.ts';
import { anyOf, isOneOf, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';

export function compileTokenSet(
  param: string,
  { sets }: TokenSetMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const known = sets.flatMap((set): { sys: number; set: CodesOf }[] => {
    const sys = context.names.system(set.system);
    return sys < 0 || ('only' in set && set.only.length === 0) ? [] : [{ sys, set }];
  });
  if (known.length === 0) return NOTHING;
  const listed = known.flatMap(({ sys, set }) => ('only' in set ? set.only.map((code) => [code, sys]) : []));
  const whole = known.flatMap(({ sys, set }) => ('allBut' in set ? [{ sys, codes: set.allBut }] : []));
  const tests: Sql[] = [];
  // The codes alone come first: they are what the table is clustered by.
  if (listed.length > 0) {
    const codes = isOneOf('t.code', [...new Set(listed.map(([code]) => code!))]);
    const pairs = JSON.stringify(listed);
    tests.push(sql`(${codes} AND (t.code, t.sys) IN (SELECT value->>0, value->>1 FROM json_each(${pairs})))`);
  }
  for (const { sys, codes } of whole) {
    const all = sql`t.sys=${sys}`;
    tests.push(codes.length === 0 ? all : sql`(${all} AND NOT ${isOneOf('t.code', codes)})`);
  }
  const size = listed.length + whole.length;
  return entryCondition(
    {
      table: 'token',
      parameters: parametersOf(context, types, param, 'token'),
      where: [tests.length === 1 ? tests[0]! : sql`(${anyOf(tests)})`],
      scan: whole.length > 0,
      label: `${param} in ${size} codes`,
    },
    context,
  );
}

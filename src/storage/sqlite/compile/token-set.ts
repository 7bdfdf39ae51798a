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
  // A value with a plus is no reason for SQLite to look each code up in the table, once for every resource.
  const testOf = (code: 't.code' | '+t.code'): Sql => {
    const tests = whole.map(({ sys, codes }) => {
      const all = sql`t.sys=${sys}`;
      return codes.length === 0 ? all : sql`(${all} AND NOT ${isOneOf('+t.code', codes)})`;
    });
    if (listed.length === 0) return anyOf(tests);
    const one = isOneOf(code, [...new Set(listed.map(([name]) => name!))]);
    const pair = sql`(+t.code, +t.sys) IN (SELECT value->>0, value->>1 FROM json_each(${JSON.stringify(listed)}))`;
    return anyOf([sql`(${one} AND ${pair})`, ...tests]);
  };
  const size = listed.length + whole.length;
  return entryCondition(
    {
      table: 'token',
      parameters: parametersOf(context, types, param, 'token'),
      where: [testOf('t.code')],
      probe: [testOf('+t.code')],
      scan: whole.length > 0,
      label: `${param} in ${size} codes`,
    },
    context,
  );
}

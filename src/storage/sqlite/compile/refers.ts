// A reference of the parameter leads to one of these resources: for _revinclude, the whole page in one question.

import { raw, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING, parametersOf } from './condition.ts';
import { referenceParameter } from './reference.ts';
import { inRidOrder } from './rid-order.ts';

export function compileRefers(
  param: string,
  keys: readonly { type: string; id: string }[],
  types: readonly string[],
  context: CompileContext,
): Condition {
  const parameter = referenceParameter(param, types, context);
  if (!parameter || keys.length === 0) return NOTHING;
  const pairs = keys.map(({ type, id }) => [context.names.type(type), id] as const);
  const targets = sql`json_each(${JSON.stringify(pairs)}) k CROSS JOIN resources y ON y.type=k.value->>0 AND y.id=k.value->>1`;
  const rows = sql`SELECT t.rid AS rid FROM ${targets} CROSS JOIN reference t ON t.target=y.rid
    WHERE ${parameter} AND ${context.tick('t')}`;
  // Of one target and one parameter the rows stand in the order of rid.
  const numbers =
    param === '_ref' ? [] : parametersOf(context, types, param, 'reference').map((one) => one.p);
  const stretches = pairs.flatMap(([type, id]) =>
    numbers.map(
      (p) => sql`t.target=(SELECT y.rid FROM resources y WHERE y.type=${type} AND y.id=${id}) AND t.p=${p}`,
    ),
  );
  return {
    probe: (alias) =>
      sql`EXISTS (SELECT 1 FROM reference t WHERE t.rid=${raw(alias)}.rid AND ${parameter} AND t.target IN (SELECT y.rid FROM ${targets}))`,
    driver: {
      label: `${param} refers to ${keys.length === 1 ? `${keys[0]!.type}/${keys[0]!.id}` : `${keys.length} resources`}`,
      rows,
      size: (limit) => context.countUpTo(rows, limit),
      ordered: inRidOrder(rows, stretches, context),
    },
  };
}

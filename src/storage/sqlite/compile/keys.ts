// One of these resources, by type and id: the members of a List.

import { raw, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING } from './condition.ts';

export function compileKeys(
  keys: readonly { type: string; id: string }[],
  types: readonly string[],
  context: CompileContext,
): Condition {
  const pairs = keys
    .filter(({ type }) => types.includes(type))
    .map(({ type, id }) => [context.names.type(type), id] as const);
  if (pairs.length === 0) return NOTHING;
  const rows: Sql = sql`SELECT r.rid AS rid FROM json_each(${JSON.stringify(pairs)}) k
    CROSS JOIN resources r ON r.type=k.value->>0 AND r.id=k.value->>1`;
  return {
    probe: (alias) => sql`${raw(alias)}.rid IN (${rows})`,
    driver: { label: 'these resources', rows, size: (limit) => Math.min(limit, pairs.length) },
  };
}

// Conditions on what a resource contains. Contained resources are rows of their own; they are seen with their container.

import { allOf, isOneOf, raw, sql } from '../sql.ts';
import type { CompileContext, Condition } from './condition.ts';

/** `inner` is the condition on the contained resource, compiled for `types`. */
export function compileContains(
  types: readonly string[],
  inner: Condition,
  context: CompileContext,
): Condition {
  const y = context.alias();
  const contained = raw(y);
  const numbers = types.map((type) => context.names.type(type));
  const isContained = allOf([sql`${contained}.state=3`, isOneOf(`${y}.type`, numbers)]);
  const { driver } = inner;
  const rows = driver
    ? sql`SELECT c.container AS rid FROM (${driver.rows}) k CROSS JOIN resources ${contained} ON ${contained}.rid=k.rid
      CROSS JOIN contained c ON c.rid=k.rid WHERE ${isContained}`
    : sql`SELECT c.container AS rid FROM resources ${contained} CROSS JOIN contained c ON c.rid=${contained}.rid
      WHERE ${isContained} AND ${context.tick(y)} AND ${inner.probe(y)}`;
  return {
    dear: inner.dear,
    probe: (
      alias,
    ) => sql`EXISTS (SELECT 1 FROM contained c CROSS JOIN resources ${contained} ON ${contained}.rid=c.rid
      WHERE c.container=${raw(alias)}.rid AND ${isContained} AND ${inner.probe(y)})`,
    driver: {
      label: `contains ${driver?.label ?? types.join(', ')}`,
      rows,
      size: (limit) => (driver && driver.size(limit) >= limit ? limit : context.countUpTo(rows, limit)),
      scan: driver?.scan,
    },
  };
}

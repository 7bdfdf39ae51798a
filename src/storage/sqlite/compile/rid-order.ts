// Rows of references in the order of rid: as stretches of the table, each in that order itself, or collected and sorted
// while they are not too many. Without an order a search walks all of its types instead, judging each resource.

import { type Sql, sql } from '../sql.ts';
import type { CompileContext, Driver } from './condition.ts';

/** So many stretches are merged as they stream. */
const MERGED_MAX = 64;
/** Collecting these takes about 10 ms; where there are more, a walk meets them soon. */
const COLLECTED_MAX = 20_000;

/** `stretches`: conditions on alias t of `reference`, each a target and a parameter; [] when there are none such. */
export function inRidOrder(rows: Sql, stretches: readonly Sql[], context: CompileContext): Driver['ordered'] {
  if (stretches.length > 0 && stretches.length <= MERGED_MAX) {
    return (after) =>
      stretches.map(
        (test) => sql`SELECT DISTINCT t.rid AS rid FROM reference t WHERE ${test} AND t.rid>${after}`,
      );
  }
  if (context.countUpTo(rows, COLLECTED_MAX) === COLLECTED_MAX) return undefined;
  return (after) => [sql`SELECT DISTINCT rid FROM (${rows}) WHERE rid>${after}`];
}

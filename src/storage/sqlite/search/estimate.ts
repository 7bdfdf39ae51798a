// About how many resources satisfy a query, out of a sample of all rows: what the whole would cost to count is not spent.

import type { CompileContext } from '../compile/condition.ts';
import type { Connection } from '../connection.ts';
import { allOf, sql } from '../sql.ts';
import type { SearchPlan } from './plan.ts';

/** Looked at one after another until enough of them satisfy: of a common value a few hundred tell as much as thousands. */
const SAMPLES = 256;
const SAMPLES_MAX = 4096;
/** So many tell the share to 10 % more or less; of one value in a hundred, after all samples, 40 are found: 15 %. */
const ENOUGH = 100;
const GOLDEN = 0.618033988749895;

export function estimateMatches(
  { statements }: Connection,
  { always, leafTests }: SearchPlan,
  context: CompileContext,
): number {
  const [last] = statements.rows('SELECT ifnull(max(rid), 0) FROM resources').get() as [number];
  const tests = allOf([context.tick('x'), ...always, ...leafTests]);
  let hits = 0;
  let looked = 0;
  while (hits < ENOUGH && looked < SAMPLES_MAX) {
    // Not in even steps: resources are written in rows of the same types. However many are taken, they lie everywhere.
    const rids = Array.from(
      { length: SAMPLES },
      (_, i) => 1 + Math.floor((((looked + i) * GOLDEN) % 1) * last),
    );
    const [found] = statements.get(
      sql`SELECT count(*) FROM json_each(${JSON.stringify(rids)}) k CROSS JOIN resources x ON x.rid=k.value WHERE ${tests}`,
    ) as [number];
    hits += found;
    looked += SAMPLES;
  }
  return roughly((hits / looked) * last);
}

/** Two figures: more would claim more than is known. */
function roughly(count: number): number {
  return Number(count.toPrecision(2));
}

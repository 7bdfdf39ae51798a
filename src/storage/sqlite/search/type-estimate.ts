// How many live resources a type has, about: small types are counted, large ones sampled over the rids.

import type { Connection } from '../connection.ts';

const COUNTED = 2048;
const SAMPLES = 256;
const GOLDEN = 0.618033988749895;
/** A known figure holds until the store has grown by this share. */
const GROWTH = 1.1;

export function createTypeEstimate({ statements }: Connection): (type: number) => number {
  const known = new Map<number, { rows: number; until: number }>();
  return (type) => {
    const [last] = statements.rows('SELECT ifnull(max(rid), 0) FROM resources').get() as [number];
    const before = known.get(type);
    if (before && last <= before.until) return before.rows;
    const rows = count(type, last);
    known.set(type, { rows, until: last * GROWTH });
    return rows;
  };

  function count(type: number, last: number): number {
    const [exact] = statements
      .rows('SELECT count(*) FROM (SELECT 1 FROM resources WHERE type=+? AND state=0 LIMIT +?)')
      .get(type, COUNTED) as [number];
    if (exact < COUNTED) return exact;
    // Not in even steps: resources are written in rows of the same types.
    const rids = Array.from({ length: SAMPLES }, (_, i) => 1 + Math.floor(((i * GOLDEN) % 1) * last));
    const [hits] = statements
      .rows(
        'SELECT count(*) FROM json_each(+?) k CROSS JOIN resources x ON x.rid=k.value WHERE x.type=+? AND x.state=0',
      )
      .get(JSON.stringify(rids), type) as [number];
    return Math.max(exact, Math.round((hits / SAMPLES) * last));
  }
}

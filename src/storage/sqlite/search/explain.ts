// How a search is answered, for people: it is run, and every statement is kept account of.

import type { Query } from '../../query.ts';
import type { See } from '../../see.ts';
import type { Explanation } from '../../store.ts';
import type { Connection } from '../connection.ts';
import { type Sql, sql } from '../sql.ts';
import type { SearchPlan, Way } from './plan.ts';
import { recordStatements } from './record-statements.ts';
import { createSearcher } from './run.ts';

/** Rows of a driver are counted up to here. */
const DRIVEN_MAX = 100_000;

const HOW: Readonly<Record<Way, string>> = {
  'by rid': 'by rid',
  try: 'by rid, without counting',
  collect: 'collected and sorted',
  walk: 'walks the sort key',
};

export function explainSearch(
  connection: Connection,
  collectUpTo: number | undefined,
  query: Query,
  see: See | undefined,
): Explanation {
  const { recorded, ran } = recordStatements(connection);
  let chosen: { plan: SearchPlan; at: number; statements: number } | undefined;
  const searcher = createSearcher(recorded, {
    ...(collectUpTo !== undefined && { collectUpTo }),
    onPlan: (plan) => {
      chosen = { plan, at: performance.now(), statements: ran.length };
    },
  });
  return connection.snapshot(() => {
    const started = performance.now();
    const found = searcher.search(query, see);
    const ended = performance.now();
    const { plan, at, statements } = chosen!;
    const walked = plan.way === 'walk';
    return {
      driver: `${plan.label}${plan.few ? ' (few)' : ''}, ${HOW[plan.way]}`,
      estimates: plan.estimates,
      // Once a walk drives, nothing else does.
      ...(walked ? {} : { driven: countRows(connection, plan.byRid(0)) }),
      found: found.versions.length,
      planMs: at - started,
      runMs: ended - at,
      statements: ran.map((one, i) => ({
        ...one,
        purpose: i < statements ? ('plan' as const) : ('search' as const),
        plan: planOf(connection, one),
      })),
    };
  });
}

function countRows({ statements }: Connection, rows: Sql): number {
  return statements.get(
    sql`SELECT count(*) FROM (SELECT 1 FROM (${rows}) LIMIT ${DRIVEN_MAX})`,
  )![0] as number;
}

/** SQLite's own words about a statement, a line a step. */
function planOf({ statements }: Connection, { text, values }: { text: string; values: unknown[] }): string[] {
  return statements
    .rows(`EXPLAIN QUERY PLAN ${text}`)
    .all(...values)
    .map((row) => row[3] as string);
}

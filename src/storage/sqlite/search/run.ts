// Runs a Query on one connection: plan, then rid order, a walk or a sort; counts.

import type { Query, Where } from '../../query.ts';
import type { See } from '../../see.ts';
import type { Found, Key } from '../../store.ts';
import type { CompileContext } from '../compile/condition.ts';
import type { Connection } from '../connection.ts';
import type { Texts } from '../read/texts.ts';
import { allOf, raw, type Sql, sql } from '../sql.ts';
import type { Row } from '../statements.ts';
import { toVersion } from '../version-row.ts';
import { collectSorted } from './collect.ts';
import { containedPage, toContainedVersion } from './contained-page.ts';
import { createCompileContext, createEstimates } from './context.ts';
import { orderName, type Position, readCursor, writeCursor } from './cursor.ts';
import { estimateMatches } from './estimate.ts';
import { fewRows } from './few-rows.ts';
import { lowestRows } from './lowest-rows.ts';
import { type Placed, placedByRid } from './placed.ts';
import { COLLECT_UP_TO, planSearch, type SearchPlan } from './plan.ts';
import { NUMBERED_ROWS, type RowReading, WHOLE_ROWS } from './row-reading.ts';
import { walkSorted } from './walk.ts';

type Counted = Pick<Query, 'types' | 'where' | 'contained'>;

/** A page by the numbers of its versions in the file. */
export interface Numbered extends Omit<Found, 'versions'> {
  vers: number[];
}

export interface Searcher {
  search(query: Query, see: See | undefined, asBytes?: boolean): Found;
  /** Not for contained resources, which are no versions of their own. */
  numbers(query: Query, see: See | undefined): Numbered;
  count(query: Counted, atMost: number | undefined, see: See | undefined): number;
  /** Exact up to a number, beyond it about right. */
  estimate(query: Counted, exactUpTo: number, see: See | undefined): number;
  /** Keys of resources that satisfy, `limit` at most; [] types: every type. */
  keys(types: readonly string[], where: Where, limit: number): Key[];
  readonly collectUpTo: number;
}

export interface SearcherSettings {
  collectUpTo?: number;
  /** Where texts of versions are found by their numbers. */
  texts?: Texts;
  /** Is told of each search's plan before it runs. */
  onPlan?(plan: SearchPlan): void;
}

export function createSearcher(connection: Connection, settings: SearcherSettings = {}): Searcher {
  const { collectUpTo = COLLECT_UP_TO, texts, onPlan } = settings;
  const { statements, names } = connection;
  const estimates = createEstimates(connection);

  /** A search over everything names 146 types, of which a store has a few: the others are walked for nothing. */
  const writtenTypes = (types: readonly string[]): string[] => {
    const written = types.filter((type) => names.type(type) >= 0);
    return written.length > 0 ? written : types.slice(0, 1);
  };
  const pageRows = (
    asked: Query,
    see: See | undefined,
    rows: RowReading,
  ): { page: Row[]; next: Found['next'] } => {
    const order = orderName(asked.types, asked.sort, ...(asked.contained ? [asked.contained] : []));
    const query = { ...asked, types: writtenTypes(asked.types) };
    const after = readCursor(order, query.after, query.sort.length);
    const context = createCompileContext(connection, estimates, see);
    const planned = (mayTry: boolean): SearchPlan => {
      const plan = planSearch(query, context, collectUpTo, mayTry);
      onPlan?.(plan);
      return plan;
    };
    const plan = planned(true);
    const tried = plan.way === 'try' ? fewRows(connection, plan, query.count, after, rows) : undefined;
    const found = tried ?? pageOf(plan.way === 'try' ? planned(false) : plan, query, after, rows, context);
    const page = found.rows.slice(0, query.count);
    const isLast = found.rows.length <= query.count || page.length === 0;
    return { page, next: isLast ? undefined : writeCursor(order, found.positionOf(page.length - 1)) };
  };

  const wholePage = (
    query: Query,
    see: See | undefined,
    asBytes: boolean | undefined,
    seq: number,
  ): Found => {
    const { page, next } = pageRows(query, see, WHOLE_ROWS);
    const versions = query.contained
      ? page.map((row) => toContainedVersion(row, connection))
      : page.map((row) => toVersion(row, names, asBytes));
    return { versions, next, seq };
  };
  const numbers = (query: Query, see: See | undefined, seq: number): Numbered => {
    const { page, next } = pageRows(query, see, NUMBERED_ROWS);
    return { vers: page.map(NUMBERED_ROWS.ver), next, seq };
  };

  const pageOf = (
    plan: SearchPlan,
    query: Query,
    after: Position | undefined,
    rows: RowReading,
    context: CompileContext,
  ): Placed => {
    if (query.contained) return containedPage(connection, plan, query, after);
    if (plan.way === 'walk') return walkSorted(connection, plan, query, after, rows, context);
    if (plan.way === 'collect') return collectSorted(connection, plan, query, after, rows, context);
    const lowest = lowestRows(connection, plan, query.count, after, rows);
    if (lowest) return lowest;
    const select = byRid(plan, rows, after?.rid ?? 0, query.count + 1);
    return placedByRid(statements.all(select), rows);
  };

  const plannedCount = ({ types, where, contained }: Counted, see: See | undefined) => {
    const context = createCompileContext(connection, estimates, see);
    const asked = { types: writtenTypes(types), where, contained };
    return { plan: planSearch(asked, context, collectUpTo), context };
  };

  const countRows = (plan: SearchPlan, atMost: number | undefined): number => {
    const limit = atMost === undefined ? -1 : atMost + 1;
    const select = sql`SELECT count(*) FROM (SELECT 1 FROM (${plan.byRid(0)}) d CROSS JOIN resources x ON x.rid=d.rid
      WHERE ${allOf(plan.tests)} LIMIT ${limit})`;
    return statements.get(select)![0] as number;
  };

  return {
    collectUpTo,
    search: (query, see, asBytes) =>
      connection.snapshot((seq) => {
        if (!texts || !asBytes || query.contained) return wholePage(query, see, asBytes, seq);
        const { vers, ...rest } = numbers(query, see, seq);
        return { versions: texts(vers)!, ...rest };
      }),
    numbers: (query, see) => connection.snapshot((seq) => numbers(query, see, seq)),
    count: (query, atMost, see) =>
      connection.snapshot(() => countRows(plannedCount(query, see).plan, atMost)),
    estimate: (query, exactUpTo, see) =>
      connection.snapshot(() => {
        const { plan, context } = plannedCount(query, see);
        const exact = countRows(plan, exactUpTo);
        return exact <= exactUpTo ? exact : Math.max(exact, estimateMatches(connection, plan, context));
      }),
    keys: (types, where, limit) =>
      connection.snapshot(() => {
        const context = createCompileContext(connection, estimates, undefined);
        const asked = { types: types.length > 0 ? writtenTypes(types) : names.types, where };
        const plan = planSearch(asked, context, collectUpTo);
        const select = sql`SELECT x.type, x.id FROM (${plan.byRid(0)}) d CROSS JOIN resources x ON x.rid=d.rid
          WHERE ${allOf(plan.tests)} LIMIT ${limit}`;
        return statements
          .all(select)
          .map(([type, id]) => ({ type: names.typeName(type as number), id: id as string }));
      }),
  };
}

function byRid(plan: SearchPlan, rows: RowReading, after: number, limit: number): Sql {
  return sql`SELECT ${raw(rows.columns)} FROM (${plan.byRid(after)}) d CROSS JOIN resources x ON x.rid=d.rid
    ${raw(rows.join('CROSS'))} WHERE ${allOf(plan.tests)} LIMIT ${limit}`;
}

// Chooses what drives a search and in which way its page is found. A condition with few rows is collected; where
// many would satisfy, a walk in the order that is wanted fills the page sooner. All other conditions probe. SQLite
// itself never chooses.

import type { Query, SortKey, Where } from '../../query.ts';
import { type CompileContext, type Condition, cheapFirst, type Driver, union } from '../compile/condition.ts';
import { sightDriver } from '../compile/sight.ts';
import { compileWhere } from '../compile/where.ts';
import { isLed } from '../leading-date.ts';
import { raw, type Sql, sql } from '../sql.ts';
import { collectCost, expectedMatches, rowsWhereEven, walkCost } from './costs.ts';
import { rowsAsked } from './rows-asked.ts';
import { boundingLeaf, isWalkable } from './walk-bounds.ts';

/**
 * by rid: driven in that order; try: the same, if the rows of the driver turn out to be few (few-rows.ts); collect: all
 * rows of the driver, then sorted; walk: along the sort key.
 */
export type Way = 'by rid' | 'try' | 'collect' | 'walk';

export interface SearchPlan {
  way: Way;
  label: string;
  /** The driver has few rows: collecting them all is cheap. */
  few: boolean;
  /** SELECT … AS rid, by rid, none repeated, only those above `after`. */
  byRid(after: number): Sql;
  /** The lowest `limit` rows of those, repeated ones counted; absent where they come in that order by themselves. */
  lowest?(after: number, limit: number): Sql;
  /** The same in any order, perhaps repeated. */
  rows: Sql;
  /** Tokens to walk along in the order of the leading date, instead of the table of the sort key. */
  dated?: readonly Sql[];
  /** How many they are; undefined: not counted. */
  size?: number;
  /**
   * Conditions on alias x of `resources`, the driver's own left out. The look at the clock comes first: behind a condition
   * that nothing satisfies nobody would ever look.
   */
  tests: Sql[];
  /** What holds of every row that is found, and the parts that must all hold with theirs: for walks. */
  always: Sql[];
  leaves: Where[];
  leafTests: Sql[];
  estimates: { leaf: string; rows: number }[];
}

export interface Planned {
  types: readonly string[];
  where: Where;
  contained?: Query['contained'];
  /** Absent: by rid. */
  sort?: readonly SortKey[];
  /** Absent: all of them. */
  count?: number;
}

/** Counting stops at a driver with fewer rows than this. */
const HARDLY_ANY = 64;
/** Counted first: cheap, and small enough to drive anything. */
const FEW = 256;
/** More are not counted, and not collected: in large types a walk is then cheaper. See also `limit`. */
export const COLLECT_UP_TO = 2000;
/** Of a type of millions; counting so many takes a millisecond. */
const LOWEST_UP_TO = 20_000;

/** One after another taken away from a walk; more of them probe. */
const EXCLUDED_MAX = 20;

interface Candidate {
  driver: Driver;
  condition?: Condition;
  /** Known when counted and below the limit. */
  rows?: number;
}

/**
 * Drivers with fewer rows than `collectUpTo` may be collected; 0 always walks. Unsorted is by rid. `mayTry`: a driver
 * may be tried without counting.
 */
export function planSearch(
  { types, where, contained, sort = [], count = Number.POSITIVE_INFINITY }: Planned,
  context: CompileContext,
  collectUpTo: number,
  mayTry = false,
): SearchPlan {
  const compiled = new Map(flatten(where).map((leaf) => [compileWhere(leaf, types, context), leaf]));
  const conditions = cheapFirst([...compiled.keys()]);
  const leaves = conditions.map((condition) => compiled.get(condition)!);
  const numbers = types.map((type) => context.names.type(type));
  const { states, tests: always } = rowsAsked(types, contained, context);

  const dear = conditions.at(-1)?.dear;
  const candidates: Candidate[] = conditions.flatMap((condition) =>
    condition.driver ? [{ driver: condition.driver, condition }] : [],
  );
  const seen = types.length === 1 && !contained ? sightDriver(types[0]!, context) : undefined;
  if (seen) candidates.push({ driver: seen });

  const estimates: SearchPlan['estimates'] = [];
  const common = {
    always,
    leaves,
    leafTests: conditions.map((condition) => condition.probe('x')),
    estimates,
  };
  // What is contained has no id and no time of its own: no table holds its order.
  const canWalk = isWalkable(sort) && !contained;
  const otherwise: Way = sort.length === 0 ? 'by rid' : canWalk ? 'walk' : 'collect';
  // Newest first of a code: its tokens lie in that order themselves.
  const isDated = isLed(sort) && otherwise === 'walk';
  const driveBy = ({ driver, condition, rows }: Candidate, few: boolean, way: Way): SearchPlan => ({
    ...common,
    way,
    label: driver.label,
    few,
    byRid: (after) =>
      driver.ordered
        ? inOrder(driver.ordered(after))
        : sql`SELECT DISTINCT rid FROM (${driver.rows}) WHERE rid>${after} ORDER BY 1 LIMIT -1`,
    lowest: driver.ordered
      ? undefined
      : (after, limit) =>
          // The plus: by no index of rid, which holds the rows of everything else too.
          sql`SELECT DISTINCT rid FROM (SELECT rid FROM (${driver.rows}) WHERE +rid>${after} ORDER BY +rid LIMIT ${limit}) ORDER BY 1 LIMIT -1`,
    rows: driver.rows,
    dated: way === 'walk' && isDated ? driver.dated : undefined,
    size: rows,
    tests: [
      ...(few && !dear ? [] : [context.tick('x')]),
      ...always,
      ...conditions.filter((one) => one !== condition).map((one) => one.probe('x')),
    ],
  });

  // The only way to find anything, in the order that is wanted: no need to count.
  const [only] = candidates;
  const isOnlyWay =
    isDated && only?.driver.dated ? true : sort.length === 0 ? only?.driver.ordered : isBounding(only);
  if (candidates.length === 1 && isOnlyWay) return driveBy(only!, false, otherwise);
  const tried =
    mayTry && otherwise === 'by rid' && !contained
      ? candidates.find(({ driver }) => driver.likelyFew && driver.ordered)
      : undefined;
  if (tried) return driveBy(tried, true, 'try');

  // One alone is not counted twice.
  const few =
    (candidates.length > 1 ? smallest(candidates, Math.min(FEW, collectUpTo), estimates) : undefined) ??
    smallest(candidates, limit(), estimates);
  const walked = walkLeaf();
  if (few && isCollectedSooner(few)) return driveBy(few, true, sort.length === 0 ? 'by rid' : 'collect');
  const driver =
    walked ??
    candidates.find(({ driver }) => otherwise === 'collect' && driver.ordered) ??
    candidates.find((one) => one.driver.scan);
  if (driver) return driveBy(driver, false, otherwise);
  return typeWalk();

  /** Rows of a driver that is collected at most. Where only the lowest are kept, the more the larger the type is. */
  function limit(): number {
    const keepsLowest = sort.length === 0 && conditions.length === 1 && !candidates[0]?.driver.ordered;
    if (!keepsLowest || count === Number.POSITIVE_INFINITY) return collectUpTo;
    const even = Math.min(LOWEST_UP_TO, rowsWhereEven({ of: typeRows(), wanted: count + 1 }));
    return Math.round(collectUpTo * Math.max(1, even / COLLECT_UP_TO));
  }

  function typeRows(): number {
    return types.reduce((sum, type) => sum + context.typeRows(type), 0);
  }

  /** What a walk in the wanted order need not leave: its rows are all there are. */
  function walkLeaf(): Candidate | undefined {
    if (sort.length === 0) return candidates.find(({ driver }) => driver.ordered);
    const dated = isDated ? candidates.filter(({ driver }) => driver.dated) : [];
    if (dated.length > 0) return dated.find(({ rows }) => rows !== undefined) ?? dated[0];
    return candidates.find(isBounding);
  }

  /** Does it ask for a stretch of the very order that is wanted? */
  function isBounding(candidate: Candidate | undefined): boolean {
    if (otherwise !== 'walk' || !candidate?.condition) return false;
    return candidate.condition === conditions[boundingLeaf(sort[0]!, leaves, types, context.names)];
  }

  /** Is collecting the few rows cheaper than walking until the page is full? */
  function isCollectedSooner(best: Candidate): boolean {
    const rows = best.rows!;
    // How many satisfy a condition on the text nobody knows beforehand.
    if (dear || rows < HARDLY_ANY || otherwise === 'collect' || (sort.length === 0 && best.driver.ordered))
      return true;
    const of = typeRows();
    const sizes = candidates.flatMap((one) => (one.rows === undefined || one === walked ? [] : [one.rows]));
    const walk = {
      of,
      rows: Math.min(of, walked?.rows ?? of),
      matches: expectedMatches(sizes, of),
      wanted: count + 1,
    };
    const by = sort.length > 0 ? 'value' : conditions.length > 1 ? 'rid' : 'lowest rid';
    return collectCost(rows, by) <= walkCost(walk);
  }

  /** Over the types, minus what comes in the same order: EXCEPT is five times as fast as NOT EXISTS. */
  function typeWalk(): SearchPlan {
    const excluded = conditions
      .filter((condition) => condition.excludes?.driver?.ordered)
      .slice(0, EXCLUDED_MAX);
    const byRid = (after: number) => {
      const walk = numbers.map(
        (type) =>
          sql`SELECT r.rid AS rid FROM resources r WHERE r.type=${type} AND r.state IN (${raw(states)}) AND r.rid>${after} AND ${context.tick('r')}`,
      );
      const minus = excluded.flatMap((condition) => condition.excludes!.driver!.ordered!(after));
      return inOrder(walk, minus);
    };
    return {
      ...common,
      way: otherwise,
      label: excluded.length > 0 ? 'the type, less what is excluded' : 'the type',
      few: false,
      byRid,
      rows: byRid(0),
      tests: [
        context.tick('x'),
        ...always,
        ...conditions.filter((one) => !excluded.includes(one)).map((one) => one.probe('x')),
      ],
    };
  }
}

/** The candidate with the fewest rows below the limit; each that was counted knows it afterwards. */
function smallest(
  candidates: Candidate[],
  limit: number,
  estimates: SearchPlan['estimates'],
): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    const rows = candidate.driver.size(limit);
    estimates.push({ leaf: candidate.driver.label, rows });
    if (rows < limit) candidate.rows = rows;
    if (rows < (best?.rows ?? limit)) best = candidate;
    if (best && best.rows! < HARDLY_ANY) break;
  }
  return best;
}

/** LIMIT keeps SQLite from dropping the ORDER BY of a subquery; with it, ordered selects merge as they stream. */
function inOrder(selects: readonly Sql[], minus: readonly Sql[] = []): Sql {
  let compound = union(selects);
  for (const select of minus) compound = sql`${compound} EXCEPT ${select}`;
  return sql`${compound} ORDER BY 1 LIMIT -1`;
}

function flatten(where: Where): Where[] {
  return where.kind === 'and' ? where.all.flatMap(flatten) : [where];
}

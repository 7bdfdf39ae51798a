// Chooses what drives a search: the condition with few rows if there is one, else one that comes in the order
// of rid, else a scan, else a walk over the type. All others probe. SQLite itself never chooses.

import type { Where } from '../../query.ts';
import { type CompileContext, type Condition, cheapFirst, type Driver, union } from '../compile/condition.ts';
import { sightDriver, sightTest } from '../compile/sight.ts';
import { compileWhere } from '../compile/where.ts';
import { isOneOf, raw, type Sql, sql } from '../sql.ts';

export interface SearchPlan {
  label: string;
  /** The driver has few rows: collecting them all is cheap. */
  few: boolean;
  /** SELECT … AS rid, by rid, none repeated, only those above `after`. */
  byRid(after: number): Sql;
  /** Conditions on alias x of `resources`, the driver's own left out. */
  tests: Sql[];
  /** The same with the driver's own: for walks that something else drives. */
  allTests: Sql[];
  /** The parts that must all hold, and the one that drives. */
  leaves: Where[];
  drivenBy?: Where;
  estimates: { leaf: string; rows: number }[];
}

/** Counting stops at a driver with fewer rows than this. */
const HARDLY_ANY = 64;
/** Counted first: cheap, and small enough to drive anything. */
const FEW = 256;
/** Still cheaper to collect and sort (1 to 2 ms) than to walk a large type for rare rows. */
export const COLLECT_UP_TO = 2000;

/** Drivers with fewer rows than `collectUpTo` are collected; 0 always walks. Unsorted is by rid. */
export function planSearch(
  where: Where,
  types: readonly string[],
  context: CompileContext,
  collectUpTo: number,
  sorted: boolean,
): SearchPlan {
  const compiled = new Map(flatten(where).map((leaf) => [compileWhere(leaf, types, context), leaf]));
  const conditions = cheapFirst([...compiled.keys()]);
  const leaves = conditions.map((condition) => compiled.get(condition)!);
  const numbers = types.map((type) => context.names.type(type));
  const always = [raw('x.state=0'), isOneOf('x.type', numbers)];
  const sight = sightTest(types, 'x', context);
  if (sight) always.push(sight);

  const dear = conditions.at(-1)?.dear;
  const candidates: { driver: Driver; condition?: Condition }[] = conditions.flatMap((condition) =>
    condition.driver ? [{ driver: condition.driver, condition }] : [],
  );
  const seen = types.length === 1 ? sightDriver(types[0]!, context) : undefined;
  if (seen) candidates.push({ driver: seen });

  const estimates: SearchPlan['estimates'] = [];
  const allTests = [...always, ...conditions.map((condition) => condition.probe('x'))];
  const driveBy = (chosen: { driver: Driver; condition?: Condition }, few: boolean): SearchPlan => ({
    label: chosen.driver.label,
    few,
    byRid: (after) => {
      const { ordered, rows } = chosen.driver;
      if (ordered) return inOrder(ordered(after));
      return sql`SELECT DISTINCT rid FROM (${rows}) WHERE rid>${after} ORDER BY 1 LIMIT -1`;
    },
    tests: [...testsWithout(chosen.condition), ...(few && !dear ? [] : [context.tick('x')])],
    allTests,
    leaves,
    drivenBy: chosen.condition && leaves[conditions.indexOf(chosen.condition)],
    estimates,
  });
  const testsWithout = (driving: Condition | undefined): Sql[] => [
    ...always,
    ...conditions.filter((condition) => condition !== driving).map((condition) => condition.probe('x')),
  ];

  const smallest = (limit: number) => {
    let best: (typeof candidates)[number] | undefined;
    let fewest = limit;
    for (const candidate of candidates) {
      const rows = candidate.driver.size(limit);
      estimates.push({ leaf: candidate.driver.label, rows });
      if (rows < fewest) {
        best = candidate;
        fewest = rows;
      }
      if (fewest < HARDLY_ANY) break;
    }
    return best;
  };
  // The only way to find anything, in the order that is wanted: no need to count.
  if (!sorted && candidates.length === 1 && candidates[0]!.driver.ordered)
    return driveBy(candidates[0]!, false);
  const few = smallest(Math.min(FEW, collectUpTo)) ?? smallest(collectUpTo);
  if (few) return driveBy(few, true);
  const ordered =
    candidates.find(({ driver }) => driver.ordered) ?? candidates.find(({ driver }) => driver.scan);
  if (ordered) return driveBy(ordered, false);

  // A walk over the types, minus what comes in the same order: EXCEPT is five times as fast as NOT EXISTS.
  const excluded = conditions.filter((condition) => condition.excludes?.driver?.ordered);
  return {
    label: excluded.length > 0 ? 'the type, less what is excluded' : 'the type',
    few: false,
    byRid: (after) => {
      const walk = numbers.map(
        (type) =>
          sql`SELECT r.rid AS rid FROM resources r WHERE r.type=${type} AND r.state=0 AND r.rid>${after}`,
      );
      const minus = excluded.flatMap((condition) => condition.excludes!.driver!.ordered!(after));
      return inOrder(walk, minus);
    },
    tests: [
      ...always,
      ...conditions
        .filter((condition) => !excluded.includes(condition))
        .map((condition) => condition.probe('x')),
      context.tick('x'),
    ],
    allTests,
    leaves,
    estimates,
  };
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

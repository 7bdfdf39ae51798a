// A condition on the very parameter that a search is sorted by cuts the walk to a stretch of its table: `date` of
// a month, newest first. That holds for resources with one value; with many, a value outside may decide the place.

import type { SortKey, Where } from '../../query.ts';
import { dateTest, numberTest, rangeBounds } from '../compile/range.ts';
import { endOfPrefix } from '../compile/string.ts';
import { longestOf } from '../entry-tables.ts';
import type { Names, Parameter } from '../names.ts';
import { type Sql, sql } from '../sql.ts';
import type { ParamKey } from './sort-columns.ts';

type MatchLeaf = Extract<Where, { kind: 'match' }>;

/** True when one clustered table holds the order. */
export function isWalkable(sort: readonly SortKey[]): boolean {
  const [key] = sort;
  return sort.length === 1 && !(key!.by === 'param' && key!.kind === 'reference');
}

/** Which of the leaves cuts a walk along the key to its own rows; -1: none does. */
export function boundingLeaf(
  key: SortKey,
  leaves: readonly Where[],
  types: readonly string[],
  names: Names,
): number {
  if (key.by !== 'param') return -1;
  const parameters = types
    .flatMap((type) => names.parameters(type, key.param))
    .filter((one) => one.kind === key.kind);
  const leaf = matchesOfKey(key, leaves).find((one) =>
    parameters.every((parameter) => walkBounds([one], parameter).length > 0),
  );
  return leaf === undefined ? -1 : leaves.indexOf(leaf);
}

/** The leaves that a walk along the key satisfies by its bounds alone, so that no row need be asked. */
export function enforcedLeaves(
  key: SortKey,
  leaves: readonly Where[],
  types: readonly string[],
  names: Names,
): ReadonlySet<Where> {
  if (key.by !== 'param') return new Set();
  const parameters = types.flatMap((type) => names.parameters(type, key.param));
  // Of quantities the bounds look at the number only, not at its unit.
  if (key.kind === 'quantity') return new Set();
  return new Set(
    matchesOfKey(key, leaves).filter((leaf) =>
      parameters.every((one) => one.kind === key.kind && walkBounds([leaf], one).length > 0),
    ),
  );
}

/** The parts of a query that ask for a value of the sort key's parameter and kind. */
export function matchesOfKey(key: ParamKey, leaves: readonly Where[]): MatchLeaf[] {
  return leaves.filter(
    (leaf): leaf is MatchLeaf =>
      leaf.kind === 'match' && leaf.param === key.param && leaf.match.kind === key.kind,
  );
}

/** Conditions on alias t that rows of this number must meet, because the resource's only value does. */
export function walkBounds(leaves: readonly MatchLeaf[], parameter: Parameter): Sql[] {
  if (parameter.many) return [];
  return leaves.flatMap(({ match }) => {
    switch (match.kind) {
      case 'date': {
        const test = dateTest(match);
        return [...rangeBounds(test, longestOf(parameter)), test.where];
      }
      case 'number':
      case 'quantity': {
        const test = numberTest(match);
        return [...rangeBounds(test, longestOf(parameter)), test.where];
      }
      case 'string':
        return match.how === 'starts' ? [sql`t.v>=${match.text}`, sql`t.v<${endOfPrefix(match.text)}`] : [];
      default:
        return [];
    }
  });
}

// Compiles a whole Where: the table of contents of the conditions, and and / or / not over them.

import type { Match, Where } from '../../query.ts';
import { allOf, anyOf, isOneOf, join, raw, sql } from '../sql.ts';
import { compileComposite } from './composite.ts';
import {
  type CompileContext,
  type Condition,
  cheapFirst,
  type Driver,
  lazily,
  NOTHING,
  negate,
} from './condition.ts';
import { compileContains } from './contains.ts';
import { compileKeys } from './keys.ts';
import { compileChain, compileHas } from './link.ts';
import { compileListed } from './listed.ts';
import { compileMissing } from './missing.ts';
import { compileOther } from './other.ts';
import { compilePosition } from './position.ts';
import { compileDate, compileNumber, compileQuantity } from './range.ts';
import { compileReference } from './reference.ts';
import { compileRefers } from './refers.ts';
import { compileString } from './string.ts';
import { compileText } from './text.ts';
import { compileToken } from './token.ts';
import { compileTokenSet } from './token-set.ts';
import { compileTree } from './tree.ts';
import { compileUri } from './uri.ts';

/** Beyond this, the exact size of a driver inside a tree does not matter. */
const FEW = 256;

export function compileWhere(where: Where, types: readonly string[], context: CompileContext): Condition {
  switch (where.kind) {
    case 'and':
      return compileAnd(
        where.all.map((part) => compileWhere(part, types, context)),
        context,
      );
    case 'or': {
      const { conditions, rest } = compileListed(where.any, types, context);
      return compileOr([...conditions, ...rest.map((part) => compileWhere(part, types, context))]);
    }
    case 'not':
      return negate(compileWhere(where.where, types, context));
    case 'ids':
      return compileIds(where.ids, types, context);
    case 'keys':
      return compileKeys(where.keys, types, context);
    case 'updated':
      return compileUpdated(where.from, where.before, types, context);
    case 'match':
      return compileMatch(where.param, where.match, types, context);
    case 'other':
      return compileOther(where.param, where.matches, types, context);
    case 'missing':
      return compileMissing(where.param, where.targets, types, context);
    case 'typed':
      return compileTyped(where.types, where.where, types, context);
    case 'contains':
      return compileContains(where.types, compileWhere(where.where, where.types, context), context);
    case 'refers':
      return compileRefers(where.param, where.keys, types, context);
    case 'chain': {
      const inner = compileWhere(where.where, where.targets, context);
      return compileChain(where.param, where.targets, inner, types, context);
    }
    case 'has': {
      const inner = compileWhere(where.where, [where.type], context);
      return compileHas(where.type, where.param, inner, context);
    }
    case 'tree':
      return compileTree(where, types, context);
    case 'text':
      return compileText(where.of, where.phrase);
  }
}

function compileMatch(
  param: string,
  match: Match,
  types: readonly string[],
  context: CompileContext,
): Condition {
  switch (match.kind) {
    case 'token':
      return compileToken(param, match, types, context);
    case 'string':
      return compileString(param, match, types, context);
    case 'date':
      return compileDate(param, match, types, context);
    case 'number':
      return compileNumber(param, match, types, context);
    case 'quantity':
      return compileQuantity(param, match, types, context);
    case 'reference':
      return compileReference(param, match, types, context);
    case 'uri':
      return compileUri(param, match, types, context);
    case 'position':
      return compilePosition(param, match, types, context);
    case 'composite':
      return compileComposite(param, match, types, context);
    case 'token-set':
      return compileTokenSet(param, match, types, context);
  }
}

function compileAnd(all: readonly Condition[], context: CompileContext): Condition {
  if (all.length === 1) return all[0]!;
  const parts = cheapFirst(all);
  const dear = parts.at(-1)?.dear;
  const probe = (alias: string) =>
    parts.length === 0 ? raw('1') : sql`(${allOf(parts.map((part) => part.probe(alias)))})`;
  const best = smallest(parts);
  if (!best) return { probe, dear };
  const x = context.alias();
  const rest = allOf(parts.filter((part) => part !== best).map((part) => part.probe(x)));
  const { driver } = best as { driver: Driver };
  return {
    probe,
    dear,
    driver: {
      label: driver.label,
      rows: sql`SELECT k.rid AS rid FROM (${driver.rows}) k CROSS JOIN resources ${raw(x)} ON ${raw(x)}.rid=k.rid WHERE ${rest}`,
      size: (limit) => driver.size(limit),
      scan: driver.scan,
    },
  };
}

/** The part with the fewest rows; counting stops at the first that has hardly any. */
function smallest(parts: readonly Condition[]): Condition | undefined {
  let best: Condition | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    if (!part.driver) continue;
    const size = part.driver.size(FEW);
    if (size < fewest) {
      best = part;
      fewest = size;
    }
    if (fewest < FEW / 4) break;
  }
  return best;
}

function labelOf(drivers: readonly Driver[]): string {
  const shown = drivers.slice(0, LABELS_SHOWN).map((driver) => driver.label);
  if (drivers.length > LABELS_SHOWN) shown.push(`${drivers.length - LABELS_SHOWN} others`);
  return shown.join(' or ');
}

const LABELS_SHOWN = 4;

/** SQLite takes 500 selects in one compound. */
const COMPOUND_MAX = 100;

/** More alternatives than one compound takes are compounds of compounds. */
function compileOr(any: readonly Condition[]): Condition {
  if (any.length <= COMPOUND_MAX) return compileOrOfFew(any);
  const groups: Condition[] = [];
  for (let at = 0; at < any.length; at += COMPOUND_MAX)
    groups.push(compileOrOfFew(any.slice(at, at + COMPOUND_MAX)));
  return compileOr(groups);
}

/** All of them in one order; undefined where one has none, or where they are too many selects. */
function orderedUnion(drivers: readonly Driver[]): Driver['ordered'] {
  let terms = 0;
  for (const { ordered } of drivers) {
    if (!ordered) return undefined;
    terms += ordered(0).length;
    if (terms > COMPOUND_MAX) return undefined;
  }
  return (after) => drivers.flatMap((driver) => driver.ordered!(after));
}

function compileOrOfFew(all: readonly Condition[]): Condition {
  // Parameters that nothing was ever written of, such as readings where every name is Latin.
  const any = all.filter((part) => part !== NOTHING);
  if (any.length === 0) return NOTHING;
  if (any.length === 1) return any[0]!;
  const parts = cheapFirst(any);
  const dear = parts.at(-1)?.dear;
  const probe = (alias: string) => anyOf(parts.map((part) => part.probe(alias)));
  const drivers = parts.flatMap((part) => (part.driver ? [part.driver] : []));
  if (drivers.length < parts.length) return { probe, dear };
  const dated = drivers.every((driver) => driver.dated) ? drivers.flatMap((driver) => driver.dated!) : [];
  const inOrder = lazily(() => orderedUnion(drivers));
  return {
    probe,
    driver: {
      label: labelOf(drivers),
      rows: join(
        drivers.map((driver) => sql`SELECT rid FROM (${driver.rows})`),
        ' UNION ALL ',
      ),
      get ordered() {
        return inOrder();
      },
      dated: dated.length > 0 && dated.length <= COMPOUND_MAX ? dated : undefined,
      size: (limit) => {
        let sum = 0;
        for (const driver of drivers) {
          sum += driver.size(limit);
          if (sum >= limit) return limit;
        }
        return sum;
      },
      scan: drivers.some((driver) => driver.scan),
    },
  };
}

/** What drives may also find other types: a target of a reference is of any. */
function compileTyped(
  asked: readonly string[],
  where: Where,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const both = asked.filter((type) => types.includes(type));
  if (both.length === 0) return NOTHING;
  const numbers = both.map((type) => context.names.type(type));
  const isTyped: Condition = { probe: (alias) => isOneOf(`${alias}.type`, numbers) };
  return compileAnd([compileWhere(where, both, context), isTyped], context);
}

function compileIds(ids: readonly string[], types: readonly string[], context: CompileContext): Condition {
  const test = (alias: string) => isOneOf(`${alias}.id`, ids);
  const numbers = types.map((type) => context.names.type(type));
  return {
    probe: test,
    driver: {
      label: '_id',
      rows: sql`SELECT r.rid AS rid FROM resources r WHERE ${isOneOf('r.type', numbers)} AND ${test('r')}`,
      size: (limit) => Math.min(limit, ids.length * types.length),
    },
  };
}

/** `at` never falls from one version to the next, so a range of instants is a range of version numbers. */
function compileUpdated(
  from: number | undefined,
  before: number | undefined,
  types: readonly string[],
  context: CompileContext,
): Condition {
  if (from === undefined && before === undefined) return compileAnd([], context);
  // 1, not 0: what is contained was never updated by itself.
  const first = from === undefined ? 1 : context.versionAt(from);
  const end = context.versionAt(before ?? Number.POSITIVE_INFINITY);
  const numbers = types.map((type) => context.names.type(type));
  const rows = sql`SELECT w.rid AS rid FROM versions w CROSS JOIN resources r ON r.rid=w.rid
    WHERE ${isOneOf('w.type', numbers)} AND w.ver>=${first} AND w.ver<${end} AND r.ver=w.ver`;
  return {
    probe: (alias) => sql`(${raw(alias)}.ver>=${first} AND ${raw(alias)}.ver<${end})`,
    driver: { label: '_lastUpdated', rows, size: (limit) => Math.min(limit, Math.max(0, end - first)) },
  };
}

// reference: a target is a row of `resources`. Clustered by target, so what refers to a resource lies together.

import type { ReferenceMatch } from '../../query.ts';
import { allOf, anyOf, isOneOf, raw, type Sql, sql } from '../sql.ts';
import { type CompileContext, type Condition, NOTHING, parametersOf } from './condition.ts';
import { inRidOrder } from './rid-order.ts';
import { endOfPrefix } from './string.ts';
import { pathPrefixes } from './uri.ts';

/**
 * Rows of alias t that belong to the parameter; `_ref` is also what other references stand for. The type of the
 * row's resource must be checked beside it. undefined: there are none.
 */
export function referenceParameter(
  param: string,
  types: readonly string[],
  context: CompileContext,
): Sql | undefined {
  const numbers = parametersOf(context, types, param, 'reference').map((one) => one.p);
  const own = numbers.length > 0 ? isOneOf('t.p', numbers) : undefined;
  if (param !== '_ref') return own;
  return anyOf([...(own ? [own] : []), raw('t.ref=1')]);
}

export function compileReference(
  param: string,
  match: ReferenceMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const parameter = referenceParameter(param, types, context);
  if (!parameter) return NOTHING;
  const version = match.version === undefined ? [] : [versionTest(match.version, match.how)];
  const target =
    match.how && match.version === undefined
      ? urlsTest(match, match.how, context)
      : targetTest(match, context);
  const test = allOf([...(target ? [target] : []), parameter, ...version]);
  const rows = sql`SELECT t.rid AS rid FROM reference t WHERE ${test}`;
  const oneTarget =
    !match.how && match.type !== undefined && (match.id !== undefined || match.url !== undefined);
  const numbers =
    param === '_ref' ? [] : parametersOf(context, types, param, 'reference').map((one) => one.p);
  // Of one target and one parameter the rows stand in the order of rid.
  const stretches = oneTarget && target ? numbers.map((p) => allOf([target, sql`t.p=${p}`, ...version])) : [];
  return {
    probe: (alias) => sql`EXISTS (SELECT 1 FROM reference t WHERE t.rid=${raw(alias)}.rid AND ${test})`,
    driver: isSearchable(match)
      ? {
          label: `${param}=${match.url ?? `${match.type ?? '*'}/${match.id}`}`,
          rows,
          size: (limit) => context.countUpTo(rows, limit),
          ordered: inRidOrder(rows, stretches, context),
          likelyFew: stretches.length === 1,
        }
      : undefined,
  };
}

/** A target can be named by id or url; a type alone would be a walk over all references. */
function isSearchable(match: ReferenceMatch): boolean {
  return (match.id !== undefined && !match.id.startsWith('#')) || match.url !== undefined;
}

/** A version is below another that it goes on from, after a dot. */
function versionTest(version: string, how: ReferenceMatch['how']): Sql {
  if (how === undefined) return sql`t.version=${version}`;
  if (how === 'below')
    return sql`(t.version=${version} OR (t.version>=${`${version}.`} AND t.version<${endOfPrefix(`${version}.`)}))`;
  const upper = version.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.'));
  return isOneOf('t.version', upper);
}

/** Targets elsewhere whose url lies below or above. */
function urlsTest({ url = '' }: ReferenceMatch, how: 'below' | 'above', context: CompileContext): Sql {
  const any = [0, ...context.names.types.map((name) => context.names.type(name))];
  const targets = (test: Sql) =>
    sql`t.target IN (SELECT y.rid FROM resources y WHERE ${isOneOf('y.type', any)} AND ${test})`;
  if (how === 'above')
    return targets(
      isOneOf(
        'y.id',
        pathPrefixes(url).map((one) => `|${one}`),
      ),
    );
  const folder = url.endsWith('/') ? url : `${url}/`;
  return targets(sql`(y.id=${`|${url}`} OR (y.id>=${`|${folder}`} AND y.id<${endOfPrefix(`|${folder}`)}))`);
}

function targetTest(match: ReferenceMatch, context: CompileContext): Sql | undefined {
  const { type, id, url } = match;
  if (id !== undefined && url !== undefined) return raw('0');
  const stored = id ?? (url === undefined ? undefined : `|${url}`);
  if (stored === undefined) {
    if (type === undefined) return undefined;
    return sql`(SELECT y.type FROM resources y WHERE y.rid=t.target)=${context.names.type(type)}`;
  }
  if (stored.startsWith('#')) {
    const inside = sql`EXISTS (SELECT 1 FROM contained c WHERE c.rid=t.target AND c.cid=${stored.slice(1)})`;
    const typed = targetTest({ kind: 'reference', type }, context);
    return typed ? sql`(${inside} AND ${typed})` : inside;
  }
  if (type !== undefined)
    return sql`t.target=(SELECT y.rid FROM resources y WHERE y.type=${context.names.type(type)} AND y.id=${stored})`;
  const any = [0, ...context.names.types.map((name) => context.names.type(name))];
  return sql`t.target IN (SELECT y.rid FROM resources y WHERE ${isOneOf('y.type', any)} AND y.id=${stored})`;
}

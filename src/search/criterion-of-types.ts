// One criterion of a search over several types: it must be the same kind of parameter in all of them, but its facts
// may be kept differently. R4 http.html#search ("parameters common to all resources"), search.html#all.

import { FhirError, fhirError } from '../fhir/error.ts';
import type { Where } from '../storage/query.ts';
import { parseCriterion } from './criterion.ts';
import { findParameter, STORE_PARAMETERS } from './find-parameter.ts';
import { parseName, type SearchName } from './parse-name.ts';
import { isSpecialCriterion } from './special-criteria.ts';
import type { AskScope } from './types/search-type.ts';
import { anyOf } from './where.ts';

/** Throws FhirError 400. */
export function parseCriterionOfTypes(
  name: string,
  value: string,
  types: readonly string[],
  scope: AskScope,
): Where {
  const parsed = parseName(name);
  const [first] = types as [string, ...string[]];
  if (types.length === 1) return parseCriterion(parsed, value, first, scope);
  if (parsed.kind === 'has') return parseHas(parsed, value, types, scope);
  checkSameKind(name, parsed, types, scope);
  const groups = new Map<string, { types: string[]; where: Where }>();
  for (const type of types) {
    const where = asked(() => parseCriterion(parsed, value, type, scope));
    const key = JSON.stringify(where);
    const group = groups.get(key);
    if (group) group.types.push(type);
    else groups.set(key, { types: [type], where });
  }
  const parts = [...groups.values()];
  if (parts.length === 1) return parts[0]!.where;
  return anyOf(parts.map((part): Where => ({ kind: 'typed', ...part })));
}

/** What nothing can refer to by the parameter is not found; only when that is all of it, the question is refused. */
function parseHas(
  name: Extract<SearchName, { kind: 'has' }>,
  value: string,
  types: readonly string[],
  scope: AskScope,
): Where {
  const targets = scope.definitions.searchParameters(name.type).get(name.code)?.targets ?? [];
  const possible = types.filter((type) => targets.length === 0 || targets.includes(type));
  const where = parseCriterion(name, value, possible[0] ?? types[0]!, scope);
  return possible.length === types.length ? where : { kind: 'typed', types: possible, where };
}

function checkSameKind(name: string, parsed: SearchName, types: readonly string[], scope: AskScope): void {
  if (parsed.kind === 'has' || STORE_PARAMETERS.has(parsed.code) || isSpecialCriterion(parsed.code)) return;
  const kinds = new Set(
    types.map((type) => asked(() => findParameter(parsed.code, type, scope)).definition.type),
  );
  if (kinds.size === 1) return;
  throw fhirError(
    'invalid',
    `${name} does not mean the same in all the types searched. Search them one by one.`,
    { code: 'not-supported' },
  );
}

/** A parameter that one of the types does not have: says how to name the others. */
function asked<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FhirError) || error.issues[0]?.code !== 'not-supported') throw error;
    const text = `${error.message} A search over several types takes what all of them have: name fewer with _type.`;
    throw fhirError('invalid', text, { code: 'not-supported' });
  }
}

// Chains and _has over canonical URLs: `QuestionnaireResponse?questionnaire.title=…`. A canonical names its target by url
// and perhaps version, so that what is on the other side is found first (shelf.ts) and then asked for by its name. Without a
// version it leads to each that is stored here. R4 references.html#canonical, search.html#chaining.

import type { SearchParameterDefinition } from '../conformance/definitions.ts';
import { foldToken } from '../fhir/fold.ts';
import type { Resource } from '../fhir/json/tree.ts';
import { parseExpression } from '../fhir/path/parse.ts';
import { possibleTypes } from '../fhir/path/possible-types.ts';
import { parseCanonical } from '../fhir/reference.ts';
import type { Where } from '../storage/query.ts';
import type { AskScope } from './types/search-type.ts';
import { allOf, anyOf, NOTHING } from './where.ts';

const CANONICALS = ['canonical', 'uri'];

/** Some of its values may be canonical URLs of resources of these types. */
export function isCanonical(
  { expression, resourceType }: SearchParameterDefinition,
  targets: readonly string[],
  { definitions }: AskScope,
): boolean {
  if (!targets.some((type) => definitions.searchParameters(type).has('url'))) return false;
  const types = possibleTypes(parseExpression(expression), resourceType, definitions.model);
  return CANONICALS.some((type) => types?.has(type));
}

/** The canonical `param` names a resource of one of `targets` that satisfies `where`. */
export function throughCanonical(
  param: string,
  targets: readonly string[],
  where: Where,
  scope: AskScope,
): Where {
  const types = targets.filter((type) => scope.definitions.searchParameters(type).has('url'));
  if (types.length === 0) return NOTHING;
  const names = new Map<string, Where>();
  for (const { url, version } of (scope.shelf.found({ types, where }) ?? []) as Named[]) {
    if (typeof url !== 'string') continue;
    // '' is a canonical that says no version.
    for (const said of typeof version === 'string' ? ['', version] : [''])
      names.set(`${url}|${said}`, { kind: 'match', param, match: { kind: 'reference', url, version: said } });
  }
  return anyOf([...names.values()]);
}

/** What the canonicals of `definition` name, in those of its resources that satisfy `where`. */
export function namedByCanonical(
  definition: SearchParameterDefinition,
  where: Where,
  scope: AskScope,
): Where {
  const { resourceType, stored } = definition;
  const parameters = scope.definitions.searchParameters(resourceType);
  const names = new Map<string, Where>();
  for (const resource of scope.shelf.found({ types: [resourceType], where }) ?? [])
    for (const { param } of stored)
      for (const { value } of parameters.get(param)?.values?.(resource) ?? [])
        if (typeof value === 'string' && !names.has(value)) names.set(value, named(value, scope));
  return anyOf([...names.values()]);
}

type Named = Resource & { url?: unknown; version?: unknown };

function named(canonical: string, { local }: AskScope): Where {
  const target = parseCanonical(canonical, local);
  if (target.kind !== 'url' && target.kind !== 'urn') return NOTHING;
  const version = target.kind === 'url' ? target.version : undefined;
  const isNamed: Where = {
    kind: 'match',
    param: 'url',
    match: { kind: 'uri', how: 'equals', value: target.url },
  };
  if (version === undefined) return isNamed;
  return allOf([
    isNamed,
    { kind: 'match', param: 'version', match: { kind: 'token', code: foldToken(version, false) } },
  ]);
}

// What _revinclude asks for: the resources that refer to those of a page. R4 search.html#revinclude.

import type { Definitions } from '../conformance/definitions.ts';
import type { Resource } from '../fhir/json/tree.ts';
import type { Where } from '../storage/query.ts';
import type { Key } from '../storage/store.ts';
import type { Include } from './parse-include.ts';
import { narrow } from './types/reference.ts';
import { anyOf } from './where.ts';

export interface Question {
  types: string[];
  where: Where;
}

export interface ReverseIncluder {
  /** One question for each _revinclude that applies: first to the matches, then, with `:iterate`, to what was found. */
  next(resources: readonly Resource[]): Question[];
}

export function createReverseIncluder(
  revincludes: readonly Include[],
  definitions: Definitions,
): ReverseIncluder {
  let round = 0;
  return {
    next(resources) {
      const applied = round === 0 ? revincludes : revincludes.filter((include) => include.iterate);
      round++;
      if (resources.length === 0) return [];
      return applied.flatMap((include): Question[] => {
        const where = referringTo(resources, include, definitions);
        if (!where) return [];
        return [{ types: include.type === '*' ? [...definitions.resourceTypes] : [include.type], where }];
      });
    },
  };
}

/** undefined: the parameter leads to none of these. */
function referringTo(
  resources: readonly Resource[],
  { type, param, target }: Include,
  definitions: Definitions,
): Where | undefined {
  const wanted = target === undefined ? undefined : [target];
  if (param === '*') return refers('_ref', resources, narrow([], wanted));
  const definition = definitions.searchParameters(type).get(param);
  const parts = (definition?.stored ?? []).flatMap((stored): Where[] => {
    const allowed = narrow(definition!.targets, stored.targets);
    const targets = narrow(allowed, wanted);
    if (targets.length === 0 && allowed.length > 0) return [];
    const where = refers(stored.param, resources, targets);
    return where ? [where] : [];
  });
  return parts.length === 0 ? undefined : anyOf(parts);
}

/** By type and id, and by url what has one: canonical references name it so. */
function refers(
  param: string,
  resources: readonly Resource[],
  targets: readonly string[],
): Where | undefined {
  const fitting = resources.filter(
    ({ resourceType, id }) => id !== undefined && (targets.length === 0 || targets.includes(resourceType)),
  );
  if (fitting.length === 0) return undefined;
  const keys = fitting.map(({ resourceType: type, id }): Key => ({ type, id: id! }));
  const urls = param === '_ref' ? [] : fitting.flatMap(({ url }) => (typeof url === 'string' ? [url] : []));
  return anyOf([
    { kind: 'refers', param, keys },
    ...urls.map((url): Where => ({ kind: 'match', param, match: { kind: 'reference', url } })),
  ]);
}

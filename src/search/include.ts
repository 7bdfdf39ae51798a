// Which resources _include adds to a page: the references of its resources, followed. R4 search.html#include.

import type { Definitions } from '../conformance/definitions.ts';
import { isObject, type Resource } from '../fhir/json/tree.ts';
import { type LocalBases, type ParsedReference, parseCanonical, parseReference } from '../fhir/reference.ts';
import { literalReferences } from './literal-references.ts';
import type { PageResources, VersionKey } from './page-resources.ts';
import type { Include } from './parse-include.ts';
import { narrow } from './types/reference.ts';

/** What a canonical reference names: a resource of one of these types with this url. */
export interface NamedTarget {
  types: readonly string[];
  url: string;
  /** Its business version; undefined: the newest. */
  version?: string;
}

export interface Targets {
  keys: VersionKey[];
  named: NamedTarget[];
}

export interface Includer {
  /**
   * What to read next, each given out once in the life of the includer and none that is on the page. Call it with
   * the matches of the page, then with the resources that were read, until it gives none; only `:iterate` gives
   * any after the first call.
   */
  next(resources: readonly Resource[]): Targets;
}

export function createIncluder(
  includes: readonly Include[],
  given: { definitions: Definitions; local: LocalBases },
  page: PageResources,
): Includer {
  const named = new Set<string>();
  let round = 0;
  return {
    next(resources) {
      const applied = round === 0 ? includes : includes.filter((include) => include.iterate);
      round++;
      for (const { resourceType: type, id } of resources) if (id !== undefined) page.note({ type, id });
      const targets: Targets = { keys: [], named: [] };
      for (const resource of resources) {
        for (const include of applied) {
          if (include.type !== '*' && include.type !== resource.resourceType) continue;
          for (const target of targetsOf(resource, include, given.definitions, given.local)) {
            if ('id' in target) {
              if (page.take(target)) targets.keys.push(target);
            } else if (!named.has(JSON.stringify(target))) {
              named.add(JSON.stringify(target));
              targets.named.push(target);
            }
            if (page.isFull) return targets;
          }
        }
      }
      return targets;
    },
  };
}

function targetsOf(
  resource: Resource,
  include: Include,
  definitions: Definitions,
  local: LocalBases,
): (VersionKey | NamedTarget)[] {
  const found: (VersionKey | NamedTarget)[] = [];
  const wanted = include.target === undefined ? undefined : [include.target];
  const add = (target: ParsedReference, isCanonical: boolean, targets: readonly string[]) => {
    const types = narrow(targets, wanted);
    if (types.length === 0 && targets.length > 0) return;
    if (target.kind === 'local') {
      const { type, id } = target;
      if (types.length === 0 || types.includes(type)) found.push({ type, id, ...versionOf(target.version) });
    } else if (target.kind === 'url' && isCanonical) {
      const { url, version } = target;
      found.push({ types, url, ...(version === undefined ? {} : { version }) });
    }
  };
  if (include.param === '*') {
    for (const { target } of literalReferences(resource, definitions.model, local)) add(target, false, []);
    return found;
  }
  const parameters = definitions.searchParameters(resource.resourceType);
  const definition = parameters.get(include.param);
  for (const stored of definition?.stored ?? []) {
    const targets = narrow(definition!.targets, stored.targets);
    for (const { value } of parameters.get(stored.param)?.values?.(resource) ?? []) {
      if (typeof value === 'string') add(parseCanonical(value, local), true, targets);
      else if (isObject(value) && typeof value.reference === 'string')
        add(parseReference(value.reference, local), false, targets);
    }
  }
  return found;
}

/** "If a reference is versioned, that version": ours are numbers, so that another name leads nowhere. */
function versionOf(text: string | undefined): { version?: number } {
  if (text === undefined) return {};
  return { version: /^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0 };
}

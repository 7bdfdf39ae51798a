// Which resources _include adds to a page: the references of its resources, followed. R4 search.html#include.

import type { Definitions } from '../conformance/definitions.ts';
import type { Issue } from '../fhir/issue.ts';
import { isObject, type Resource } from '../fhir/json/tree.ts';
import { type LocalBases, parseCanonical, parseReference } from '../fhir/reference.ts';
import type { Key } from '../storage/store.ts';
import { literalReferences } from './literal-references.ts';
import type { Include } from './parse-include.ts';
import { narrow } from './types/reference.ts';

export interface Includer {
  /**
   * Keys to read next, each given out once in the life of the includer and none of a match. Call it with the
   * matches of the page, then with the resources that were read, until it gives none; only `:iterate` gives
   * any after the first call.
   */
  next(resources: readonly Resource[]): Key[];
  /** A warning when the limit was reached. */
  issues: Issue[];
}

/** Resources added to one page at most. */
export const INCLUDED_MAX = 1000;

export function createIncluder(
  includes: readonly Include[],
  given: { definitions: Definitions; local: LocalBases },
  limit = INCLUDED_MAX,
): Includer {
  const seen = new Set<string>();
  const issues: Issue[] = [];
  let round = 0;
  let total = 0;

  return {
    issues,
    next(resources) {
      const applied = round === 0 ? includes : includes.filter((include) => include.iterate);
      round++;
      for (const resource of resources) seen.add(`${resource.resourceType}/${resource.id}`);
      const keys: Key[] = [];
      for (const resource of resources) {
        for (const include of applied) {
          if (include.type !== '*' && include.type !== resource.resourceType) continue;
          for (const key of targetsOf(resource, include, given.definitions, given.local)) {
            const name = `${key.type}/${key.id}`;
            if (seen.has(name)) continue;
            if (total === limit) {
              if (issues.length === 0) issues.push(limitReached(limit));
              return keys;
            }
            seen.add(name);
            total++;
            keys.push(key);
          }
        }
      }
      return keys;
    },
  };
}

function targetsOf(resource: Resource, include: Include, definitions: Definitions, local: LocalBases): Key[] {
  const keys: Key[] = [];
  const add = (text: unknown, targets: readonly string[]) => {
    if (typeof text !== 'string') return;
    const target = text.includes('|') ? parseCanonical(text, local) : parseReference(text, local);
    if (target.kind !== 'local' || (targets.length > 0 && !targets.includes(target.type))) return;
    if (include.target === undefined || include.target === target.type)
      keys.push({ type: target.type, id: target.id });
  };
  if (include.param === '*') {
    for (const { text } of literalReferences(resource, definitions.model, local)) add(text, []);
    return keys;
  }
  const parameters = definitions.searchParameters(resource.resourceType);
  const definition = parameters.get(include.param);
  for (const stored of definition?.stored ?? []) {
    const targets = narrow(definition!.targets, stored.targets);
    for (const { value } of parameters.get(stored.param)?.values?.(resource) ?? []) {
      add(isObject(value) ? value.reference : value, targets);
    }
  }
  return keys;
}

function limitReached(limit: number): Issue {
  return {
    severity: 'warning',
    code: 'too-costly',
    diagnostics: `Only ${limit} resources are included with one page; the rest was left out. Ask for smaller pages with _count.`,
  };
}

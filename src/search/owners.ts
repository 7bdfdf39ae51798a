// Finds the organisations that own a record, by the rules in owner-rules.ts.

import { isObject, type Resource } from '../fhir/json/tree.ts';
import { type LocalBases, parseReference } from '../fhir/reference.ts';
import { OWNER_RULES } from './owner-rules.ts';

/** Ids of Organizations, each once; usually one. */
export function ownersOf(resource: Resource, local: LocalBases): string[] {
  const rules = Object.hasOwn(OWNER_RULES, resource.resourceType) ? OWNER_RULES[resource.resourceType]! : [];
  for (const rule of rules) {
    const owners = new Set<string>();
    if (rule === '@self') {
      if (resource.id !== undefined) owners.add(resource.id);
    } else collect(resource, rule.split('.'), 0, local, owners);
    if (owners.size > 0) return [...owners];
  }
  return [];
}

function collect(
  node: unknown,
  path: readonly string[],
  at: number,
  local: LocalBases,
  owners: Set<string>,
): void {
  if (Array.isArray(node)) {
    for (const one of node) collect(one, path, at, local, owners);
  } else if (isObject(node)) {
    if (at < path.length) collect(node[path[at]!], path, at + 1, local, owners);
    else if (typeof node.reference === 'string') {
      const target = parseReference(node.reference, local);
      if (target.kind === 'local' && target.type === 'Organization') owners.add(target.id);
    }
  }
}

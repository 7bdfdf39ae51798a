// What is findable about a resource: the entries of all its search parameters and the reserved ones, the
// labels by which access is judged, and its literal references. R4 search.html#ptypes.

import type { SearchParameterDefinition } from '../conformance/definitions.ts';
import { fhirError } from '../fhir/error.ts';
import { isObject, type Resource } from '../fhir/json/tree.ts';
import type { CompiledPath, Located } from '../fhir/path/compile.ts';
import { TooCostly } from '../fhir/path/work.ts';
import type { Entry } from '../storage/index-entry.ts';
import { EntryList } from './entry-list.ts';
import type { IndexContext } from './index-context.ts';
import { type LiteralReference, literalReferences } from './literal-references.ts';
import { ownersOf } from './owners.ts';
import { emitReference } from './types/reference.ts';
import type { IndexScope } from './types/search-type.ts';

export interface IndexedResource {
  entries: Entry[];
  /** `compartment:Patient/1`, `owner:Organization/2`, `security:system|code`; each once, sorted. */
  labels: string[];
  references: LiteralReference[];
}

/**
 * The resource needs its id: it may be a compartment, or its own owner. Throws FhirError 422 only for absurd composites,
 * and for parameters whose expression would take too long on this resource.
 */
export function indexResource(resource: Resource, context: IndexContext): IndexedResource {
  const list = new EntryList();
  const contained = containedOf(resource);
  const types = new Map(contained.map((one) => [one.id, one.resourceType]));
  const scope = scopeOf(resource, types, context);
  addParameters(resource, list, scope, context);
  const own = list.entries.length;

  const compartments = compartmentsOf(resource, list.entries, context);
  const owners = ownersOf(resource, context.local);
  addReferences(list, '_compartment', compartments);
  addReferences(
    list,
    '_owner',
    owners.map((id) => ({ type: 'Organization', id })),
  );

  const references = literalReferences(resource, context.definitions.model, context.local);
  list.startGroup();
  for (const { target } of references) {
    if (target.kind !== 'contained') emitReference(target, scope, (value) => list.add('_ref', value));
  }

  const labels = new Set<string>();
  for (const { type, id } of compartments) labels.add(`compartment:${type}/${id}`);
  for (const id of owners) labels.add(`owner:Organization/${id}`);
  for (let at = 0; at < own; at++) {
    const entry = list.entries[at]!;
    if (entry.param === '_security' && entry.kind === 'token')
      labels.add(`security:${entry.system}|${entry.code}`);
  }

  for (const one of contained) {
    list.setWithin({ type: one.resourceType, id: one.id });
    addParameters(one, list, scopeOf(one, types, context), context);
  }
  return { entries: list.entries, labels: [...labels].sort(), references };
}

function addParameters(resource: Resource, list: EntryList, scope: IndexScope, context: IndexContext): void {
  for (const { definition, values, type } of context.planOf(resource.resourceType).parameters) {
    const found = valuesOf(resource, definition, values);
    if (found.length === 0) continue;
    list.startGroup();
    for (const located of found) {
      type.index(located, definition, scope, (value, suffix) => {
        list.add(suffix === undefined ? definition.code : definition.code + suffix, value);
      });
    }
  }
}

function valuesOf(
  resource: Resource,
  { code, resourceType }: SearchParameterDefinition,
  values: CompiledPath,
): Located[] {
  try {
    return values(resource);
  } catch (error) {
    if (!(error instanceof TooCostly)) throw error;
    const diagnostics = `The expression of the search parameter ${code} of ${resourceType} takes too many steps on this resource: simplify the expression, or take the parameter away.`;
    throw fhirError('unprocessable', diagnostics, { code: 'too-costly' });
  }
}

type Contained = Resource & { id: string };

/** They have facts of their own, but no labels: access follows the container. */
function containedOf(resource: Resource): Contained[] {
  if (!Array.isArray(resource.contained)) return [];
  return resource.contained.filter(
    (one): one is Contained =>
      isObject(one) && typeof one.resourceType === 'string' && typeof one.id === 'string',
  );
}

function scopeOf(
  resource: Resource,
  contained: ReadonlyMap<string, string>,
  context: IndexContext,
): IndexScope {
  const { definitions, zone, local, units, pinyin } = context;
  return { definitions, zone, local, units, pinyin, resource, contained };
}

function compartmentsOf(
  resource: Resource,
  entries: readonly Entry[],
  context: IndexContext,
): { type: string; id: string }[] {
  const plan = context.planOf(resource.resourceType);
  const found: { type: string; id: string }[] = [];
  const add = (type: string, id: string) => {
    if (!found.some((one) => one.type === type && one.id === id)) found.push({ type, id });
  };
  if (plan.isCompartment && resource.id !== undefined) add(resource.resourceType, resource.id);
  for (const entry of entries) {
    if (entry.kind !== 'reference' || entry.id === undefined || entry.type === undefined) continue;
    if (entry.id.startsWith('#')) continue;
    if (plan.compartments.get(entry.param)?.includes(entry.type)) add(entry.type, entry.id);
  }
  return found;
}

function addReferences(
  list: EntryList,
  param: string,
  targets: readonly { type: string; id: string }[],
): void {
  list.startGroup();
  for (const { type, id } of targets) list.add(param, { kind: 'reference', type, id });
}

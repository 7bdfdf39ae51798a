// FHIRPath constraints as functions: compiled by our own engine where it knows everything the expression uses,
// and by fhirpath where not.

import type { TypeModel } from '../fhir/elements.ts';
import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';
import { compileInvariant, createSharedParts } from '../fhir/path/invariant.ts';
import { type Environment, type Item, makeItem, Undecided } from '../fhir/path/item.ts';
import { resolveTarget } from './checks/reference.ts';
import { concreteType } from './checks/type.ts';
import { compileWithFhirpath } from './fhirpath-engine.ts';
import type { ConstraintCompiler, Holds } from './holds.ts';
import type { Lookups, Visit } from './visit.ts';

export function createConstraintCompiler(model: TypeModel): ConstraintCompiler {
  const share = createSharedParts();
  const focusOf = createFocus(model);
  return (expression) => {
    const own = compileInvariant(expression, model, share);
    let fallback: Holds | undefined;
    const other = (): Holds => {
      fallback ??= compileWithFhirpath(expression);
      return fallback;
    };
    if (!own) return other();
    return (value, extra, type, visit) => {
      const { item, environment } = focusOf(value, extra, type, visit);
      try {
        return own(item, environment);
      } catch (error) {
        if (error instanceof Undecided) return other()(value, extra, type, visit);
        throw error;
      }
    };
  };
}

interface Focus {
  item: Item;
  environment: Environment;
}

/** The constraints of one element, judged one after another, get the same item, so that they can share their parts. */
function createFocus(model: TypeModel) {
  let lastVisit: Visit | undefined;
  let lastValue: JsonObject | undefined;
  let lastResource: JsonObject | undefined;
  let last: Focus | undefined;
  return (value: Json | undefined, extra: JsonObject | undefined, type: string, visit: Visit): Focus => {
    if (last && visit === lastVisit && value === lastValue && visit.resource === lastResource) return last;
    const owner = visit.owner();
    const holder = owner?.object ?? visit.resource;
    const item = makeItem(value, concreteType(value, type), holder, owner?.name ?? '', extra);
    const resource = resourceItem(visit.resource);
    const rootResource = visit.root === visit.resource ? resource : resourceItem(visit.root);
    const environment: Environment = {
      resource,
      rootResource,
      context: item,
      resolve: (reference) => resolve(reference, model, visit),
      memberOf: (one, valueSet) => known(visit).memberOf(one.value as Json, one.type, valueSet),
      conformsTo: (one, profile) =>
        known(visit).conformsTo(one.value as Json, one.element as JsonObject, one.type, profile, visit),
    };
    const focus = { item, environment };
    // Equal primitives may stand in many places; an object stands in one.
    last = isObject(value) ? focus : undefined;
    lastValue = isObject(value) ? value : undefined;
    lastVisit = visit;
    lastResource = visit.resource;
    return focus;
  };
}

function known({ lookups }: Visit): Lookups {
  if (!lookups) throw new Error('no definitions are at hand');
  return lookups;
}

function resourceItem(resource: JsonObject): Item {
  return makeItem(resource, String(resource.resourceType), resource, '', undefined);
}

/** Only what stands in the same resource or Bundle can be followed here. */
function resolve(item: Item, model: TypeModel, visit: Visit): Item | undefined {
  const reference = typeof item.value === 'string' ? { reference: item.value } : item.value;
  if (!isObject(reference)) return undefined;
  const { resource } = resolveTarget(reference, model, visit);
  return resource && resourceItem(resource);
}

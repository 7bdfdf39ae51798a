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

/** What a constraint of the specification takes is far below. */
const STEPS_FOR_EACH = 200;

const REMEMBERED_MAX = 2_000;

export function createConstraintCompiler(model: TypeModel): ConstraintCompiler {
  const share = createSharedParts();
  const focusOf = createFocus(model);
  // Definitions that follow each other have most constraints in common.
  const compiled = new Map<string, Holds>();
  return (expression) => {
    let holds = compiled.get(expression);
    if (!holds) {
      holds = compile(expression);
      if (compiled.size >= REMEMBERED_MAX) compiled.clear();
      compiled.set(expression, holds);
    }
    return holds;
  };

  function compile(expression: string): Holds {
    const own = compileInvariant(expression, model, share);
    let fallback: Holds | undefined;
    const other = (): Holds => {
      fallback ??= compileWithFhirpath(expression);
      return fallback;
    };
    if (!own) return other();
    return (value, extra, type, visit) => {
      const { item, environment } = focusOf(value, extra, type, visit);
      // Work that each evaluation may make; beyond that it draws on what the visit has to spare.
      visit.work.left += STEPS_FOR_EACH;
      try {
        return own(item, environment);
      } catch (error) {
        if (error instanceof Undecided) return other()(value, extra, type, visit);
        throw error;
      }
    };
  }
}

interface Focus {
  item: Item;
  environment: Environment;
}

/**
 * The constraints of one element, judged one after another, get the same item, so that they can share their parts; all
 * those of a visit get the same functions.
 */
function createFocus(model: TypeModel) {
  let lastVisit: Visit | undefined;
  let lastValue: JsonObject | undefined;
  let lastResource: JsonObject | undefined;
  let last: Focus | undefined;
  let surroundings: Surroundings | undefined;
  return (value: Json | undefined, extra: JsonObject | undefined, type: string, visit: Visit): Focus => {
    if (visit !== lastVisit || visit.resource !== lastResource || !surroundings) {
      surroundings = surroundingsOf(visit, model, visit === lastVisit ? surroundings : undefined);
      lastVisit = visit;
      lastResource = visit.resource;
    } else if (last && value === lastValue) return last;
    const owner = visit.owner();
    const holder = owner?.object ?? visit.resource;
    const item = makeItem(value, concreteType(value, type), holder, owner?.name ?? '', extra);
    const { resource, rootResource, resolve, memberOf, conformsTo } = surroundings;
    const { work } = visit;
    const environment = { resource, rootResource, context: item, resolve, memberOf, conformsTo, work };
    const focus = { item, environment };
    // Equal primitives may stand in many places; an object stands in one.
    last = isObject(value) ? focus : undefined;
    lastValue = isObject(value) ? value : undefined;
    return focus;
  };
}

type Surroundings = Omit<Environment, 'context' | 'work'>;

function surroundingsOf(visit: Visit, model: TypeModel, before: Surroundings | undefined): Surroundings {
  const resource = resourceItem(visit.resource);
  const rootResource = visit.root === visit.resource ? resource : resourceItem(visit.root);
  return {
    resolve: (reference) => resolve(reference, model, visit),
    memberOf: (one, valueSet) => known(visit).memberOf(one.value as Json, one.type, valueSet),
    conformsTo: (one, profile) =>
      known(visit).conformsTo(one.value as Json, one.element as JsonObject, one.type, profile, visit),
    ...before,
    resource,
    rootResource,
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

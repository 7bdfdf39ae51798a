// FHIRPath constraints as functions: compiled by our own engine where it knows everything the expression uses,
// and by fhirpath where not.

import type { TypeModel } from '../fhir/elements.ts';
import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';
import { compileInvariant } from '../fhir/path/invariant.ts';
import { type Item, makeItem, Undecided } from '../fhir/path/item.ts';
import { resolveTarget } from './checks/reference.ts';
import { compileWithFhirpath } from './fhirpath-engine.ts';
import type { ConstraintCompiler, Holds } from './holds.ts';
import type { Visit } from './visit.ts';

export function createConstraintCompiler(model: TypeModel): ConstraintCompiler {
  return (expression) => {
    const own = compileInvariant(expression, model);
    let fallback: Holds | undefined;
    const other = (): Holds => {
      fallback ??= compileWithFhirpath(expression);
      return fallback;
    };
    if (!own) return other();
    return (value, extra, type, visit) => {
      const owner = visit.owner();
      const focus = makeItem(
        value,
        concrete(value, type),
        owner?.object ?? visit.resource,
        owner?.name ?? '',
        extra,
      );
      const resource = resourceItem(visit.resource);
      const rootResource = visit.root === visit.resource ? resource : resourceItem(visit.root);
      try {
        return own(focus, {
          resource,
          rootResource,
          context: focus,
          resolve: (item) => resolve(item, model, visit),
        });
      } catch (error) {
        if (error instanceof Undecided) return other()(value, extra, type, visit);
        throw error;
      }
    };
  };
}

function resourceItem(resource: JsonObject): Item {
  return makeItem(resource, String(resource.resourceType), resource, '', undefined);
}

function concrete(value: Json | undefined, type: string): string {
  return type === 'Resource' && isObject(value) ? String(value.resourceType) : type;
}

/** Only what stands in the same resource or Bundle can be followed here. */
function resolve(item: Item, model: TypeModel, visit: Visit): Item | undefined {
  const reference = typeof item.value === 'string' ? { reference: item.value } : item.value;
  if (!isObject(reference)) return undefined;
  const { resource } = resolveTarget(reference, model, visit);
  return resource && resourceItem(resource);
}

// SearchParameters: what is derived keeps to what it is derived from, a composite has parts, and a CapabilityStatement
// says of a parameter what its definition says. R4 searchparameter.html, capabilitystatement.html.

import type { Definitions, SearchParameterDefinition } from '../../conformance/definitions.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { placed } from './codes.ts';

interface Known {
  type: string;
  bases: ReadonlySet<string>;
}

export type FindParameter = (canonical: string) => Known | undefined;

/** By URL, whatever they are searched on; worked out when first asked. */
export function createFindParameter(definitions: Definitions): FindParameter {
  let byUrl: Map<string, { type: string; bases: Set<string> }> | undefined;
  const collect = () => {
    const found = new Map<string, { type: string; bases: Set<string> }>();
    for (const type of definitions.resourceTypes) {
      for (const definition of definitions.searchParameters(type).values()) add(found, type, definition);
    }
    return found;
  };
  return (canonical) => {
    byUrl ??= collect();
    return byUrl.get(canonical.split('|', 1)[0]!);
  };
}

function add(
  found: Map<string, { type: string; bases: Set<string> }>,
  resourceType: string,
  { url, type }: SearchParameterDefinition,
): void {
  const known = found.get(url) ?? { type, bases: new Set<string>() };
  known.bases.add(resourceType);
  found.set(url, known);
}

export function checkSearchParameter(find: FindParameter): ItemCheck {
  return (parameter, _extra, _type, visit) => {
    if (!isObject(parameter)) return;
    const { type, derivedFrom, base, component } = parameter;
    if (type === 'composite' && (!Array.isArray(component) || component.length < 2)) {
      const diagnostics = 'A composite has two or more components: add them, or use another type.';
      visit.error('business-rule', 'search-parameter', diagnostics, 'component');
    }
    const master = typeof derivedFrom === 'string' ? find(derivedFrom) : undefined;
    if (!master) return;
    if (type !== master.type) {
      const diagnostics = `${String(derivedFrom)} is of type ${master.type} and this one of type ${String(type)}: use the same.`;
      visit.error('business-rule', 'search-parameter', diagnostics, 'type');
    }
    if (!Array.isArray(base)) return;
    base.forEach((name, i) => {
      if (typeof name !== 'string' || master.bases.has(name)) return;
      const diagnostics = `${String(derivedFrom)} is not for ${name}: keep to its resource types.`;
      visit.error('business-rule', 'search-parameter', diagnostics, `base[${i}]`);
    });
  };
}

export function checkCapabilityStatement(find: FindParameter): ItemCheck {
  return (statement, _extra, _type, visit) => {
    if (!isObject(statement)) return;
    for (const { item: rest, place } of placed(statement.rest, 'rest')) {
      for (const { item: resource, place: at } of placed(rest.resource, `${place}.resource`)) {
        for (const { item, place: below } of placed(resource.searchParam, `${at}.searchParam`)) {
          const known = typeof item.definition === 'string' ? find(item.definition) : undefined;
          if (!known || known.type === item.type) continue;
          const diagnostics = `${String(item.definition)} is of type ${known.type} and this says ${String(item.type)}: make them agree.`;
          visit.error('business-rule', 'capability', diagnostics, `${below}.type`);
        }
      }
    }
  };
}

// What the server uses of a SearchParameter resource, whoever wrote it. R4 searchparameter.html.

import { isObject, type JsonObject } from '../fhir/json/tree.ts';
import type { SearchLimits, SearchParameterType } from './definitions.ts';
import type { SearchParameterData } from './packed.ts';

/** Elements that are missing are taken as empty: whoever needs them looks first. */
export function searchParameterData(resource: JsonObject, added?: string): SearchParameterData {
  const { url, code, base, type, expression, target, component } = resource;
  return {
    url: String(url ?? ''),
    code: String(code ?? ''),
    base: strings(base),
    type: type as SearchParameterType,
    ...(typeof expression === 'string' && { expression }),
    ...(Array.isArray(target) && { target: strings(target) }),
    ...(Array.isArray(component) && { component: component.map(componentOf) }),
    ...limitsOf(resource),
    ...(added !== undefined && { added }),
  };
}

function componentOf(part: unknown): { definition: string; expression: string } {
  const { definition, expression } = isObject(part) ? part : {};
  return { definition: String(definition ?? ''), expression: String(expression ?? '') };
}

function limitsOf(resource: JsonObject): { limits?: SearchLimits } {
  const { comparator, modifier, chain, multipleOr } = resource;
  const limits: SearchLimits = {
    ...(Array.isArray(comparator) && { comparators: strings(comparator) }),
    ...(Array.isArray(modifier) && { modifiers: strings(modifier) }),
    ...(Array.isArray(chain) && { chains: strings(chain) }),
    ...(multipleOr === false && { multipleOr }),
  };
  return Object.keys(limits).length === 0 ? {} : { limits };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

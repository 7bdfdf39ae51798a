// In and out parameters of operations: from the query, or from Parameters in the body. R4 operations.html#request.

import { fhirError } from '../fhir/error.ts';
import { isObject, type JsonObject } from '../fhir/json/tree.ts';
import type { Parameter } from '../fhir/query-string.ts';
import type { FhirRequest } from '../interactions/request.ts';

/** Left to the door. */
const DOOR = new Set(['_format', '_pretty', '_page', '_', '']);

/**
 * Simple parameters by name and value, in order: those of the query, then those of the body. Throws 400 for a name
 * that the operation does not know, naming those that it does.
 */
export function simpleParameters(
  request: FhirRequest,
  operation: string,
  known: readonly string[],
): Parameter[] {
  const given = [...request.query, ...bodyParameters(request)];
  return given.filter(([name, value]) => {
    if (DOOR.has(name) || value === '') return false;
    if (known.includes(name)) return true;
    throw fhirError(
      'invalid',
      `${operation} does not know ${name.slice(0, 60)}. It takes ${known.join(', ')}.`,
      { code: 'not-supported' },
    );
  });
}

/** The parameters of the body; [] without one. Throws 400 when the body is something else. */
export function parametersOf({ body }: FhirRequest): JsonObject[] {
  if (!body) return [];
  const { resourceType, parameter } = body.resource;
  if (resourceType !== 'Parameters') {
    throw fhirError('structure', `Parameters were expected in the body, not ${resourceType.slice(0, 80)}.`, {
      expression: 'resourceType',
    });
  }
  return Array.isArray(parameter) ? parameter.filter(isObject) : [];
}

function bodyParameters(request: FhirRequest): Parameter[] {
  return parametersOf(request).map((parameter): Parameter => {
    const name = Object.keys(parameter).find((member) => member.startsWith('value'));
    const value = name === undefined ? undefined : parameter[name];
    if (typeof value === 'object' || value === undefined) {
      throw fhirError(
        'structure',
        `The parameter ${String(parameter.name).slice(0, 60)} needs a simple value.`,
      );
    }
    return [String(parameter.name), String(value)];
  });
}

/** JSON text of Parameters with one parameter `return`. */
export function returnMeta(meta: JsonObject): string {
  return JSON.stringify({ resourceType: 'Parameters', parameter: [{ name: 'return', valueMeta: meta }] });
}

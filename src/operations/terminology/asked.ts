// In parameters of the terminology operations, by name and kind: from the query where they are simple, and from
// Parameters in the body. R4 operations.html#request.

import { type FhirError, fhirError } from '../../fhir/error.ts';
import { isObject, type JsonObject, type Resource } from '../../fhir/json/tree.ts';
import type { FhirRequest } from '../../interactions/request.ts';
import { parametersOf } from '../parameters.ts';

export type Kind = 'text' | 'flag' | 'count' | 'object' | 'resource' | 'parts';

export interface Asked {
  text(name: string): string | undefined;
  texts(name: string): string[];
  flag(name: string): boolean | undefined;
  count(name: string): number | undefined;
  /** The value of a complex type: a Coding, a CodeableConcept. */
  object(name: string): JsonObject | undefined;
  resources(name: string): Resource[];
  /** Of each: its parts by name, simple values as text. */
  parts(name: string): Record<string, JsonObject[string]>[];
}

/** Left to the door. */
const DOOR: ReadonlySet<string> = new Set(['_format', '_pretty', '_', '']);
const COUNT = /^\d{1,9}$/;

/** Throws 400 for a parameter that the operation does not know, or a value of another kind than it takes. */
export function askedOf(
  request: FhirRequest,
  operation: string,
  kinds: Readonly<Record<string, Kind>>,
): Asked {
  const values = new Map<string, unknown[]>();
  const add = (name: string, value: unknown): void => {
    const list = values.get(name);
    if (list) list.push(value);
    else values.set(name, [value]);
  };
  const kindOf = (name: string): Kind => {
    if (Object.hasOwn(kinds, name)) return kinds[name]!;
    const known = Object.keys(kinds).join(', ');
    throw fhirError('invalid', `${operation} does not know ${name.slice(0, 60)}. It takes ${known}.`, {
      code: 'not-supported',
    });
  };
  for (const [name, value] of request.query) {
    if (DOOR.has(name) || value === '') continue;
    const kind = kindOf(name);
    if (kind === 'object' || kind === 'resource' || kind === 'parts')
      throw bad(operation, name, 'is no simple value: POST it in Parameters');
    add(name, simple(operation, name, kind, value));
  }
  for (const parameter of parametersOf(request)) {
    const name = String(parameter.name);
    add(name, givenValue(operation, name, kindOf(name), parameter));
  }
  const first = (name: string) => values.get(name)?.[0] as never;
  for (const [name, list] of values) {
    if (list.length > 1 && (kinds[name] === 'flag' || kinds[name] === 'count' || kinds[name] === 'object'))
      throw bad(operation, name, 'may be given once');
  }
  return {
    text: first,
    texts: (name) => (values.get(name) ?? []) as string[],
    flag: first,
    count: first,
    object: first,
    resources: (name) => (values.get(name) ?? []) as Resource[],
    parts: (name) => (values.get(name) ?? []) as Record<string, JsonObject[string]>[],
  };
}

function givenValue(operation: string, name: string, kind: Kind, parameter: JsonObject): unknown {
  if (kind === 'resource') {
    const { resource } = parameter;
    if (isObject(resource) && typeof resource.resourceType === 'string') return resource;
    throw bad(operation, name, 'is a resource');
  }
  if (kind === 'parts') {
    const part = Array.isArray(parameter.part) ? parameter.part.filter(isObject) : [];
    return Object.fromEntries(part.map((one) => [String(one.name), anyValue(one)]));
  }
  const value = anyValue(parameter);
  if (kind === 'object') {
    if (isObject(value)) return value;
    throw bad(operation, name, 'is a value of a complex type');
  }
  if (value === undefined || typeof value === 'object') throw bad(operation, name, 'is a simple value');
  return simple(operation, name, kind, String(value));
}

function anyValue(parameter: JsonObject): JsonObject[string] {
  const member = Object.keys(parameter).find((key) => key.startsWith('value'));
  return member === undefined ? undefined : parameter[member];
}

function simple(operation: string, name: string, kind: Kind, text: string): unknown {
  if (kind === 'flag') {
    if (text === 'true' || text === 'false') return text === 'true';
    throw bad(operation, name, 'is true or false');
  }
  if (kind === 'count') {
    if (COUNT.test(text)) return Number(text);
    throw bad(operation, name, 'is a whole number from 0 on');
  }
  return text;
}

function bad(operation: string, name: string, what: string): FhirError {
  return fhirError('invalid', `The parameter ${name} of ${operation} ${what}.`, { code: 'value' });
}

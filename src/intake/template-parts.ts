// Templates before they are compiled: one included in another, one written for each eye.

import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';

/** Puts the members of another template where `"$with": "<name>"` stands. Throws through `find` for unknown names. */
export function include(template: Json, find: (name: string) => JsonObject): Json {
  if (Array.isArray(template)) return template.map((item) => include(item, find));
  if (!isObject(template)) return template;
  const result: JsonObject = {};
  for (const [member, value] of Object.entries(template)) {
    if (member === '$with') Object.assign(result, include(find(String(value)), find));
    else result[member] = include(value!, find);
  }
  return result;
}

/** `<name>` in every string and member name of a template, for resources that are written once for each eye. */
export function substitute<T extends Json>(template: T, variables: Record<string, string>): T {
  const text = JSON.stringify(template).replace(/<(\w+)>/g, (whole, name: string) => {
    const value = variables[name];
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
  return JSON.parse(text) as T;
}

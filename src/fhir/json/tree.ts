// The shapes of parsed JSON. A member called `__proto__` is refused by the parser, so plain objects are safe;
// dynamic names are still looked up with Object.hasOwn.

export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [member: string]: Json | undefined;
}

/** A parsed resource: an object with a resourceType. */
export interface Resource extends JsonObject {
  resourceType: string;
  id?: string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

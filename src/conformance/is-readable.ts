// Has a stored definition the shape of its type, so that it can be read without looking twice? A write sees to that;
// but a server that was told not to validate stores anything. Members that R4 does not have are passed over.

import type { TypeModel } from '../fhir/elements.ts';
import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';

const NUMBERS: ReadonlySet<string> = new Set(['decimal', 'integer', 'unsignedInt', 'positiveInt']);

export function isReadable(resource: JsonObject, model: TypeModel): boolean {
  return typeof resource.resourceType === 'string' && hasShape(resource, resource.resourceType, model);
}

function hasShape(object: JsonObject, type: string, model: TypeModel): boolean {
  const elements = model.elements(type);
  if (!elements) return true;
  for (const name in object) {
    const value = object[name];
    const member = model.member(type, name);
    if (!member || value === undefined) continue;
    const { max } = member.shape;
    if (max > 1 ? !isListOf(value, member.type, model) : !isOne(value, member.type, model)) return false;
  }
  for (const { name, min, choice, types } of elements.values()) {
    if (min === 0 || choice) continue;
    // What is only extended is there as well.
    if (object[name] === undefined && (object[`_${name}`] === undefined || types.length !== 1)) return false;
  }
  return true;
}

function isListOf(value: Json, type: string, model: TypeModel): boolean {
  return Array.isArray(value) && value.every((item) => isOne(item, type, model));
}

function isOne(value: Json, type: string, model: TypeModel): boolean {
  if (model.kind(type) !== 'primitive') return isObject(value) && hasShape(value, type, model);
  if (type === 'boolean') return typeof value === 'boolean';
  return typeof value === (NUMBERS.has(type) ? 'number' : 'string');
}

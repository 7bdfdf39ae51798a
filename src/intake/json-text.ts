// Compact JSON text of a tree, with the digits that its numbers were written with (`-0.50`).

import type { NumberSources } from '../fhir/json/numbers.ts';
import type { Json, JsonObject } from '../fhir/json/tree.ts';

export function jsonText(value: Json, numbers: NumberSources): string {
  if (numbers.isEmpty) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value.map((item, i) => numberText(value, i, item, numbers) ?? jsonText(item, numbers)).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) return objectText(value, numbers);
  return JSON.stringify(value);
}

function objectText(object: JsonObject, numbers: NumberSources): string {
  let text = '';
  for (const member in object) {
    const value = object[member];
    if (value === undefined) continue;
    const written = numberText(object, member, value, numbers) ?? jsonText(value, numbers);
    text += `${text === '' ? '' : ','}${JSON.stringify(member)}:${written}`;
  }
  return `{${text}}`;
}

function numberText(container: object, member: string | number, value: Json, numbers: NumberSources) {
  return typeof value === 'number' ? numbers.get(container, member) : undefined;
}

// fixed[x]: the value equals the given one in every member. R4 elementdefinition-definitions.html#ElementDefinition.fixed_x_.

import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';

export function checkFixed(fixed: unknown): ItemCheck {
  const shown = JSON.stringify(fixed);
  return (value, _extra, _type, visit) => {
    if (value === undefined || isEqual(value, fixed)) return;
    visit.error('value', 'fixed', `The profile fixes this value: write exactly ${shown}.`);
  };
}

/** Same JSON, whatever the order of members. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isEqual(a[name], b[name]));
}

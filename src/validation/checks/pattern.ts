// pattern[x]: the value has at least what the pattern has; each item of a list in the pattern is found in the
// value's list. R4 elementdefinition-definitions.html#ElementDefinition.pattern_x_.

import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';

export function checkPattern(pattern: unknown): ItemCheck {
  const shown = JSON.stringify(pattern);
  return (value, _extra, _type, visit) => {
    if (value === undefined || matchesPattern(value, pattern)) return;
    visit.error(
      'value',
      'pattern',
      `The profile asks for a value that contains ${shown}: add what is missing.`,
    );
  };
}

export function matchesPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    return (
      Array.isArray(value) && pattern.every((wanted) => value.some((item) => matchesPattern(item, wanted)))
    );
  }
  if (!isObject(pattern)) return value === pattern;
  if (!isObject(value)) return false;
  for (const name in pattern) {
    if (!matchesPattern(value[name], pattern[name])) return false;
  }
  return true;
}

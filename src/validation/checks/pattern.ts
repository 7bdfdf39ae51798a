// pattern[x]: the value has at least what the pattern has; each item of a list in the pattern is found in the
// value's list. R4 elementdefinition-definitions.html#ElementDefinition.pattern_x_.

import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';

export function checkPattern(pattern: unknown): ItemCheck {
  const shown = JSON.stringify(pattern);
  const matches = compilePattern(pattern);
  return (value, _extra, _type, visit) => {
    if (value === undefined || matches(value)) return;
    visit.error(
      'value',
      'pattern',
      `The profile asks for a value that contains ${shown}: add what is missing.`,
    );
  };
}

export function compilePattern(pattern: unknown): (value: unknown) => boolean {
  if (Array.isArray(pattern)) return ofList(pattern.map(compilePattern));
  if (!isObject(pattern)) return (value) => value === pattern;
  const members = Object.entries(pattern).map(([name, wanted]) => ({
    name,
    matches: compilePattern(wanted),
  }));
  // The code tells sooner than the system, which many have in common.
  members.sort((a, b) => Number(b.name === 'code') - Number(a.name === 'code'));
  return (value) => {
    if (!isObject(value)) return false;
    for (const { name, matches } of members) if (!matches(value[name])) return false;
    return true;
  };
}

function ofList(wanted: readonly ((item: unknown) => boolean)[]): (value: unknown) => boolean {
  const [only] = wanted;
  if (only && wanted.length === 1) return (value) => Array.isArray(value) && value.some(only);
  return (value) => Array.isArray(value) && wanted.every((matches) => value.some(matches));
}

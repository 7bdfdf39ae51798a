// maxLength, minValue[x] and maxValue[x] of an element. R4 elementdefinition.html.

import type { ElementDefinition } from 'fhir/r4.js';
import { choiceOf } from '../../conformance/snapshot/tree.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';

/** The checks that `def` adds to those of the definitions it is built on. */
export function checkRange(def: ElementDefinition, inherited: readonly ElementDefinition[]): ItemCheck[] {
  const checks: ItemCheck[] = [];
  const lengthMax = def.maxLength;
  if (lengthMax !== undefined && !inherited.some((base) => base.maxLength === lengthMax)) {
    checks.push((value, _extra, _type, visit) => {
      if (typeof value !== 'string' || value.length <= lengthMax) return;
      const diagnostics = `The text has ${value.length} characters and the profile allows ${lengthMax}: shorten it.`;
      visit.error('value', 'max-length', diagnostics);
    });
  }
  const least = choiceOf(def, 'minValue')?.value;
  const most = choiceOf(def, 'maxValue')?.value;
  if (least !== undefined) checks.push(bound(least, (order) => order >= 0, 'min-value', 'at least'));
  if (most !== undefined) checks.push(bound(most, (order) => order <= 0, 'max-value', 'at most'));
  return checks;
}

function bound(limit: unknown, allows: (order: number) => boolean, rule: string, words: string): ItemCheck {
  const shown = isObject(limit) ? `${limit.value} ${limit.unit ?? limit.code ?? ''}`.trim() : String(limit);
  return (value, _extra, _type, visit) => {
    const order = compare(value, limit);
    if (order === undefined || allows(order)) return;
    visit.error('value', rule, `The profile asks for ${words} ${shown}: correct the value.`);
  };
}

/** Below zero when a < b; undefined when they cannot be compared (other units, dates of other precision). */
function compare(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length === b.length && !a.includes('T')) return a < b ? -1 : a > b ? 1 : 0;
    const difference = Date.parse(a) - Date.parse(b);
    return Number.isNaN(difference) ? undefined : difference;
  }
  if (isObject(a) && isObject(b) && a.code === b.code && a.system === b.system) {
    return compare(a.value, b.value);
  }
  return undefined;
}

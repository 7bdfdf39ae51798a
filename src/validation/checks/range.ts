// maxLength, minValue[x] and maxValue[x] of an element. R4 elementdefinition-definitions.html#ElementDefinition.minValue_x_.

import type { ElementDefinition } from 'fhir/r4.js';
import { choiceOf } from '../../conformance/snapshot/tree.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import { createUnitFinder, type FindUnit } from '../../fhir/ucum.ts';
import type { ItemCheck } from '../visit.ts';
import { isEqual } from './fixed.ts';
import { durationFrom } from './relative-time.ts';

/** The checks that `def` adds to those of the definitions it is built on. */
export function checkRange(
  def: ElementDefinition,
  inherited: readonly ElementDefinition[],
  now: () => Date,
): ItemCheck[] {
  const checks: ItemCheck[] = [];
  const lengthMax = def.maxLength;
  if (lengthMax !== undefined && !inherited.some((base) => base.maxLength === lengthMax)) {
    checks.push((value, _extra, _type, visit) => {
      if (typeof value !== 'string' || value.length <= lengthMax) return;
      const diagnostics = `The text has ${value.length} characters and the profile allows ${lengthMax}: shorten it.`;
      visit.error('value', 'max-length', diagnostics);
    });
  }
  const isNew = (stem: string, value: unknown) =>
    value !== undefined && !inherited.some((base) => isEqual(choiceOf(base, stem)?.value, value));
  const least = choiceOf(def, 'minValue')?.value;
  const most = choiceOf(def, 'maxValue')?.value;
  if (isNew('minValue', least)) checks.push(bound(least, -1, now));
  if (isNew('maxValue', most)) checks.push(bound(most, 1, now));
  return checks;
}

/** `side` is -1 for the least value, 1 for the greatest. */
function bound(limit: unknown, side: -1 | 1, now: () => Date): ItemCheck {
  const shown = isObject(limit) ? `${limit.value} ${limit.unit ?? limit.code ?? ''}`.trim() : String(limit);
  const [rule, words] = side < 0 ? ['min-value', 'at least'] : ['max-value', 'at most'];
  const find = createUnitFinder();
  return (value, _extra, _type, visit) => {
    // The limit of a date may be a duration before now, or after it.
    const absolute = typeof value === 'string' && isObject(limit) ? durationFrom(now(), limit, side) : limit;
    const order = compare(value, absolute, find);
    if (order === undefined || order * side <= 0) return;
    const from = absolute === limit ? '' : `, counted from now: ${String(absolute)}`;
    visit.error('value', rule, `The profile asks for ${words} ${shown}${from}: correct the value.`);
  };
}

/** Below zero when a < b; undefined when they cannot be compared (units of other kinds, dates of other precision). */
function compare(a: unknown, b: unknown, find: FindUnit): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return isObject(a) && isObject(b) ? compareQuantities(a, b, find) : undefined;
}

function compareTexts(a: string, b: string): number | undefined {
  if (a.includes('T') && b.includes('T')) {
    const difference = Date.parse(a) - Date.parse(b);
    return Number.isNaN(difference) ? undefined : difference;
  }
  // Texts of one form are ordered as texts are; where one is coarser, what both say may decide.
  const length = a.length === b.length ? a.length : Math.min(dateLength(a), dateLength(b));
  const [one, other] = [a.slice(0, length), b.slice(0, length)];
  if (one === other) return a.length === b.length ? 0 : undefined;
  return one < other ? -1 : 1;
}

/** Of `2021-05-21T10:15:00Z` the ten of its day. */
function dateLength(text: string): number {
  const time = text.indexOf('T');
  return time < 0 ? text.length : time;
}

const UCUM = 'http://unitsofmeasure.org';

function compareQuantities(a: JsonObject, b: JsonObject, find: FindUnit): number | undefined {
  const [one, other] = [a.value, b.value];
  if (typeof one !== 'number' || typeof other !== 'number') return undefined;
  if (a.code === b.code && a.system === b.system) return one - other;
  if (a.system !== UCUM || b.system !== UCUM) return undefined;
  const [of, to] = [unitOf(a, find), unitOf(b, find)];
  if (!of || !to || of.isArbitrary || to.isArbitrary || !isEqual(of.exponents, to.exponents))
    return undefined;
  return one * of.factor - other * to.factor;
}

function unitOf({ code }: JsonObject, find: FindUnit): ReturnType<FindUnit> {
  return typeof code === 'string' ? find(code) : undefined;
}

// Equality and order of items, http://hl7.org/fhirpath/N1/#equality and #comparison.

import type { TypeModel } from '../elements.ts';
import { type Environment, type Item, type Items, Undecided } from './item.ts';
import { compareTemporal } from './temporal.ts';
import { spendPairs } from './work.ts';

const TEMPORAL = new Set([
  'date',
  'dateTime',
  'instant',
  'time',
  'System.Date',
  'System.DateTime',
  'System.Time',
]);

/** `=`: undefined when one side is empty or the precision of dates leaves it open. */
export function areEqual(left: Items, right: Items, model: TypeModel): boolean | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) {
    const equal = isEqual(left[i]!, right[i]!, model);
    if (equal !== true) return equal;
  }
  return true;
}

export function isEqual(a: Item, b: Item, model: TypeModel): boolean | undefined {
  const x = a.value;
  const y = b.value;
  if (typeof x === 'object' && typeof y === 'object' && x !== null && y !== null) {
    if (isDeepEqual(x, y)) return true;
    if (isQuantity(a, model) && isQuantity(b, model)) return isEqualQuantity(x, y);
    return false;
  }
  if (x === undefined && y === undefined) return isDeepEqual(a.element, b.element);
  if (typeof x !== typeof y) {
    if (isQuantity(a, model) || isQuantity(b, model))
      throw new Undecided('a quantity compared with a number');
    return false;
  }
  const temporal = Number(TEMPORAL.has(a.type)) + Number(TEMPORAL.has(b.type));
  if (temporal === 0) return x === y;
  if (temporal === 1) throw new Undecided('a date compared with a string');
  const order = compareTemporal(x as string, y as string);
  if (Number.isNaN(order)) throw new Undecided('no date');
  return order === undefined ? undefined : order === 0;
}

/** Whether some item equals this one; what is open counts as unequal. */
export function isAmong(item: Item, items: Items, model: TypeModel): boolean {
  for (const other of items) if (isEqual(item, other, model) === true) return true;
  return false;
}

/** The items without those that equal an earlier one. */
export function distinct(items: Items, model: TypeModel, env: Environment): Items {
  if (items.length <= 1) return items;
  if (items.every(({ value, type }) => typeof value === 'string' && !TEMPORAL.has(type))) {
    const seen = new Set<unknown>();
    return items.filter(({ value }) => !seen.has(value) && seen.add(value));
  }
  spendPairs(env, items.length);
  const kept: Item[] = [];
  for (const item of items) if (!isAmong(item, kept, model)) kept.push(item);
  return kept;
}

/** Below, equal to or above zero; undefined when the precision of dates leaves it open. */
export function order(a: Item, b: Item, model: TypeModel): number | undefined {
  const x = a.value;
  const y = b.value;
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  if (isQuantity(a, model) && isQuantity(b, model)) {
    const p = x as QuantityValue;
    const q = y as QuantityValue;
    if (p.system !== q.system || p.code !== q.code || p.unit !== q.unit) throw new Undecided('other units');
    // Quantities that both say no unit, or the same words, are counted alike.
    if (typeof p.value !== 'number' || typeof q.value !== 'number')
      throw new Undecided('a quantity without value');
    return p.value - q.value;
  }
  if (typeof x !== 'string' || typeof y !== 'string') throw new Undecided('values that have no order');
  if (TEMPORAL.has(a.type) !== TEMPORAL.has(b.type)) throw new Undecided('a date compared with a string');
  if (!TEMPORAL.has(a.type)) return x < y ? -1 : Number(x > y);
  const found = compareTemporal(x, y);
  if (Number.isNaN(found)) throw new Undecided('no date');
  return found;
}

interface QuantityValue {
  value?: unknown;
  comparator?: unknown;
  unit?: unknown;
  system?: unknown;
  code?: unknown;
}

function isQuantity(item: Item, model: TypeModel): boolean {
  return item.type === 'System.Quantity' || model.isA(item.type, 'Quantity');
}

function isEqualQuantity(x: QuantityValue, y: QuantityValue): boolean {
  if (x.system !== y.system || x.code !== y.code || x.code === undefined) throw new Undecided('other units');
  return x.value === y.value && x.comparator === y.comparator;
}

/** JSON values with the same content; the order of members does not matter. */
export function isDeepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return names.every((name) => Object.hasOwn(right, name) && isDeepEqual(left[name], right[name]));
}

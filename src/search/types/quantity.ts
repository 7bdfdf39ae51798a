// Quantity parameters: R4 search.html#quantity. Units are compared as they are written, not converted.

import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { QuantityValue } from '../../storage/index-entry.ts';
import { splitValue, unescapeValue } from '../split.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import { LEAST, MOST, numberIn, parseComparison } from './number.ts';
import { textOf } from './primitive.ts';
import type { SimpleType } from './search-type.ts';

const CURRENCIES = 'urn:iso:std:iso:4217';

export const quantityType: SimpleType = {
  modifiers: [],

  index({ value, type }, _definition, _scope, emit) {
    if (!isObject(value)) return;
    const found =
      type === 'Range' ? rangeOf(value) : type === 'SampledData' ? samplesOf(value) : quantityOf(value);
    if (found) emit(found);
  },

  /** `number`, `number|system|code`, `number||code`. */
  matches(text, definition) {
    const parts = splitValue(text, '|').map(unescapeValue);
    if (parts.length !== 1 && parts.length !== 3) {
      throw badValue(definition, text, 'a quantity is number, number|system|code or number||code.');
    }
    const [number, system, code] = parts as [string, string?, string?];
    const comparison = parseComparison(number, text, definition);
    return [{ kind: 'quantity', ...comparison, ...(system ? { system } : {}), ...(code ? { code } : {}) }];
  },

  parse(text, modifier, definition, scope) {
    if (modifier !== undefined) throw badModifier(definition, modifier, []);
    return matchAny(definition, this.matches(text, definition, scope));
  },
};

/** Quantity and its kin; Money has a currency for a unit. `<` and `>=` leave one side open. */
function quantityOf(quantity: JsonObject): QuantityValue | undefined {
  const value = numberIn(quantity);
  if (value === undefined) return undefined;
  if (typeof quantity.currency === 'string') {
    return { kind: 'quantity', lo: value, hi: value, system: CURRENCIES, code: quantity.currency, unit: '' };
  }
  const comparator = quantity.comparator;
  const lo = comparator === '<' || comparator === '<=' ? LEAST : value;
  const hi = comparator === '>' || comparator === '>=' ? MOST : value;
  return { kind: 'quantity', lo, hi, ...unitOf(quantity) };
}

function rangeOf(range: JsonObject): QuantityValue | undefined {
  const low = numberIn(range.low);
  const high = numberIn(range.high);
  if (low === undefined && high === undefined) return undefined;
  const unit = unitOf((low === undefined ? range.high : range.low) as JsonObject);
  return { kind: 'quantity', lo: low ?? LEAST, hi: high ?? MOST, ...unit };
}

/** From the smallest to the largest sample: origin + sample × factor. */
function samplesOf(samples: JsonObject): QuantityValue | undefined {
  const origin = numberIn(samples.origin);
  if (origin === undefined || typeof samples.data !== 'string') return undefined;
  const factor = typeof samples.factor === 'number' ? samples.factor : 1;
  let lo = MOST;
  let hi = LEAST;
  for (const text of samples.data.split(/\s+/)) {
    // E, L and U stand for an error and for values beyond the limits.
    if (!/^[-+\d.]/.test(text)) continue;
    const value = origin + Number(text) * factor;
    if (!Number.isFinite(value)) continue;
    lo = Math.min(lo, value);
    hi = Math.max(hi, value);
  }
  return lo > hi ? undefined : { kind: 'quantity', lo, hi, ...unitOf(samples.origin as JsonObject) };
}

function unitOf(quantity: JsonObject): { system: string; code: string; unit: string } {
  return {
    system: textOf(quantity.system) ?? '',
    code: textOf(quantity.code) ?? '',
    unit: textOf(quantity.unit) ?? '',
  };
}

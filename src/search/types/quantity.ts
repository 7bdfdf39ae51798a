// Quantity parameters: R4 search.html#quantity. A UCUM quantity is kept as it is written and, where its unit is not
// the canonical one of its dimension, in that one too: `:ucum`.

import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { QuantityValue } from '../../storage/index-entry.ts';
import type { QuantityMatch, SimpleMatch, Where } from '../../storage/query.ts';
import { convert } from '../decimal.ts';
import { splitValue, unescapeValue } from '../split.ts';
import type { Units } from '../units/canonical.ts';
import { anyOf } from '../where.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import { LEAST, MOST, numberIn, parseComparison } from './number.ts';
import { textOf } from './primitive.ts';
import type { SimpleType } from './search-type.ts';

const UCUM = 'http://unitsofmeasure.org';
const CURRENCIES = 'urn:iso:std:iso:4217';

export const quantityType: SimpleType = {
  modifiers: [],

  index({ value, type }, _definition, scope, emit) {
    if (!isObject(value)) return;
    const found =
      type === 'Range' ? rangeOf(value) : type === 'SampledData' ? samplesOf(value) : quantityOf(value);
    if (!found) return;
    emit(found);
    const converted = inCanonicalUnit(found, scope.units);
    if (converted) emit(converted, ':ucum');
  },

  /** `number`, `number|system|code`, `number||code`; with a UCUM code in the canonical unit. */
  matches(text, definition, scope) {
    const parts = splitValue(text, '|').map(unescapeValue);
    if (parts.length !== 1 && parts.length !== 3) {
      throw badValue(definition, text, 'a quantity is number, number|system|code or number||code.');
    }
    const [number, system, code] = parts as [string, string?, string?];
    const unit = system === UCUM && code ? scope.units.canonical(code) : undefined;
    const comparison = parseComparison(number, text, definition, unit?.toNumber);
    const match: QuantityMatch = { kind: 'quantity', ...comparison };
    if (system) match.system = system;
    if (code) match.code = unit?.code ?? code;
    return [match];
  },

  parse(text, modifier, definition, scope) {
    if (modifier !== undefined) throw badModifier(definition, modifier, []);
    const matches = this.matches(text, definition, scope);
    const asWritten = matchAny(definition, matches);
    return matches.some(isOfUcumUnit)
      ? inEitherPlace(asWritten, matchAny(definition, matches, ':ucum'))
      : asWritten;
  },
};

/** Its numbers are in the canonical unit: what is kept as it is written may be in another. */
export function isOfUcumUnit(match: SimpleMatch): boolean {
  return match.kind === 'quantity' && match.system === UCUM && match.code !== undefined;
}

/** Facts in the canonical unit stand where they were written in it, else under `:ucum`. */
export function inEitherPlace(asWritten: Where, converted: Where): Where {
  return anyOf([asWritten, converted]);
}

/** undefined: it is in that unit already, or its unit cannot be converted. */
function inCanonicalUnit(value: QuantityValue, units: Units): QuantityValue | undefined {
  if (value.system !== UCUM || value.code === '') return undefined;
  const unit = units.canonical(value.code);
  if (!unit || unit.isItself) return undefined;
  const lo = value.lo === LEAST ? LEAST : convert(value.lo, unit.toNumber);
  const hi = value.hi === MOST ? MOST : convert(value.hi, unit.toNumber);
  if (!Number.isFinite(lo) || !Number.isFinite(hi)) return undefined;
  return { kind: 'quantity', lo, hi, system: UCUM, code: unit.code, unit: '' };
}

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

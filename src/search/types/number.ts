// Number parameters: R4 search.html#number. A stored number is exact, an asked one is as wide as its digits.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { Comparison } from '../../storage/query.ts';
import { parseDecimal, type ToNumber } from '../decimal.ts';
import { unescapeValue } from '../split.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import { splitPrefix } from './prefix.ts';
import type { SimpleType } from './search-type.ts';

/** The ends of what has no end. */
export const LEAST = -Number.MAX_VALUE;
export const MOST = Number.MAX_VALUE;

export const numberType: SimpleType = {
  modifiers: [],

  index({ value, type }, _definition, _scope, emit) {
    if (typeof value === 'number') {
      if (Number.isFinite(value)) emit({ kind: 'number', lo: value, hi: value });
    } else if (isObject(value) && type === 'Range') {
      const low = numberIn(value.low);
      const high = numberIn(value.high);
      if (low !== undefined || high !== undefined)
        emit({ kind: 'number', lo: low ?? LEAST, hi: high ?? MOST });
    }
  },

  matches(text, definition) {
    return [{ kind: 'number', ...parseComparison(unescapeValue(text), text, definition) }];
  },

  parse(text, modifier, definition, scope) {
    if (modifier !== undefined) throw badModifier(definition, modifier, []);
    return matchAny(definition, this.matches(text, definition, scope));
  },
};

/** A prefixed number, perhaps in another unit; `ap` is a tenth of the value on both sides. */
export function parseComparison(
  text: string,
  whole: string,
  definition: SearchParameterDefinition,
  toNumber?: ToNumber,
): { op: Comparison; value: number; lo: number; hi: number } {
  const { op, rest } = splitPrefix(text);
  const decimal = parseDecimal(rest, { approximate: op === 'ap', toNumber });
  if (!decimal) {
    throw badValue(
      definition,
      whole,
      'write a number such as 5, -1.25 or 5e-1, with a prefix such as gt before it if wanted.',
    );
  }
  return { op, ...decimal };
}

export function numberIn(quantity: unknown): number | undefined {
  if (!isObject(quantity) || typeof quantity.value !== 'number') return undefined;
  return Number.isFinite(quantity.value) ? quantity.value : undefined;
}

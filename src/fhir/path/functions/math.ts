// http://hl7.org/fhirpath/N1/#math

import { computed, type Items, NOTHING, single, Undecided } from '../item.ts';
import { arity, type BuildFunction } from './function.ts';

export const math: Record<string, BuildFunction> = {
  abs: onNumber(0, Math.abs),
  ceiling: onNumber(0, Math.ceil),
  floor: onNumber(0, Math.floor),
  truncate: onNumber(0, Math.trunc),
  exp: onNumber(0, Math.exp),
  ln: onNumber(0, Math.log),
  sqrt: onNumber(0, Math.sqrt),
  power: onNumber(1, (value, exponent) => value ** exponent),
  /** log10 is exact for powers of ten, where a quotient of logarithms is not. */
  log: onNumber(1, (value, base) => (base === 10 ? Math.log10(value) : Math.log(value) / Math.log(base))),
};

/** A result that is no number, such as the root of -1, is nothing. */
function onNumber(count: 0 | 1, apply: (value: number, arg: number) => number): BuildFunction {
  return (args, tools) => {
    arity(args, count);
    const other = args[0] && tools.compile(args[0]);
    return (input, focus, env) => {
      const value = numberOf(input);
      const arg = other ? numberOf(other(focus, env)) : 0;
      if (value === undefined || arg === undefined) return NOTHING;
      const result = apply(value, arg);
      if (!Number.isFinite(result)) return NOTHING;
      return [computed(result, Number.isInteger(result) ? 'System.Integer' : 'System.Decimal')];
    };
  };
}

function numberOf(items: Items): number | undefined {
  const value = single(items)?.value;
  if (value === undefined || typeof value === 'number') return value;
  throw new Undecided('a number is expected');
}

// The form in which quantities of different units are compared: one unit for each dimension. R4 search.html#quantity,
// "the search processor may choose to perform a search based on canonical units".

import { LRUCache } from 'lru-cache';
import { BASE, type BaseUnits, createUnitFinder, type FindUnit } from '../../fhir/ucum.ts';
import { itself, type ToNumber } from '../decimal.ts';
import { per, plus, powerOfTen, type Ratio, ratio, ratioNear, ratioOf, times, toDouble } from './ratio.ts';

export interface CanonicalUnit {
  code: string;
  /** A number of the unit as a number of the canonical one. */
  toNumber: ToNumber;
  /** The unit is the canonical one. */
  isItself: boolean;
}

export interface Units {
  /** undefined: not convertible; such codes are compared as they are written. */
  canonical(code: string): CanonicalUnit | undefined;
}

/** Codes remembered; a store uses a few dozen. */
const REMEMBERED = 1000;
const NONE = Symbol('not convertible');

/** `{score}` alone says what was counted: not the same as any other number. */
const ANNOTATION_ONLY = /^\{[^}]*\}$/;
const ARBITRARY = /(\/?)[A-Za-z]*(\[[^\]]+\])/g;
const ONE = ratio(1n, 1n);

/**
 * The canonical unit of a dimension, where it is not base units: the one that is written most in an eye clinic and a
 * children's ward, since what is written in the canonical unit has one entry, all else two.
 */
const USUAL: Readonly<Record<string, string>> = {
  m: 'mm',
  'm-1': '[diop]',
  g: 'kg',
  rad: 'deg',
  's-1': '/min',
  'm-1.s-2.g': 'mm[Hg]',
};

/** Degrees on other scales than kelvin: (x + offset) × factor. */
const TEMPERATURES: Readonly<Record<string, { offset: Ratio; factor: Ratio }>> = {
  Cel: { offset: ratioOf(27315n, -2), factor: ONE },
  '[degF]': { offset: ratioOf(45967n, -2), factor: ratio(5n, 9n) },
};

export function createUnits(find: FindUnit = createUnitFinder()): Units {
  const known = new LRUCache<string, CanonicalUnit | typeof NONE>({ max: REMEMBERED });
  return {
    canonical(code) {
      let unit = known.get(code);
      if (unit === undefined) {
        unit = work(code, find) ?? NONE;
        known.set(code, unit);
      }
      return unit === NONE ? undefined : unit;
    },
  };
}

function work(code: string, find: FindUnit): CanonicalUnit | undefined {
  if (code === '' || ANNOTATION_ONLY.test(code)) return undefined;
  const temperature = Object.hasOwn(TEMPERATURES, code) ? TEMPERATURES[code] : undefined;
  if (temperature) return { code: 'K', isItself: false, toNumber: linear(temperature) };
  const unit = find(code);
  if (!unit) return undefined;
  const dimension = nameOf(code, unit, find);
  const usual = USUAL[dimension];
  const canonical = usual ?? dimension;
  const factor = per(ratioNear(unit.factor), usual === undefined ? ONE : ratioNear(find(usual)!.factor));
  return {
    code: canonical,
    isItself: canonical === code,
    toNumber: linear({ offset: ratio(0n, 1n), factor }),
  };
}

/** `g.m-3`; arbitrary units stand beside it, with a stroke where they divide. */
function nameOf(code: string, { exponents, isArbitrary }: BaseUnits, find: FindUnit): string {
  const parts = BASE.flatMap((base, at) => {
    const exponent = exponents[at] ?? 0;
    return exponent === 0 ? [] : [exponent === 1 ? base : `${base}${exponent}`];
  });
  if (isArbitrary)
    for (const [, stroke, atom] of code.matchAll(ARBITRARY))
      if (find(atom!)?.isArbitrary) parts.push(`${stroke}${atom === '[IU]' ? '[iU]' : atom}`);
  return parts.length === 0 ? '1' : parts.join('.');
}

function linear({ offset, factor }: { offset: Ratio; factor: Ratio }): ToNumber {
  const shift = offset.over === 0n ? powerOfTen(factor) : undefined;
  if (shift !== undefined) return (digits, exponent) => itself(digits, exponent + shift);
  return (digits, exponent) => toDouble(times(plus(ratioOf(digits, exponent), offset), factor));
}

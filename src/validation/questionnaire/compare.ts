// Order of answers: numbers, dates, times, quantities. R4 questionnaire.html#Questionnaire.item.enableWhen.operator.

import { isObject, type Json } from '../../fhir/json/tree.ts';

/** A number of a UCUM unit in the canonical unit of its dimension; undefined when it has none. */
export type InCanonicalUnit = (value: number, code: string) => { value: number; code: string } | undefined;

/** Below zero when a < b; undefined when they cannot be compared. */
export function compareAnswers(a: Json, b: Json, inCanonicalUnit: InCanonicalUnit): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (isObject(a) && isObject(b)) {
    if (typeof a.value !== 'number' || typeof b.value !== 'number') return undefined;
    if (a.system === b.system && a.code === b.code && (a.code !== undefined || a.unit === b.unit)) {
      return a.value - b.value;
    }
    if (a.system !== UCUM || b.system !== UCUM) return undefined;
    if (typeof a.code !== 'string' || typeof b.code !== 'string') return undefined;
    const [one, other] = [inCanonicalUnit(a.value, a.code), inCanonicalUnit(b.value, b.code)];
    return one && other && one.code === other.code ? one.value - other.value : undefined;
  }
  return undefined;
}

export const UCUM = 'http://unitsofmeasure.org';

const DATE = /^\d{4}(-\d{2}(-\d{2}(T.*)?)?)?$/;

/** A date that is less exact than the other stands for its beginning. Times and texts are in order of their letters. */
function compareTexts(a: string, b: string): number {
  if (DATE.test(a) && DATE.test(b)) {
    const difference = Date.parse(a) - Date.parse(b);
    if (!Number.isNaN(difference)) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Codings are the same when system and code are; the one that is asked for may leave the system open. */
export function isSameAnswer(given: Json, wanted: Json, inCanonicalUnit: InCanonicalUnit): boolean {
  if (!isObject(given) || !isObject(wanted)) {
    if (typeof given !== typeof wanted || isObject(given) || isObject(wanted)) return false;
    return typeof given === 'boolean'
      ? given === wanted
      : compareAnswers(given, wanted, inCanonicalUnit) === 0;
  }
  if (typeof wanted.reference === 'string') return given.reference === wanted.reference;
  if (wanted.value !== undefined) return compareAnswers(given, wanted, inCanonicalUnit) === 0;
  return given.code === wanted.code && (wanted.system === undefined || given.system === wanted.system);
}

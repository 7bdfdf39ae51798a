// A time limit that is a duration: so long before now, or after it. R4 elementdefinition-definitions.html#minValue_x_.

import type { JsonObject } from '../../fhir/json/tree.ts';

const MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  wk: 604_800_000,
};
const MONTHS: Readonly<Record<string, number>> = { mo: 1, a: 12 };

/**
 * `side` -1: the duration before now, 1: after it. An instant in UTC; undefined when the quantity is no duration in
 * UCUM units of time.
 */
export function durationFrom(now: Date, { value, code, unit }: JsonObject, side: -1 | 1): string | undefined {
  const name = String(code ?? unit);
  if (typeof value !== 'number') return undefined;
  const at = new Date(now);
  if (Object.hasOwn(MONTHS, name))
    at.setUTCMonth(at.getUTCMonth() + Math.round(side * value * MONTHS[name]!));
  else if (Object.hasOwn(MS, name)) at.setTime(at.getTime() + side * value * MS[name]!);
  else return undefined;
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

// near: places around a point. R4 location.html#search, "[latitude]|[longitude]|[distance]|[units]", WGS84.

import { isObject } from '../../fhir/json/tree.ts';
import type { PositionMatch } from '../../storage/query.ts';
import { parseDecimal } from '../decimal.ts';
import { splitValue, unescapeValue } from '../split.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import type { SearchType } from './search-type.ts';

/** "If the distance is omitted, then the server can use its own discretion": across a city. */
const DEFAULT_METRES = 20_000;

/** Metres, by the units that can be asked for: UCUM codes, and kms as R4 writes it. */
const UNITS: Readonly<Record<string, number>> = {
  m: 1,
  km: 1000,
  kms: 1000,
  '[mi_i]': 1609.344,
  '[mi_us]': 6_336_000 / 3937,
  '[nmi_i]': 1852,
  '[ft_i]': 0.3048,
  '[yd_i]': 0.9144,
};

const FORM = `write latitude|longitude, or latitude|longitude|distance|unit with one of the units ${Object.keys(UNITS).join(', ')} (km when there is none), e.g. 31.23|121.47|5|km.`;

export const nearType: SearchType = {
  modifiers: [],

  index({ value }, _definition, _scope, emit) {
    if (!isObject(value)) return;
    const { latitude, longitude } = value;
    if (typeof latitude !== 'number' || typeof longitude !== 'number') return;
    if (isDegrees(latitude, 90) && isDegrees(longitude, 180)) emit({ kind: 'position', latitude, longitude });
  },

  parse(text, modifier, definition) {
    if (modifier !== undefined) throw badModifier(definition, modifier, []);
    const match = parseNear(text);
    if (!match) throw badValue(definition, text, FORM);
    return matchAny(definition, [match]);
  },
};

function parseNear(text: string): PositionMatch | undefined {
  const parts = splitValue(text, '|').map(unescapeValue);
  if (parts.length < 2 || parts.length > 4) return undefined;
  const [latitude, longitude, distance = '', unit = ''] = parts as [string, string, string?, string?];
  const north = parseDecimal(latitude)?.value;
  const east = parseDecimal(longitude)?.value;
  if (north === undefined || east === undefined || !isDegrees(north, 90) || !isDegrees(east, 180))
    return undefined;
  // "If the distance is omitted … units are irrelevant."
  const factor = distance === '' ? 1 : UNITS[unit === '' ? 'km' : unit];
  const asked = distance === '' ? DEFAULT_METRES : parseDecimal(distance)?.value;
  if (factor === undefined || asked === undefined || asked < 0) return undefined;
  return { kind: 'position', latitude: north, longitude: east, metres: asked * factor };
}

function isDegrees(value: number, most: number): boolean {
  return Math.abs(value) <= most;
}

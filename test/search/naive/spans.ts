// Dates as spans of milliseconds in UTC and decimals as exact numbers, and how prefixes compare them.
// R4 search.html#date, #number, #prefix.

import type { Prefix } from './asked.ts';

const DATE = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(\.\d{3})?(Z|[+-]\d\d:\d\d))?)?)?$/;

/** lo is inside, hi is not. */
export interface Span {
  lo: number;
  hi: number;
}

export function spanOf(text: string): Span {
  const [, year, month, day, hour, minute, second, fraction, offset] = DATE.exec(text)!;
  const at = (y: number, m: number, d: number) => new Date(0).setUTCFullYear(y, m, d);
  const y = Number(year);
  if (month === undefined) return { lo: at(y, 0, 1), hi: at(y + 1, 0, 1) };
  const m = Number(month) - 1;
  if (day === undefined) return { lo: at(y, m, 1), hi: at(y, m + 1, 1) };
  const d = Number(day);
  if (hour === undefined) return { lo: at(y, m, d), hi: at(y, m, d + 1) };
  const shift =
    offset === 'Z'
      ? 0
      : Number(`${offset![0]}1`) * (Number(offset!.slice(1, 3)) * 60 + Number(offset!.slice(4)));
  const lo =
    at(y, m, d) +
    ((Number(hour) * 60 + Number(minute) - shift) * 60 + Number(second)) * 1000 +
    Math.round(Number(fraction ?? 0) * 1000);
  return { lo, hi: lo + (fraction === undefined ? 1000 : 1) };
}

export function compareSpans(prefix: Prefix, stored: Span, asked: Span): boolean {
  const isInside = asked.lo <= stored.lo && stored.hi <= asked.hi;
  switch (prefix) {
    case '':
    case 'eq':
      return isInside;
    case 'ne':
      return !isInside;
    case 'gt':
      return stored.hi > asked.hi;
    case 'lt':
      return stored.lo < asked.lo;
    case 'ge':
      return stored.hi > asked.hi || isInside;
    case 'le':
      return stored.lo < asked.lo || isInside;
    case 'sa':
      return stored.lo >= asked.hi;
    case 'eb':
      return stored.hi <= asked.lo;
  }
}

/** In units of 10^-40. */
export type Exact = bigint;
const PLACES = 40;

export function exact(text: string): Exact {
  const [mantissa, exponent = '0'] = text.toLowerCase().split('e') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  return BigInt(whole + fraction) * 10n ** BigInt(PLACES - fraction.length + Number(exponent));
}

/** Half a unit of the last digit that is written. */
export function halfOf(text: string): Exact {
  const [mantissa, exponent = '0'] = text.toLowerCase().split('e') as [string, string?];
  const places = mantissa.split('.')[1]?.length ?? 0;
  return 5n * 10n ** BigInt(PLACES - 1 - places + Number(exponent));
}

/** undefined: without an end. Stored ends belong to it. */
export interface Interval {
  lo?: Exact;
  hi?: Exact;
}

/** `scale` turns what is asked into the unit in which the interval is. */
export function compareNumbers(prefix: Prefix, { lo, hi }: Interval, text: string, scale = 1n): boolean {
  const value = exact(text) * scale;
  const half = halfOf(text) * scale;
  const isInside = lo !== undefined && hi !== undefined && value - half <= lo && hi < value + half;
  // A point at the upper end is outside; of an interval its end may touch it.
  switch (prefix) {
    case '':
    case 'eq':
      return isInside;
    case 'ne':
      return !isInside;
    case 'gt':
      return hi === undefined || hi > value;
    case 'lt':
      return lo === undefined || lo < value;
    case 'ge':
      return hi === undefined || hi >= value;
    case 'le':
      return lo === undefined || lo <= value;
    case 'sa':
      return lo !== undefined && lo > value;
    case 'eb':
      return hi !== undefined && hi < value;
  }
}

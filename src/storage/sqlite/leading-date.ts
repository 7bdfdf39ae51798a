// The date by which lists of a type are usually sorted. It is kept beside the tokens that lists are filtered by, in
// an index of its own, so that "this code, newest first" is one stretch of it, however common or rare the code is.

import type { DateValue, Entry } from '../index-entry.ts';
import type { SortKey } from '../query.ts';

/** In this order; names of date parameters of R4. */
const LEADING: readonly string[] = [
  'date',
  'authored',
  'authored-on',
  'authoredon',
  'recorded',
  'recorded-date',
  'period',
  'started',
  'sent',
  'created',
];

/** Tokens that people list by; those that find one resource, or that hardly anybody asks for, would cost for nothing. */
const LISTED: ReadonlySet<string> = new Set([
  'category',
  'class',
  'clinical-status',
  'code',
  'intent',
  'priority',
  'service-type',
  'specialty',
  'status',
  'type',
]);

export function isListed(param: string): boolean {
  return LISTED.has(param);
}

/** An order that tokens may lie in. */
export function isLed(sort: readonly SortKey[]): boolean {
  const [key] = sort;
  return sort.length === 1 && key!.by === 'param' && key!.kind === 'date' && LEADING.includes(key!.param);
}

/** Every parameter that can lead. */
export function leadingDates(): readonly string[] {
  return LEADING;
}

export type LeadingDate = DateValue & { param: string };

/** Of the resource itself; undefined when there is none, or when the first there is has several values. */
export function leadingDateOf(entries: readonly Entry[]): LeadingDate | undefined {
  let found: LeadingDate | undefined;
  let rank = LEADING.length;
  let isOnly = true;
  for (const entry of entries) {
    if (entry.kind !== 'date' || entry.within) continue;
    const place = LEADING.indexOf(entry.param);
    if (place < 0 || place > rank) continue;
    isOnly = place < rank;
    rank = place;
    found = entry;
  }
  return isOnly ? found : undefined;
}

// The date by which lists of a type are usually sorted. It is kept beside the token entries of its resource, so
// that "this code, newest first" sorts what the codes' own stretch of the table says, without looking elsewhere.

import type { DateValue, Entry } from '../index-entry.ts';

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

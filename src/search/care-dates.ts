// When care was given, as far as search parameters say: for the start and end of $everything.
// R4 patient-operation-everything.html ("the date range relates to care dates, not record currency dates").

import type { Definitions } from '../conformance/definitions.ts';
import type { DateMatch, Where } from '../storage/query.ts';
import { allOf, anyOf } from './where.ts';

/** Date parameters that say when something was done or is to be done, under all the names that R4 gives them. */
const CARE_DATES = new Set([
  'date',
  'period',
  'effective',
  'occurrence',
  'performed',
  'authored',
  'authored-on',
  'authoredon',
  'onset-date',
  'recorded-date',
  'issued',
  'started',
  'sent',
  'created',
  'whenhandedover',
  'whenprepared',
  'datewritten',
  'item-date',
  'identified',
]);

/** Names under which the care dates of these types are stored. */
export function careDateParams(types: Iterable<string>, definitions: Definitions): string[] {
  const found = new Set<string>();
  for (const type of types) {
    for (const { code, type: kind, stored, added } of definitions.searchParameters(type).values()) {
      // One that was added on this server may mean anything.
      if (kind === 'date' && CARE_DATES.has(code) && added === undefined)
        for (const { param } of stored) found.add(param);
    }
  }
  return [...found];
}

/** A care date satisfies all the matches, or there is none: what has no date cannot be outside. */
export function withinCareDates(params: readonly string[], matches: readonly DateMatch[]): Where {
  const within = params.map((param) =>
    allOf(matches.map((match): Where => ({ kind: 'match', param, match }))),
  );
  const dateless = allOf(params.map((param): Where => ({ kind: 'missing', param })));
  return anyOf([...within, dateless]);
}

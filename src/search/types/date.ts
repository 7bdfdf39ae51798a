// Date parameters: R4 search.html#date. Every value is a span of time; an open period reaches to the end of time.

import { dateSpan, type Span } from '../../fhir/dates.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { TimeZone } from '../../fhir/time-zone.ts';
import { OPEN } from '../../storage/index-entry.ts';
import type { Comparison, DateMatch } from '../../storage/query.ts';
import { unescapeValue } from '../split.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import { splitPrefix } from './prefix.ts';
import { listOf } from './primitive.ts';
import type { AskScope, SimpleType } from './search-type.ts';

/** `+` of an offset that arrived undecoded: a space. */
const LOST_PLUS = /(T[\d:.]+) (\d\d:\d\d)$/;

export const dateType: SimpleType = {
  modifiers: [],

  index({ value, type }, _definition, { zone }, emit) {
    let span: Span | undefined;
    // `performedString` says when in words, even where the words look like a year.
    if (typeof value === 'string') span = type === 'string' ? undefined : dateSpan(value, zone);
    else if (!isObject(value)) return;
    else if (type === 'Period') span = periodSpan(value, zone);
    else if (type === 'Timing') span = timingSpan(value, zone);
    if (span) emit({ kind: 'date', lo: span.lo, hi: span.hi });
  },

  matches(text, definition, scope) {
    return [parseDateMatch(text, definition, scope)];
  },

  parse(text, modifier, definition, scope) {
    if (modifier !== undefined) throw badModifier(definition, modifier, []);
    return matchAny(definition, [parseDateMatch(text, definition, scope)]);
  },
};

/** Throws FhirError 400. */
export function parseDateMatch(
  text: string,
  definition: { code: string },
  scope: AskScope,
): DateMatch & { op: Comparison } {
  const { op, rest } = splitPrefix(unescapeValue(text));
  const span = dateSpan(rest.replace(LOST_PLUS, '$1+$2'), scope.zone);
  if (!span) {
    throw badValue(
      definition,
      text,
      'write a date of the calendar as 2026, 2026-11, 2026-11-25 or 2026-11-25T08:30:00+08:00, with a prefix such as ge before it if wanted.',
    );
  }
  if (op !== 'ap') return { kind: 'date', op, ...span };
  // "10% of the gap between now and the date" on both sides.
  const gap = Math.round(Math.abs(scope.now - (span.lo + span.hi) / 2) / 10);
  return { kind: 'date', op, lo: span.lo - gap, hi: span.hi + gap };
}

/** undefined: neither end is a date. */
function periodSpan(period: JsonObject, zone: TimeZone): Span | undefined {
  const start = typeof period.start === 'string' ? dateSpan(period.start, zone) : undefined;
  const end = typeof period.end === 'string' ? dateSpan(period.end, zone) : undefined;
  if (!start && !end) return undefined;
  if (!start) return { lo: -OPEN, hi: end!.hi };
  if (!end) return { lo: start.lo, hi: OPEN };
  // A period written backwards is still found at both of its ends.
  return { lo: Math.min(start.lo, end.lo), hi: Math.max(start.hi, end.hi) };
}

/** "The specified scheduling details are ignored and only the outer limits matter." */
function timingSpan(timing: JsonObject, zone: TimeZone): Span | undefined {
  let span: Span | undefined;
  for (const event of listOf(timing.event)) {
    if (typeof event === 'string') span = outer(span, dateSpan(event, zone));
  }
  const bounds = isObject(timing.repeat) ? timing.repeat.boundsPeriod : undefined;
  return isObject(bounds) ? outer(span, periodSpan(bounds, zone)) : span;
}

function outer(a: Span | undefined, b: Span | undefined): Span | undefined {
  if (!a || !b) return a ?? b;
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
}

// _id and _lastUpdated, which the store keeps itself. R4 search.html#id, #lastUpdated.

import { dateSpan } from '../fhir/dates.ts';
import { type FhirError, fhirError } from '../fhir/error.ts';
import type { Where } from '../storage/query.ts';
import { ALWAYS } from '../storage/query.ts';
import { unescapeValue } from './split.ts';
import { clip } from './types/asked.ts';
import { splitPrefix } from './types/prefix.ts';
import type { AskScope } from './types/search-type.ts';
import { anyOf, NOTHING, not } from './where.ts';

/** Throws FhirError 400. */
export function parseStoreParameter(
  code: string,
  modifier: string | undefined,
  alternatives: string[],
  scope: AskScope,
): Where {
  if (modifier === 'missing') {
    if (alternatives.join() === 'true') return NOTHING;
    if (alternatives.join() === 'false') return ALWAYS;
    throw bad(code, alternatives.join(), ':missing takes true or false.');
  }
  if (code === '_id') {
    const ids: Where = { kind: 'ids', ids: [...new Set(alternatives.map(unescapeValue))] };
    if (modifier === undefined) return ids;
    if (modifier === 'not') return not(ids);
  } else if (modifier === undefined) {
    return anyOf(alternatives.map((text) => parseUpdated(text, scope)));
  }
  throw fhirError('invalid', `The modifier :${clip(modifier!)} does not belong to ${code}. Ask without it.`, {
    code: 'not-supported',
  });
}

/** lastUpdated is a point in time, so that above and below leave nothing open. */
function parseUpdated(text: string, scope: AskScope): Where {
  const { op, rest } = splitPrefix(unescapeValue(text));
  const span = dateSpan(rest.replace(/(T[\d:.]+) (\d\d:\d\d)$/, '$1+$2'), scope.zone);
  if (!span)
    throw bad(
      '_lastUpdated',
      text,
      'write a date as 2026, 2026-11, 2026-11-25 or 2026-11-25T08:30:00+08:00.',
    );
  const { lo, hi } = span;
  switch (op) {
    case 'eq':
      return { kind: 'updated', from: lo, before: hi };
    case 'ne':
      return not({ kind: 'updated', from: lo, before: hi });
    case 'gt':
    case 'sa':
      return { kind: 'updated', from: hi };
    case 'lt':
    case 'eb':
      return { kind: 'updated', before: lo };
    case 'ge':
      return { kind: 'updated', from: lo };
    case 'le':
      return { kind: 'updated', before: hi };
    case 'ap': {
      const gap = Math.round(Math.abs(scope.now - (lo + hi) / 2) / 10);
      return { kind: 'updated', from: lo - gap, before: hi + gap };
    }
  }
}

function bad(code: string, text: string, want: string): FhirError {
  return fhirError(
    'invalid',
    `The value "${clip(text)}" of the search parameter ${code} is not usable: ${want}`,
    { code: 'value' },
  );
}

// _id and _lastUpdated, which the store keeps itself. R4 search.html#id, #lastUpdated.

import { fhirError } from '../fhir/error.ts';
import { ALWAYS, type Where } from '../storage/query.ts';
import { unescapeValue } from './split.ts';
import { badValue, clip } from './types/asked.ts';
import { parseDateMatch } from './types/date.ts';
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
    throw badValue({ code }, alternatives.join(), ':missing takes true or false.');
  }
  if (code === '_id') {
    const ids: Where = { kind: 'ids', ids: [...new Set(alternatives.map(idOf))] };
    if (modifier === undefined) return ids;
    if (modifier === 'not') return not(ids);
  } else if (modifier === undefined) {
    return anyOf(alternatives.map((text) => parseUpdated(text, scope)));
  }
  throw fhirError('invalid', `The modifier :${clip(modifier!)} does not belong to ${code}. Ask without it.`, {
    code: 'not-supported',
  });
}

/** _id is a token whose codes have no system: `|id` is the same. R4 search.html#token. */
function idOf(text: string): string {
  return unescapeValue(text.startsWith('|') ? text.slice(1) : text);
}

/** lastUpdated is a point in time, so that above and below leave nothing open. */
function parseUpdated(text: string, scope: AskScope): Where {
  const { op, lo, hi } = parseDateMatch(text, { code: '_lastUpdated' }, scope);
  switch (op) {
    case 'eq':
    case 'ap':
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
  }
}

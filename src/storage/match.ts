// Does one stored value satisfy one asked value? The meaning of every kind of match, R4 search.html#prefix
// and #ptypes; engines must agree with it.

import { distanceInMetres } from './distance.ts';
import type { DateRange, EntryValue, NumberValue, QuantityValue, ReferenceValue } from './index-entry.ts';
import type {
  Comparison,
  DateMatch,
  Match,
  QuantityMatch,
  ReferenceMatch,
  StringMatch,
  UriMatch,
} from './query.ts';
import { compareText } from './text-order.ts';

export function matches(value: EntryValue, match: Match): boolean {
  switch (match.kind) {
    case 'token':
      return (
        value.kind === 'token' &&
        (match.system === undefined || match.system === value.system) &&
        (match.code === undefined || match.code === (match.exact ? value.code : value.fold))
      );
    case 'string':
      if (value.kind !== 'string') return false;
      return match.how === 'equals' ? value.text === match.text : matchesFold(value.fold, match);
    case 'date':
      return value.kind === 'date' && matchesRange(value, match);
    case 'number':
      return value.kind === 'number' && matchesNumber(value, match);
    case 'quantity':
      return value.kind === 'quantity' && matchesUnit(value, match) && matchesNumber(value, match);
    case 'token-set':
      return (
        value.kind === 'token' &&
        match.sets.some(
          (set) =>
            set.system === value.system &&
            ('only' in set ? set.only.includes(value.fold) : !set.allBut.includes(value.fold)),
        )
      );
    case 'reference':
      if (value.kind !== 'reference') return false;
      if (match.how && match.url !== undefined) return isInHierarchy(value, match, match.how);
      return (
        (match.type === undefined || match.type === value.type) &&
        (match.id === undefined || match.id === value.id) &&
        (match.url === undefined || match.url === value.url) &&
        (match.version === undefined || match.version === (value.version ?? ''))
      );
    case 'uri':
      return value.kind === 'uri' && matchesUri(value.value, match);
    case 'position':
      return value.kind === 'position' && distanceInMetres(value, match) <= match.metres;
    case 'composite':
      return (
        value.kind === 'composite' &&
        value.parts.length === match.parts.length &&
        match.parts.every((part, i) => matches(value.parts[i]!, part))
      );
  }
}

function matchesFold(fold: string, { how, text }: StringMatch): boolean {
  switch (how) {
    case 'starts':
      return fold.startsWith(text);
    case 'ends':
      return fold.endsWith(text);
    case 'contains':
      return fold.includes(text);
    case 'gt':
      return compareText(fold, text) > 0;
    case 'lt':
      return compareText(fold, text) < 0;
    case 'ge':
      return compareText(fold, text) >= 0;
    case 'le':
      return compareText(fold, text) <= 0;
    default:
      return fold === text;
  }
}

/** Both half open. The range above the asked one starts at its end. */
function matchesRange(value: DateRange, asked: DateMatch): boolean {
  switch (asked.op) {
    case 'eq':
      return value.lo >= asked.lo && value.hi <= asked.hi;
    case 'ne':
      return value.lo < asked.lo || value.hi > asked.hi;
    case 'gt':
      return value.hi > asked.hi;
    case 'lt':
      return value.lo < asked.lo;
    // "… or the range of the search value fully contains the range of the target value"
    case 'ge':
      return value.hi > asked.hi || value.lo >= asked.lo;
    case 'le':
      return value.lo < asked.lo || value.hi <= asked.hi;
    case 'sa':
      return value.lo >= asked.hi;
    case 'eb':
      return value.hi <= asked.lo;
    case 'ap':
      return value.lo < asked.hi && value.hi > asked.lo;
    case 'co':
      return value.lo <= asked.lo && value.hi >= asked.hi;
  }
}

interface AskedNumber {
  op: Comparison;
  value: number;
  lo: number;
  hi: number;
}

function matchesNumber(value: NumberValue | QuantityValue, asked: AskedNumber): boolean {
  switch (asked.op) {
    case 'eq':
      return value.lo >= asked.lo && value.hi < asked.hi;
    case 'ne':
      return value.lo < asked.lo || value.hi >= asked.hi;
    case 'gt':
      return value.hi > asked.value;
    case 'lt':
      return value.lo < asked.value;
    case 'ge':
      return value.hi >= asked.value;
    case 'le':
      return value.lo <= asked.value;
    case 'sa':
      return value.lo > asked.value;
    case 'eb':
      return value.hi < asked.value;
    case 'ap':
      return value.lo < asked.hi && value.hi >= asked.lo;
  }
}

function matchesUnit(value: QuantityValue, asked: QuantityMatch): boolean {
  if (asked.system !== undefined && asked.system !== value.system) return false;
  if (asked.code === undefined || asked.code === value.code) return true;
  return asked.system === undefined && asked.code === value.unit;
}

function matchesUri(value: string, asked: UriMatch): boolean {
  if (asked.how === 'equals') return value === asked.value;
  return asked.how === 'below' ? isBelow(value, asked.value) : isBelow(asked.value, value);
}

/** Canonicals: the versions of one url, or urls under one another. R4 references.html#canonical. */
function isInHierarchy(
  { url, version }: ReferenceValue,
  asked: ReferenceMatch,
  how: 'below' | 'above',
): boolean {
  if (url === undefined) return false;
  if (asked.version === undefined) return matchesUri(url, { kind: 'uri', how, value: asked.url! });
  if (url !== asked.url || version === undefined) return false;
  const [lower, upper] = how === 'below' ? [version, asked.version] : [asked.version, version];
  return lower === upper || lower.startsWith(`${upper}.`);
}

/** True when `uri` is `base` or lies under it at a path border. */
function isBelow(uri: string, base: string): boolean {
  if (!uri.startsWith(base)) return false;
  return uri.length === base.length || base.endsWith('/') || uri[base.length] === '/';
}

// The parameters that shape an answer instead of choosing resources. R4 search.html#sort, #count, #total,
// #include, #summary.

import { fhirError } from '../fhir/error.ts';
import type { SortKey } from '../storage/query.ts';
import { type Contained, type ContainedType, parseContained, parseContainedType } from './contained.ts';
import { findParameter, STORE_PARAMETERS } from './find-parameter.ts';
import { type Include, parseInclude, parseReverseInclude } from './parse-include.ts';
import { parseElements, parseSummary, type Subset } from './subset.ts';
import { clip } from './types/asked.ts';
import type { AskScope } from './types/search-type.ts';

export interface ResultParameters {
  sort: SortKey[];
  /** Matches on a page; 0: only the number of matches. undefined: the server's own choice. */
  count?: number;
  /** `_summary=count`, whatever `_count` says. */
  onlyCounts?: boolean;
  total?: 'none' | 'estimate' | 'accurate';
  includes: Include[];
  revincludes: Include[];
  /** Only a part of each resource. */
  subset?: Subset;
  contained?: Contained;
  containedType?: ContainedType;
}

export const COUNT_MAX = 1000;
const SORT_KEYS_MAX = 5;
const INCLUDES_MAX = 50;
/** `_page` is the token of page.ts. */
const FOR_THE_DOOR = new Set(['_format', '_pretty', '_page']);
const SUPPORTED = new Set([
  '_sort',
  '_count',
  '_total',
  '_include',
  '_revinclude',
  '_summary',
  '_elements',
  '_type',
  '_contained',
  '_containedType',
]);

export function emptyResultParameters(): ResultParameters {
  return { sort: [], includes: [], revincludes: [] };
}

/** Left to the door, which has dealt with them already. */
export function isForTheDoor(name: string): boolean {
  return FOR_THE_DOOR.has(name);
}

export function isResultParameter(name: string): boolean {
  const code = name.split(':', 1)[0]!;
  return SUPPORTED.has(code);
}

/** Throws FhirError 400. */
export function takeResultParameter(
  result: ResultParameters,
  name: string,
  value: string,
  types: string[],
  scope: AskScope,
): void {
  switch (name) {
    case '_sort':
      if (result.sort.length > 0) throw twice(name);
      result.sort = parseSort(value, types, scope);
      return;
    case '_count':
      if (result.count !== undefined) throw twice(name);
      result.count = parseCount(value);
      return;
    case '_total':
      if (result.total !== undefined) throw twice(name);
      result.total = parseTotal(value);
      return;
    case '_summary':
      if (value === 'count') result.onlyCounts = true;
      else takeSubset(result, name, parseSummary(value));
      return;
    case '_elements':
      takeSubset(result, name, parseElements(value));
      return;
    case '_include':
    case '_include:iterate':
      refuseMoreIncludes(result, name);
      result.includes.push(parseInclude(value, name !== '_include', types, scope));
      return;
    case '_revinclude':
    case '_revinclude:iterate':
      refuseMoreIncludes(result, name);
      result.revincludes.push(parseReverseInclude(value, name !== '_revinclude', types, scope));
      return;
    case '_contained':
      result.contained = parseContained(value);
      return;
    case '_containedType':
      result.containedType = parseContainedType(value);
      return;
    case '_type':
      throw fhirError(
        'invalid',
        '_type belongs to a search over several types: GET [base]?_type=… or all of a compartment. Leave it out here.',
        { code: 'not-supported' },
      );
  }
  const [code, modifier] = name.split(':', 2);
  throw fhirError('invalid', `${code} takes no modifier :${clip(modifier ?? '')}. Ask without it.`, {
    code: 'not-supported',
  });
}

function refuseMoreIncludes({ includes, revincludes }: ResultParameters, name: string): void {
  if (includes.length + revincludes.length >= INCLUDES_MAX) throw tooMany(name, INCLUDES_MAX);
}

function takeSubset(result: ResultParameters, name: string, subset: Subset | undefined): void {
  if (result.subset && subset) {
    throw fhirError('invalid', `${name} does not go with another _summary or _elements. Give one of them.`);
  }
  result.subset ??= subset;
}

function parseSort(value: string, types: string[], scope: AskScope): SortKey[] {
  const keys = value.split(',').filter((key) => key !== '');
  if (keys.length > SORT_KEYS_MAX) throw tooMany('_sort', SORT_KEYS_MAX);
  return keys.map((key) => {
    const descending = key.startsWith('-');
    const code = descending ? key.slice(1) : key;
    if (STORE_PARAMETERS.has(code)) return { by: code as '_id' | '_lastUpdated', descending };
    const [first, ...others] = types.map((type) => sortKey(code, type, descending, scope));
    if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) throw unsortable(code);
    return first!;
  });
}

function sortKey(code: string, resourceType: string, descending: boolean, scope: AskScope): SortKey {
  const { definition } = findParameter(code, resourceType, scope);
  const { type: kind, stored } = definition;
  if (kind === 'composite' || kind === 'special' || stored.length !== 1) throw unsortable(code);
  return { by: 'param', param: stored[0]!.param, kind, descending };
}

/** A larger number is cut to the largest page, R4 search.html#count. */
function parseCount(value: string): number {
  if (!/^\d+$/.test(value)) {
    throw fhirError('invalid', `_count is "${clip(value)}", but it must be a whole number from 0.`, {
      code: 'value',
    });
  }
  return Math.min(Number(value), COUNT_MAX);
}

function parseTotal(value: string): 'none' | 'estimate' | 'accurate' {
  if (value === 'none' || value === 'estimate' || value === 'accurate') return value;
  throw fhirError('invalid', `_total is "${clip(value)}", but it must be none, estimate or accurate.`, {
    code: 'value',
  });
}

function unsortable(code: string) {
  return fhirError(
    'invalid',
    `Results cannot be sorted by ${clip(code)}. Sort by a single-valued search parameter.`,
    {
      code: 'not-supported',
    },
  );
}

function twice(name: string) {
  return fhirError('invalid', `${name} is given twice. Give it once.`);
}

function tooMany(name: string, most: number) {
  return fhirError('invalid', `${name} takes at most ${most} values.`, { code: 'too-costly' });
}

// How much a condition is to ask: its tests, each as heavy as the store finds it.

import type { Match, Where } from '../storage/query.ts';

/** Of one search at most. Where all of it are quantities, the store takes half a second to begin. */
export const WEIGHT_MAX = 20_000;

/** A comparison is looked up by itself, equal values together in one list. */
const COMPARED: ReadonlySet<Match['kind']> = new Set(['number', 'date', 'quantity', 'composite']);
const COMPARED_WEIGHT = 10;

export function weightOf(where: Where): number {
  switch (where.kind) {
    case 'and':
      return sum(where.all);
    case 'or':
      return sum(where.any);
    case 'match':
      return COMPARED.has(where.match.kind) ? COMPARED_WEIGHT : 1;
    case 'not':
    case 'typed':
    case 'contains':
    case 'chain':
    case 'has':
      return 1 + weightOf(where.where);
    default:
      return 1;
  }
}

function sum(parts: readonly Where[]): number {
  return parts.reduce((total, part) => total + weightOf(part), 0);
}

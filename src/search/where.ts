// Building conditions: nested and single-membered ones are made flat, so that equal questions look equal.

import type { Where } from '../storage/query.ts';

/** Nothing satisfies it. */
export const NOTHING: Where = { kind: 'or', any: [] };

export function allOf(all: Where[]): Where {
  if (all.length === 1) return all[0]!;
  return { kind: 'and', all: all.flatMap((where) => (where.kind === 'and' ? where.all : [where])) };
}

export function anyOf(any: Where[]): Where {
  if (any.length === 1) return any[0]!;
  return { kind: 'or', any: any.flatMap((where) => (where.kind === 'or' ? where.any : [where])) };
}

export function not(where: Where): Where {
  return where.kind === 'not' ? where.where : { kind: 'not', where };
}

// Resources of one transaction by their tokens, so that a condition such as `identifier=system|value` looks at those
// few that can fit instead of at all: 1,000 conditions over 2,000 entries would be two million judgements.

import type { Facts } from '../storage/evaluate.ts';
import type { Where } from '../storage/query.ts';
import type { Key } from '../storage/store.ts';

export class TokenShelf {
  private readonly keys = new Map<string, Key[]>();

  add({ key, entries }: Facts): void {
    for (const entry of entries) {
      if (entry.kind !== 'token' || entry.within) continue;
      const label = labelOf(key.type, entry.param, entry.fold);
      const known = this.keys.get(label);
      if (!known) this.keys.set(label, [key]);
      else if (known.at(-1) !== key) known.push(key);
    }
  }

  /** All that can fit, and perhaps more; undefined when the condition asks for no token. */
  candidates(types: string[], where: Where): Key[] | undefined {
    const token = requiredToken(where);
    return token && types.flatMap((type) => this.keys.get(labelOf(type, token.param, token.code)) ?? []);
  }
}

/** A token without which the condition cannot hold. */
function requiredToken(where: Where): { param: string; code: string } | undefined {
  if (where.kind === 'match' && where.match.kind === 'token' && where.match.code !== undefined) {
    return { param: where.param, code: where.match.code };
  }
  if (where.kind !== 'and') return undefined;
  for (const part of where.all) {
    const token = requiredToken(part);
    if (token) return token;
  }
  return undefined;
}

/** Case is left to the judgement. */
function labelOf(type: string, param: string, code: string): string {
  return `${type} ${param} ${code.toLowerCase()}`;
}

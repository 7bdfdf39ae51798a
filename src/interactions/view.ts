// What a planner may ask before it decides: the store as this caller sees it, or the store as a Bundle will
// leave it (overlay.ts).

import { seeOf } from '../authorization/policy.ts';
import type { Where } from '../storage/query.ts';
import type { Key, Version } from '../storage/store.ts';
import type { Context } from './context.ts';

export interface View {
  /** Bare: the data of a Binary is in its text or beside it, as `content`. */
  read(keys: Key[]): Promise<(Version | undefined)[]>;
  /** Live resources that satisfy the condition, at most so many. */
  find(types: string[], where: Where, atMost: number): Promise<Finding>;
}

export interface Finding {
  keys: Key[];
  /** What the store itself finds, for an expectation: the same, unless the request changes the answer by itself. */
  stored: Key[];
}

export function storeView(context: Context): View {
  const reading = { see: seeOf(context.principal), bare: true };
  return {
    read: (keys) => context.store.read(keys, reading),
    async find(types, where, atMost) {
      const deadline = context.now() + context.settings.searchTimeoutMs;
      const query = { types, where, sort: [], count: atMost };
      const found = await context.store.search(query, { ...reading, deadline });
      const keys = found.versions.map((version) => version.key);
      return { keys, stored: keys };
    },
  };
}

// The store as a transaction will leave it: what the store finds, minus the resources the transaction writes or
// deletes, plus its own resources that match. R4 http.html#trules.

import { indexResource } from '../search/index-resource.ts';
import { evaluate, type Facts } from '../storage/evaluate.ts';
import type { Entry } from '../storage/index-entry.ts';
import type { Where } from '../storage/query.ts';
import type { Key, Version } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { ResourceBody } from './request.ts';
import type { View } from './view.ts';

export interface Overlay extends View {
  /** The resource will have this content. */
  put(key: Key, body: ResourceBody): void;
  /** The resource will be gone. */
  remove(key: Key): void;
  /** Is the resource one that the transaction itself writes or deletes? */
  holds(key: Key): boolean;
}

export function createOverlay(below: View, context: Context): Overlay {
  const pending = new Map<string, { key: Key; entries: Entry[] | undefined }>();

  return {
    put(key, body) {
      const { entries } = indexResource(
        { ...body.resource, id: key.id },
        { definitions: context.definitions, numbers: body.numbers, timeZone: context.settings.timeZone, local: context.local },
      );
      pending.set(nameOf(key), { key, entries });
    },
    remove(key) {
      pending.set(nameOf(key), { key, entries: undefined });
    },
    holds: (key) => pending.has(nameOf(key)),
    read: (keys): Promise<(Version | undefined)[]> => below.read(keys),
    async find(types, where, atMost) {
      const own = ownMatches(types, where);
      const found = await below.find(types, where, atMost + pending.size);
      const others = found.filter((key) => !pending.has(nameOf(key)));
      return [...own, ...others].slice(0, atMost);
    },
  };

  function ownMatches(types: string[], where: Where): Key[] {
    return [...pending.values()].flatMap(({ key, entries }) => {
      if (!entries || !types.includes(key.type)) return [];
      return evaluate(where, { key, entries }, lookup) ? [key] : [];
    });
  }

  /** Chains are judged among the transaction's own resources; the store answers for its own. */
  function lookup(): Iterable<Facts> {
    return [...pending.values()].flatMap(({ key, entries }) => (entries ? [{ key, entries }] : []));
  }
}

function nameOf({ type, id }: Key): string {
  return `${type}/${id}`;
}

// The store as a transaction will leave it: what the store finds, minus the resources the transaction writes or
// deletes, plus its own resources that match. R4 http.html#trules.

import { indexResource } from '../search/index-resource.ts';
import { evaluate, type Facts, type Lookup } from '../storage/evaluate.ts';
import type { Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { ResourceBody } from './request.ts';
import { TokenShelf } from './token-shelf.ts';
import type { View } from './view.ts';

export interface Overlay extends View {
  /** The resource will have this content. */
  put(key: Key, body: ResourceBody): void;
  /** The resource will be gone. */
  remove(key: Key): void;
}

export function createOverlay(below: View, context: Context): Overlay {
  /** What the transaction will leave; no body for what it deletes. Indexed when somebody asks, which is seldom. */
  const pending = new Map<string, { key: Key; body?: ResourceBody; facts?: Facts }>();
  const shelf = new TokenShelf();
  const unshelved: Key[] = [];

  function factsOf(key: Key): Facts | undefined {
    const one = pending.get(nameOf(key));
    if (!one?.body) return undefined;
    one.facts ??= {
      key,
      at: context.now(),
      entries: indexResource({ ...one.body.resource, id: key.id }, context.searchContext).entries,
    };
    one.body.release?.();
    return one.facts;
  }

  /** A chain that starts at one of the transaction's resources is followed among those only. */
  const ownLookup: Lookup = {
    read: factsOf,
    *referrers(type, param, key) {
      for (const one of pending.values()) {
        const facts = factsOf(one.key);
        const refers = facts?.entries.some(
          (entry) =>
            entry.param === param &&
            entry.kind === 'reference' &&
            entry.type === key.type &&
            entry.id === key.id,
        );
        if (facts && facts.key.type === type && refers) yield facts;
      }
    },
  };

  return {
    put(key, body) {
      pending.set(nameOf(key), { key, body });
      unshelved.push(key);
    },
    remove(key) {
      pending.set(nameOf(key), { key });
    },
    read: (keys) => below.read(keys),
    async find(types, where, atMost) {
      for (const key of unshelved.splice(0)) {
        const facts = factsOf(key);
        if (facts) shelf.add(facts);
      }
      const candidates = shelf.candidates(types, where) ?? [...pending.values()].map(({ key }) => key);
      const own = candidates.filter((key) => {
        const facts = types.includes(key.type) ? factsOf(key) : undefined;
        return facts && evaluate(where, facts, ownLookup);
      });
      const { stored } = await below.find(types, where, atMost + pending.size);
      const others = stored.filter((key) => !pending.has(nameOf(key)));
      return { keys: [...own, ...others].slice(0, atMost), stored };
    },
  };
}

function nameOf({ type, id }: Key): string {
  return `${type}/${id}`;
}

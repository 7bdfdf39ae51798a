// Stored resources that must be known before a question can be put: the value set of `:in`, the List of `_list`.
// A question is parsed at once, while reading them takes time. So a parse takes from the shelf what is there and
// leaves a note of what is not; whoever parses reads what is noted and parses again (interactions/understood.ts).

import type { Resource } from '../fhir/json/tree.ts';

export type ShelfType = 'ValueSet' | 'CodeSystem' | 'List';

export interface Shelf {
  byId(type: ShelfType, id: string): Resource | undefined;
  /** A canonical URL, with or without `|version`. */
  byUrl(type: ShelfType, canonical: string): Resource | undefined;
}

export const NO_SHELF: Shelf = { byId: () => undefined, byUrl: () => undefined };

export interface Wanted {
  type: ShelfType;
  /** One of the two. */
  id?: string;
  canonical?: string;
}

/** A shelf that is filled while a question is parsed again and again. */
export interface FillingShelf extends Shelf {
  /** What was asked for and never put there since the last call; asked once only. */
  takeWanted(): Wanted[];
  put(wanted: Wanted, resource: Resource | undefined): void;
}

export function createShelf(): FillingShelf {
  const held = new Map<string, Resource | undefined>();
  const noted = new Map<string, Wanted>();
  const find = (wanted: Wanted): Resource | undefined => {
    const name = nameOf(wanted);
    if (!held.has(name)) noted.set(name, wanted);
    return held.get(name);
  };
  return {
    byId: (type, id) => find({ type, id }),
    byUrl: (type, canonical) => find({ type, canonical }),
    takeWanted() {
      const wanted = [...noted.values()];
      noted.clear();
      return wanted;
    },
    put(wanted, resource) {
      held.set(nameOf(wanted), resource);
    },
  };
}

function nameOf({ type, id, canonical }: Wanted): string {
  return id === undefined ? `${type} ${canonical}` : `${type}/${id}`;
}

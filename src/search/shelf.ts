// Stored resources that must be known before a question can be put: the value set of `:in`, the List of `_list`, what a
// chain over canonical URLs leads to.
// A question is parsed at once, while reading them takes time. So a parse takes from the shelf what is there and
// leaves a note of what is not; whoever parses reads what is noted and parses again (interactions/understood.ts).

import type { Resource } from '../fhir/json/tree.ts';
import type { Query } from '../storage/query.ts';

export type ShelfType = 'ValueSet' | 'CodeSystem' | 'List';

export interface Shelf {
  byId(type: ShelfType, id: string): Resource | undefined;
  /** A canonical URL, with or without `|version`. */
  byUrl(type: ShelfType, canonical: string): Resource | undefined;
  /** All that satisfy a question; undefined: not looked for yet. */
  found(question: Question): readonly Resource[] | undefined;
}

export type Question = Pick<Query, 'types' | 'where'>;

export const NO_SHELF: Shelf = { byId: () => undefined, byUrl: () => undefined, found: () => [] };

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
  /** The same for questions. */
  takeQuestions(): Question[];
  putFound(question: Question, resources: readonly Resource[]): void;
}

export function createShelf(): FillingShelf {
  const held = new Map<string, Resource | undefined>();
  const noted = new Map<string, Wanted>();
  const found = new Map<string, readonly Resource[]>();
  const asked = new Map<string, Question>();
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
    found(question) {
      const name = JSON.stringify(question);
      if (!found.has(name)) asked.set(name, question);
      return found.get(name);
    },
    takeQuestions() {
      const questions = [...asked.values()];
      asked.clear();
      return questions;
    },
    putFound(question, resources) {
      found.set(JSON.stringify(question), resources);
    },
  };
}

function nameOf({ type, id, canonical }: Wanted): string {
  return id === undefined ? `${type} ${canonical}` : `${type}/${id}`;
}

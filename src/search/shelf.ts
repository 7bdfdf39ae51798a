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
  return new LazyShelf();
}

const NOTHING: never[] = [];

/** Every search gets one, few put anything on it: so it is made of nothing until somebody does. */
class LazyShelf implements FillingShelf {
  #held: Map<string, Resource | undefined> | undefined;
  #noted: Map<string, Wanted> | undefined;
  #found: Map<string, readonly Resource[]> | undefined;
  #asked: Map<string, Question> | undefined;

  byId(type: ShelfType, id: string): Resource | undefined {
    return this.#find({ type, id });
  }

  byUrl(type: ShelfType, canonical: string): Resource | undefined {
    return this.#find({ type, canonical });
  }

  takeWanted(): Wanted[] {
    if (!this.#noted) return NOTHING;
    const wanted = [...this.#noted.values()];
    this.#noted = undefined;
    return wanted;
  }

  put(wanted: Wanted, resource: Resource | undefined): void {
    this.#held ??= new Map();
    this.#held.set(nameOf(wanted), resource);
  }

  found(question: Question): readonly Resource[] | undefined {
    const name = JSON.stringify(question);
    const found = this.#found?.get(name);
    if (!found) {
      this.#asked ??= new Map();
      this.#asked.set(name, question);
    }
    return found;
  }

  takeQuestions(): Question[] {
    if (!this.#asked) return NOTHING;
    const questions = [...this.#asked.values()];
    this.#asked = undefined;
    return questions;
  }

  putFound(question: Question, resources: readonly Resource[]): void {
    this.#found ??= new Map();
    this.#found.set(JSON.stringify(question), resources);
  }

  #find(wanted: Wanted): Resource | undefined {
    const name = nameOf(wanted);
    if (!this.#held?.has(name)) {
      this.#noted ??= new Map();
      this.#noted.set(name, wanted);
    }
    return this.#held?.get(name);
  }
}

function nameOf({ type, id, canonical }: Wanted): string {
  return id === undefined ? `${type} ${canonical}` : `${type}/${id}`;
}

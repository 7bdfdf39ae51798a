// The definitions in force: an immutable edition after the other, each made when a definition among the resources has
// changed. A request works with the edition it began with; entries are made by the newest when they go to the store.
// Several processes on one store would each hold theirs: a build then waits for the slowest to have settled.

import type { DefinitionChange } from '../conformance/stored-definitions.ts';
import type { JsonObject } from '../fhir/json/tree.ts';
import type { Seq, Store, Version } from '../storage/store.ts';

export interface Editions<E> {
  current(): E;
  /** Resolves when the edition in force holds every definition committed up to this number. */
  reached(seq: Seq): Promise<void>;
  /** The edition in force, whose entries are on their way to the store until `release` is called. */
  hold(): { edition: E; release(): void };
  /** Resolves when no entries are on their way that an edition before the present one made. */
  settled(): Promise<void>;
  /** The same definitions, said anew: the state of the index has changed. */
  renew(): void;
  /** Follows what other processes commit too, until `stop`. */
  follow(): void;
  stop(): void;
}

export interface EditionsGiven<E> {
  store: Store;
  /** Kinds of resources that define something. */
  types: readonly string[];
  first: E;
  /** The log number whose definitions `first` holds. */
  seq: Seq;
  /** The next edition; the changes are newest versions as of `seq`. Resolves when it may come into force. */
  next(changes: DefinitionChange[], seq: Seq, current: E): Promise<E>;
  /** The same as `current`, with what is said of the index as it is now. */
  renewed(current: E): E;
  /** An edition has come into force. */
  onChange(): void;
  note(message: string, details: Record<string, unknown>): void;
}

const PAGE = 100;
/** What other processes define is looked for at most this often. */
const LOOK_EVERY_MS = 250;

export function createEditions<E>(given: EditionsGiven<E>): Editions<E> {
  const { store, types } = given;
  let current: Held<E> = { edition: given.first, number: 1, held: 0 };
  /** Those before it that are still held. */
  const earlier = new Set<Held<E>>();
  let waiting: { number: number; resolve: () => void }[] = [];
  let upTo = given.seq;
  let catchingUp: Promise<void> | undefined;
  const stopped = new AbortController();

  function put(edition: E): void {
    if (current.held > 0) earlier.add(current);
    current = { edition, number: current.number + 1, held: 0 };
    given.onChange();
  }

  function isHeldBefore(number: number): boolean {
    return [...earlier].some((one) => one.number < number);
  }

  function release(one: Held<E>): void {
    one.held--;
    if (one.held > 0 || !earlier.delete(one)) return;
    const ready = waiting.filter(({ number }) => !isHeldBefore(number));
    waiting = waiting.filter((other) => !ready.includes(other));
    for (const { resolve } of ready) resolve();
  }

  async function catchUp(): Promise<void> {
    const { seq } = await store.tip();
    const changes = (await Promise.all(types.map((type) => changesOf(store, type, upTo)))).flat();
    if (changes.length > 0) put(await given.next(changes, seq, current.edition));
    upTo = seq;
  }

  async function reached(seq: Seq): Promise<void> {
    while (upTo < seq) {
      catchingUp ??= catchUp().finally(() => {
        catchingUp = undefined;
      });
      await catchingUp;
    }
  }

  async function follow(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await reached(await store.wait(upTo, stopped.signal));
      } catch (error) {
        if (stopped.signal.aborted) return;
        given.note('definitions could not be followed', { error: String(error) });
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS).unref());
    }
  }

  return {
    current: () => current.edition,
    reached,
    hold() {
      const one = current;
      one.held++;
      return { edition: one.edition, release: () => release(one) };
    },
    settled() {
      const { number } = current;
      if (!isHeldBefore(number)) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push({ number, resolve });
      });
    },
    renew: () => put(given.renewed(current.edition)),
    follow: () => void follow(),
    stop: () => stopped.abort(),
  };
}

interface Held<E> {
  edition: E;
  number: number;
  held: number;
}

/** What is newer than `after`, newest version of each. */
async function changesOf(store: Store, type: string, after: Seq): Promise<DefinitionChange[]> {
  const changes = new Map<string, DefinitionChange>();
  let cursor: string | undefined;
  do {
    const { versions, next } = await store.history({ type }, { count: PAGE, after: cursor });
    for (const version of versions) {
      if (version.seq <= after) return [...changes.values()];
      if (!changes.has(version.key.id)) changes.set(version.key.id, changeOf(version));
    }
    cursor = next;
  } while (cursor !== undefined);
  return [...changes.values()];
}

function changeOf({ key, text }: Version): DefinitionChange {
  return text === undefined ? key : { ...key, resource: JSON.parse(text) as JsonObject };
}

/** All that are live, and the log number they are of. */
export async function readDefinitions(
  store: Store,
  types: readonly string[],
): Promise<{ changes: DefinitionChange[]; seq: Seq }> {
  const { seq } = await store.tip();
  const changes: DefinitionChange[] = [];
  let after: string | undefined;
  do {
    const found = await store.scan([...types], seq, { count: PAGE, after });
    changes.push(...found.versions.map(changeOf));
    after = found.next;
  } while (after !== undefined);
  return { changes, seq };
}

// Builds the index where it is not complete: for search parameters that were added or changed, and after a release
// that makes other entries. Everything else goes on meanwhile; what was cut off is taken up.

import { hash } from 'node:crypto';
import { ALWAYS } from '../storage/query.ts';
import type { Cells } from '../storage/store.ts';
import type { Editions } from './editions.ts';
import type { Ledger } from './ledger.ts';
import { type Place, type WalkGiven, walk } from './walk.ts';
import type { Fingerprints } from './wanted.ts';

const CELL = 'search-index-build';
/** How often the place is kept, so that a restart does not begin again. */
const KEEP_EVERY_MS = 1000;
const TRY_AGAIN_MS = 5000;

export type BuildProgress = (done: number, total: number) => void;

export interface Builder {
  /** Builds what is not complete, now and later. */
  begin(): void;
  /** There may be something to build. Without `begin` before, nothing happens. */
  wake(): void;
  /** Builds until everything is complete. */
  complete(onProgress?: BuildProgress): Promise<void>;
  /** Per cent, 0 to 99, that the build of this type has done; 0 while it waits for its turn. */
  percent(resourceType: string): number;
  stop(): Promise<void>;
}

interface Kept {
  /** Of which build; see buildName. */
  build: string;
  place: Place;
}

/** `allTypes`: those that can be stored; `wantedOf`: what an edition makes of a type. */
export function createBuilder<E>(
  allTypes: Iterable<string>,
  ledger: Ledger,
  editions: Editions<E>,
  wantedOf: (resourceType: string, edition: E) => Fingerprints,
  given: WalkGiven,
): Builder {
  const { store } = given;
  const stopping = new AbortController();
  const { signal } = stopping;
  let begun = false;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let now: { types: ReadonlySet<string>; done: number; total: number } | undefined;

  async function buildAll(onProgress?: BuildProgress): Promise<void> {
    for (let types = ledger.unfinished(); types.length > 0; types = ledger.unfinished()) {
      signal.throwIfAborted();
      await build(new Set(types), onProgress);
    }
  }

  /** Resources of other types are passed by, unless they contain some that may be of these. */
  async function build(types: ReadonlySet<string>, onProgress?: BuildProgress): Promise<void> {
    // What the edition in force makes, not what the next one is about to make.
    const edition = editions.current();
    const goals = [...types].map((type) => [type, wantedOf(type, edition)] as const);
    const { epoch } = ledger;
    const name = buildName(epoch, goals);
    // From here on whoever writes makes these entries; what was written before is seen by the walk.
    await editions.settled();
    const walked = [...types, ...[...allTypes].filter((type) => !types.has(type))];
    const start = await placeOf(walked, name);
    const total = await store.count({ types: walked, where: ALWAYS, sort: [], count: 0 });
    let keptAt = Number.NEGATIVE_INFINITY;
    now = { types, done: start.done, total };
    await walk(start, given, {
      signal,
      takes: ({ key, text }) => types.has(key.type) || text!.includes('"contained":['),
      onSlice(place) {
        now = { types, done: place.done, total };
        onProgress?.(place.done, total);
        if (performance.now() - keptAt < KEEP_EVERY_MS) return undefined;
        keptAt = performance.now();
        return put(store.cells, { build: name, place });
      },
    });
    const finished = ledger.finish(goals, epoch);
    now = undefined;
    // Searches and /metadata agree from the same moment on.
    editions.renew();
    await finished;
  }

  /** Where an earlier process left this very build, or the start. */
  async function placeOf(types: string[], build: string): Promise<Place> {
    const text = await store.cells.read(CELL);
    const kept = text === undefined ? undefined : (JSON.parse(text) as Kept);
    if (kept?.build === build && kept.place.types.join() === types.join()) return kept.place;
    return { types, at: (await store.tip()).seq, done: 0 };
  }

  function wake(): void {
    if (!begun || running || signal.aborted) return;
    clearTimeout(timer);
    timer = undefined;
    running = buildAll()
      .catch((error) => {
        if (signal.aborted) return;
        given.note('the index could not be built', { error: String(error) });
        timer = setTimeout(wake, TRY_AGAIN_MS).unref();
      })
      .finally(() => {
        running = undefined;
        now = undefined;
        // Something may have become unfinished while the last one ended.
        if (timer === undefined && ledger.unfinished().length > 0) wake();
      });
  }

  return {
    begin() {
      begun = true;
      wake();
    },
    wake,
    async complete(onProgress) {
      await running;
      await buildAll(onProgress);
    },
    percent(resourceType) {
      if (!now?.types.has(resourceType) || now.total === 0) return 0;
      return Math.min(99, Math.floor((100 * now.done) / now.total));
    },
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

/** The same after a restart, but not when something else was wanted in between. */
function buildName(epoch: number, goals: Parameters<Ledger['finish']>[0]): string {
  const text = JSON.stringify(goals.map(([type, goal]) => [type, ...goal]));
  return `${epoch} ${hash('sha256', text).slice(0, 16)}`;
}

async function put(cells: Cells, kept: Kept): Promise<void> {
  const value = JSON.stringify(kept);
  for (;;) {
    const known = await cells.read(CELL);
    if (known === value || (await cells.write(CELL, value, known))) return;
  }
}

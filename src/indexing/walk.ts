// Indexes resources anew, slice by slice, and gives way between: callers come first. What has changed since it was
// read is left alone by the store, since whoever changed it made new entries.

import { FhirError } from '../fhir/error.ts';
import type { Resource } from '../fhir/json/tree.ts';
import type { IndexContext } from '../search/index-context.ts';
import { indexResource } from '../search/index-resource.ts';
import type { Cursor } from '../storage/query.ts';
import type { Reindexed, Seq, Store, Version } from '../storage/store.ts';

/** How far a walk over some types has come: enough to go on in another process. */
export interface Place {
  types: string[];
  /** The walk sees the resources that were live at this log number. */
  at: Seq;
  done: number;
  /** Absent: at the start. */
  after?: Cursor;
}

export interface WalkGiven {
  store: Store;
  /** The definitions in force, held until their entries are stored. */
  hold(): { edition: { searchContext: IndexContext }; release(): void };
  note(message: string, details: Record<string, unknown>): void;
}

/** Small enough that neither the store nor this process is kept busy longer than a search would. */
const SLICE = 40;
/** As long as the slice took, so that the half of the time is left to others; but no longer than this. */
const PAUSE_MAX_MS = 50;

export interface Walking {
  /** Ends the walk, which then throws. */
  signal: AbortSignal;
  /** Resources that are indexed; the others are only passed by. Default: all. */
  takes?(version: Version): boolean;
  /** Told where it is after each slice; waited for. */
  onSlice(place: Place): Promise<void> | undefined;
}

/** Answers the last place. */
export async function walk(start: Place, given: WalkGiven, walking: Walking): Promise<Place> {
  const { signal, takes = () => true } = walking;
  let place = start;
  for (;;) {
    signal.throwIfAborted();
    const begun = performance.now();
    const { types, at, after } = place;
    const { versions, next } = await given.store.scan(types, at, { count: SLICE, after }, { bare: true });
    await indexVersions(versions.filter(takes), given);
    place = { types, at, done: place.done + versions.length, ...(next !== undefined && { after: next }) };
    if (next === undefined) return place;
    await walking.onSlice(place);
    await pause(Math.min(PAUSE_MAX_MS, performance.now() - begun), signal);
  }
}

/** Current versions to their entries, by the definitions in force. */
export async function indexVersions(versions: readonly Version[], given: WalkGiven): Promise<void> {
  if (versions.length === 0) return;
  const { edition, release } = given.hold();
  try {
    const batch = versions.flatMap((version) => entriesOf(version, edition.searchContext, given));
    await given.store.index(batch);
  } finally {
    release();
  }
}

function entriesOf({ key, version, text }: Version, context: IndexContext, { note }: WalkGiven): Reindexed[] {
  try {
    return [{ key, version, entries: indexResource(JSON.parse(text!) as Resource, context).entries }];
  } catch (error) {
    // Absurd combinations for a composite: the resource stays findable by what it was.
    if (!(error instanceof FhirError)) throw error;
    note('a resource could not be indexed anew', { resource: `${key.type}/${key.id}`, error: error.message });
    return [];
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

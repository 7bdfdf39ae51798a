// Quick searches that come together are found beside the main thread, which meanwhile takes requests and sends answers.
// What comes alone is done where it is: handing it over would take longer. Texts do not cross: the main thread has many of
// them in memory, and copying the others would cost more than reading them there.

import os from 'node:os';
import type { Query } from '../../query.ts';
import type { See } from '../../see.ts';
import type { Numbered } from '../search/run.ts';
import { SearchThread, type SearchThreadData, type WantedPage } from './search-thread.ts';

export interface SearchThreads {
  /**
   * The page of a query without contained resources. undefined, at once or later: it is better done here. Rejects with
   * StoreTimeout when it takes longer than LONG_MS.
   */
  find(query: Query, see: See | undefined): Promise<Numbered | undefined> | undefined;
  close(): Promise<void>;
}

export interface SearchThreadsSettings {
  /** Threads at most. */
  count: number;
  /** A thread starts when searches have come together so many times: it costs 20 MB and a tenth of a second. */
  startAfter: number;
  /** Milliseconds without anything to do after which threads end. */
  idleMs: number;
}

/** One processor is the main thread's; more than a few threads would wait for it. */
export const SEARCH_THREADS: SearchThreadsSettings = {
  count: Math.max(0, Math.min(4, os.availableParallelism() - 1)),
  startAfter: 100,
  idleMs: 60_000,
};

/** So many go at once, before all that came in this turn of the event loop are there. */
const AT_ONCE = 6;

export function createSearchThreads(
  data: SearchThreadData,
  { count, startAfter, idleMs }: SearchThreadsSettings = SEARCH_THREADS,
): SearchThreads {
  const threads = new Set<SearchThread>();
  let wanted: WantedPage[] = [];
  /** How many came in this turn, and in the one before. */
  let came = 0;
  let cameBefore = 0;
  let together = 0;
  let isClosing = false;
  let idleTimer: NodeJS.Timeout | undefined;
  let wasUsed = false;

  const start = () => {
    threads.add(new SearchThread(data, (ended) => threads.delete(ended)));
    idleTimer ??= setInterval(() => {
      if (!wasUsed) void endAll();
      wasUsed = false;
    }, idleMs).unref();
  };
  const endAll = () => {
    clearInterval(idleTimer);
    idleTimer = undefined;
    return Promise.all([...threads].map((thread) => thread.close()));
  };

  const handOver = () => {
    let rest = wanted;
    wanted = [];
    if (rest.length > 0) wasUsed = true;
    // Evenly, as far as there is room.
    for (const [i, thread] of [...threads].entries()) {
      const part = rest.slice(0, Math.min(thread.room, Math.ceil(rest.length / (threads.size - i))));
      if (part.length > 0) thread.find(part);
      rest = rest.slice(part.length);
    }
    for (const page of rest) page.resolve(undefined);
  };

  const endTurn = () => {
    if (came > 1 && threads.size < count && !isClosing && ++together > startAfter) {
      together = 0;
      start();
    }
    cameBefore = came;
    came = 0;
    handOver();
  };

  const isCalm = () => {
    if (cameBefore > 1 || came > 1) return false;
    for (const thread of threads) if (thread.isBusy) return false;
    return true;
  };

  return {
    find(query, see) {
      if (count === 0 || isClosing) return undefined;
      if (came++ === 0) setImmediate(endTurn);
      if (threads.size === 0 || isCalm()) return undefined;
      return new Promise((resolve, reject) => {
        wanted.push({ query, see, resolve, reject });
        if (wanted.length >= AT_ONCE) handOver();
      });
    },
    async close() {
      isClosing = true;
      await endAll();
    },
  };
}

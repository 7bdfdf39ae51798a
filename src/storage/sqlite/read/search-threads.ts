// Quick searches that come together, many at once, are found beside the main thread, which meanwhile takes requests and
// sends answers. A few are done where they are: handing them over would take longer. Texts do not cross: the main thread
// has many of them in memory, and copying the others would cost more than reading them there.

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
  /** A thread starts when many have come together so often: it costs 20 MB and a tenth of a second. */
  startAfter: number;
  /** How many in one turn of the event loop are many. */
  many: number;
  /** Milliseconds without anything to do after which threads end. */
  idleMs: number;
}

/** One processor is the main thread's; more than a few threads would wait for it. */
export const SEARCH_THREADS: SearchThreadsSettings = {
  count: Math.max(0, Math.min(4, os.availableParallelism() - 1)),
  startAfter: 100,
  many: 10,
  idleMs: 60_000,
};

/** So many go at once, before all that came in this turn of the event loop are there. */
const AT_ONCE = 6;
/** With fewer of `many` under way for some turns they are few again. */
const STAYING = 0.6;
/** How much of what was under way still counts a turn later. */
const FADING = 0.9;

export function createSearchThreads(
  data: SearchThreadData,
  { count, startAfter, many, idleMs }: SearchThreadsSettings = SEARCH_THREADS,
): SearchThreads {
  const threads = new Set<SearchThread>();
  let wanted: WantedPage[] = [];
  /** Some came in this turn of the event loop; so many of them were left to whoever asked. */
  let isTurn = false;
  let left = 0;
  /** How many were under way lately. */
  let underWay = 0;
  let areMany = false;
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
    let now = left + wanted.length;
    for (const thread of threads) now += thread.busy;
    underWay = Math.max(now, underWay * FADING);
    areMany = underWay >= (areMany ? many * STAYING : many);
    isTurn = false;
    left = 0;
    if (areMany && threads.size < count && !isClosing && ++together > startAfter) {
      together = 0;
      start();
    }
    handOver();
  };

  return {
    find(query, see) {
      if (count === 0 || isClosing) return undefined;
      if (!isTurn) setImmediate(endTurn);
      isTurn = true;
      if (threads.size === 0 || !areMany) {
        left++;
        return undefined;
      }
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

// One thread that finds pages of quick searches, as the main thread sees it: it hands over several at once and gets them
// back in parts.

import { Worker } from 'node:worker_threads';
import type { Query } from '../../query.ts';
import { SEE_ALL, type See } from '../../see.ts';
import type { Numbered } from '../search/run.ts';
import type { Thrown } from '../writer/messages.ts';
import { fromThrown } from '../writer/thrown.ts';

export interface SearchThreadData {
  file: string;
  collectUpTo: number | undefined;
}

export interface AskPage {
  /** Which of the places of the thread it has. */
  place: number;
  query: Query;
  see: See | undefined;
}

export type PageAnswer = ({ place: number } & Numbered) | { place: number; thrown: Thrown };
/** AskPage[], also as JSON. */
export type ToSearchThread = AskPage[] | `[${string}]` | 'close';
export type FromSearchThread = PageAnswer[] | 'ready';

export interface WantedPage {
  query: Query;
  see: See | undefined;
  /** undefined: the thread ended before. */
  resolve(found: Numbered | undefined): void;
  reject(error: Error): void;
}

/** Searches that a thread has at most: three milliseconds' worth. */
const PLACES = 64;

export class SearchThread {
  readonly #worker: Worker;
  /** By place. Not a Map: one that grows and shrinks all the time leaves tables behind that keep whole requests in memory. */
  readonly #wanted: (WantedPage | undefined)[] = new Array(PLACES).fill(undefined);
  readonly #free = Array.from({ length: PLACES }, (_, place) => place);
  readonly #ended: Promise<void>;
  #isReady = false;

  constructor(data: SearchThreadData, onEnd: (thread: SearchThread) => void) {
    this.#worker = new Worker(new URL('./search-thread-main.ts', import.meta.url), { workerData: data });
    this.#worker.unref();
    this.#worker.on('message', (message: FromSearchThread) => {
      if (message === 'ready') this.#isReady = true;
      else for (const answer of message) this.#settle(answer);
    });
    this.#worker.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#isReady = false;
        onEnd(this);
        for (const one of this.#wanted) one?.resolve(undefined);
        resolve();
      });
    });
  }

  /** How many more it takes. */
  get room(): number {
    return this.#isReady ? this.#free.length : 0;
  }

  /** How many it has. */
  get busy(): number {
    return PLACES - this.#free.length;
  }

  /** `room` at most. */
  find(pages: readonly WantedPage[]): void {
    if (this.busy === 0) this.#worker.ref();
    const asks = pages.map((page): AskPage => {
      const place = this.#free.pop()!;
      this.#wanted[place] = page;
      // What says nothing need not be copied.
      return { place, query: page.query, see: page.see === SEE_ALL ? undefined : page.see };
    });
    // As text they take a third less time. JSON has no infinite numbers: what would be null there goes as it is.
    const text = JSON.stringify(asks) as `[${string}]`;
    this.#worker.postMessage((text.includes('null') ? asks : text) satisfies ToSearchThread);
  }

  /** After what it has. */
  close(): Promise<void> {
    this.#isReady = false;
    this.#worker.ref();
    this.#worker.postMessage('close' satisfies ToSearchThread);
    return this.#ended;
  }

  #settle(answer: PageAnswer): void {
    const page = this.#wanted[answer.place];
    this.#wanted[answer.place] = undefined;
    this.#free.push(answer.place);
    if (this.busy === 0) this.#worker.unref();
    if ('thrown' in answer) page?.reject(fromThrown(answer.thrown));
    else page?.resolve(answer);
  }
}

// Long reads in a thread of their own: a search over everything must not hold up a read by id. The thread is
// started by the first read that needs it.

import { Worker } from 'node:worker_threads';
import { StoreTimeout, StoreUnavailable } from '../../errors.ts';
import type { Thrown } from '../writer/messages.ts';
import { fromThrown } from '../writer/thrown.ts';
import type { ReadCall } from './calls.ts';
import { LongQueue } from './long-queue.ts';

/** Long reads waiting for one another; more are turned away. */
const WAITING_MAX = 64;

export type ToLongReads = AskLongReads | 'close';

export interface AskLongReads {
  n: number;
  call: ReadCall;
  /** Wall clock, milliseconds; undefined: as long as it takes. */
  until: number | undefined;
}

export type FromLongReads = ({ n: number } & LongAnswer) | { n: number; thrown: Thrown };

export interface LongAnswer {
  value: unknown;
  /** How long the thread was busy with it, without waiting for others. */
  tookMs: number;
}

/** Others had the thread for as long as there was time: it says nothing of the read itself. */
export class NotBegun extends StoreTimeout {}

export interface LongReads {
  /** `leftMs`: time left for it; `expectedMs`: what it will take of it, about. */
  read(call: ReadCall, leftMs: number | undefined, expectedMs: number): Promise<LongAnswer>;
  close(): Promise<void>;
}

export function createLongReads(file: string, collectUpTo: number | undefined): LongReads {
  const waiting = new Map<
    number,
    { resolve: (answer: LongAnswer) => void; reject: (error: Error) => void }
  >();
  const queue = new LongQueue<AskLongReads>();
  let thread: Worker | undefined;
  let isBusy = false;
  let last = 0;

  /** One at a time: what waits here can still be overtaken. */
  const goOn = (worker: Worker) => {
    if (isBusy) return;
    const asked = queue.next();
    if (!asked) return;
    isBusy = true;
    worker.postMessage(asked satisfies ToLongReads);
  };
  const forget = (n: number, worker: Worker) => {
    waiting.delete(n);
    if (waiting.size === 0) worker.unref();
  };

  const start = (): Worker => {
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { file, collectUpTo } });
    worker.unref();
    worker.on('message', (answer: FromLongReads) => {
      const call = waiting.get(answer.n);
      isBusy = false;
      goOn(worker);
      forget(answer.n, worker);
      if ('thrown' in answer) call?.reject(fromThrown(answer.thrown));
      else call?.resolve(answer);
    });
    const end = () => {
      // The next long read starts a new thread.
      if (thread !== worker) return;
      thread = undefined;
      isBusy = false;
      queue.clear();
      for (const call of waiting.values()) call.reject(new StoreUnavailable('A long search was cut off.', 1));
      waiting.clear();
    };
    worker.on('error', end);
    worker.on('exit', end);
    return worker;
  };

  return {
    read(call, leftMs, expectedMs) {
      if (waiting.size >= WAITING_MAX)
        return Promise.reject(
          new StoreUnavailable(`${WAITING_MAX} long searches are waiting: try again later.`, 5),
        );
      thread ??= start();
      const worker = thread;
      return new Promise((resolve, reject) => {
        const n = ++last;
        const until = leftMs === undefined ? undefined : Date.now() + leftMs;
        const asked: AskLongReads = { n, call, until };
        const giveUp = () => {
          const waits = queue.remove(asked);
          if (waits) forget(n, worker);
          const TimeOver = waits ? NotBegun : StoreTimeout;
          reject(new TimeOver('Other long searches took the time.'));
        };
        // Behind another long read the time may be over before the thread has heard of this one.
        const late = leftMs === undefined ? undefined : setTimeout(giveUp, leftMs);
        const settled = <A>(settle: (value: A) => void) => {
          return (value: A) => {
            clearTimeout(late);
            settle(value);
          };
        };
        waiting.set(n, { resolve: settled(resolve), reject: settled(reject) });
        worker.ref();
        queue.add(asked, expectedMs);
        goOn(worker);
      });
    },
    async close() {
      const worker = thread;
      if (!worker) return;
      // Whoever still waits was turned away with the store; else it ends by itself.
      if (waiting.size > 0) {
        await worker.terminate();
        return;
      }
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.ref();
      worker.postMessage('close' satisfies ToLongReads);
      await ended;
    },
  };
}

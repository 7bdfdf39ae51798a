// The one writer of a database: takes waiting calls in groups, commits, answers. The same code runs in a thread
// of its own (files) and in the main thread (:memory:).

import type { Tip } from '../../store.ts';
import type { Connection } from '../connection.ts';
import { dropUnkeptBlobs } from './blob-writes.ts';
import { createCheckpoints } from './checkpoints.ts';
import { Groups } from './group.ts';
import type { Answer, Call } from './messages.ts';
import { groupSize } from './queue.ts';
import { createWork } from './work.ts';

/** Milliseconds without a call after which the log is moved into the database. */
const IDLE_MS = 200;

export interface Writer {
  take(n: number, call: Call): void;
  /** Settles what waits, then ends. The database stays open. */
  close(): void;
}

/** `settled` gets the answers of each commit by the number their call came with. */
export function createWriter(
  connection: Connection,
  timeZone: string,
  settled: (answers: { n: number; answer: Answer }[], tip: Tip) => void,
): Writer {
  const work = createWork(connection, timeZone);
  dropUnkeptBlobs(work);
  const groups = new Groups(work);
  const checkpoints = createCheckpoints(connection.db);
  let waiting: { n: number; call: Call }[] = [];
  let scheduled = false;
  let idle: NodeJS.Timeout | undefined;

  const drain = () => {
    const size = groupSize(waiting.map(({ call }) => call));
    const group = waiting.slice(0, size);
    waiting = waiting.slice(size);
    const answers = groups.run(group.map(({ call }) => call));
    // An erasure is answered when its text is gone from the log file too.
    checkpoints.afterCommit(group.some(({ call }) => call.kind === 'erase'));
    settled(
      group.map(({ n }, i) => ({ n, answer: answers[i]! })),
      work.log.tip,
    );
  };
  const step = () => {
    scheduled = false;
    if (waiting.length > 0) drain();
    if (waiting.length > 0) schedule();
    else rest();
  };
  const rest = () => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (waiting.length === 0 && !checkpoints.idle()) rest();
    }, IDLE_MS);
    idle.unref();
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(step);
  };

  return {
    take(n, call) {
      waiting.push({ n, call });
      clearTimeout(idle);
      schedule();
    },
    close() {
      while (waiting.length > 0) drain();
      clearTimeout(idle);
      checkpoints.close();
    },
  };
}

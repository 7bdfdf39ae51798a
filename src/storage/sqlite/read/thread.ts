// The thread for long reads: one connection that only reads, one call after another.

import { parentPort, workerData } from 'node:worker_threads';
import { StoreTimeout } from '../../errors.ts';
import { createConnection, openDatabase } from '../connection.ts';
import { createSearcher } from '../search/run.ts';
import { toThrown } from '../writer/thrown.ts';
import { performRead } from './calls.ts';
import type { FromLongReads, ToLongReads } from './long-reads.ts';
import { lowerPriority } from './low-priority.ts';

lowerPriority();
const port = parentPort!;
const { file, collectUpTo } = workerData as { file: string; collectUpTo: number | undefined };
const connection = createConnection(openDatabase(file, { readonly: true }));
const searcher = createSearcher(connection, { collectUpTo });

port.on('message', (message: ToLongReads) => {
  if (message === 'close') {
    connection.db.close();
    port.close();
    return;
  }
  const { n, call, until } = message;
  let answer: FromLongReads;
  try {
    const left = until === undefined ? undefined : until - Date.now();
    if (left !== undefined && left <= 0) throw new StoreTimeout('The time was over before the search began.');
    const started = performance.now();
    const value = connection.within(left, () => performRead(connection, searcher, call));
    answer = { n, value, tookMs: performance.now() - started };
  } catch (error) {
    answer = { n, thrown: toThrown(error) };
  }
  port.postMessage(answer);
});

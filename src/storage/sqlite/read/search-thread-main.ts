// What a search thread does: which versions the pages of quick searches have. Those that came together see one state.

import { parentPort, workerData } from 'node:worker_threads';
import { createConnection, openDatabase } from '../connection.ts';
import { createSearcher } from '../search/run.ts';
import { toThrown } from '../writer/thrown.ts';
import type {
  AskPage,
  FromSearchThread,
  PageAnswer,
  SearchThreadData,
  ToSearchThread,
} from './search-thread.ts';
import { LONG_MS } from './slow-shapes.ts';

/** Answers that go at once: the main thread goes on with them while others are found. */
const ANSWERS = 4;

const port = parentPort!;
const { file, collectUpTo } = workerData as SearchThreadData;
const connection = createConnection(openDatabase(file, { readonly: true }));
const searcher = createSearcher(connection, { collectUpTo });

function answer({ place, query, see }: AskPage): PageAnswer {
  try {
    return { place, ...connection.within(LONG_MS, () => searcher.numbers(query, see)) };
  } catch (error) {
    return { place, thrown: toThrown(error) };
  }
}

port.on('message', (message: ToSearchThread) => {
  if (message === 'close') {
    connection.db.close();
    port.close();
    return;
  }
  const asks = typeof message === 'string' ? (JSON.parse(message) as AskPage[]) : message;
  connection.begin();
  try {
    for (let at = 0; at < asks.length; at += ANSWERS)
      port.postMessage(asks.slice(at, at + ANSWERS).map(answer) satisfies FromSearchThread);
  } finally {
    connection.end();
  }
});

port.postMessage('ready' satisfies FromSearchThread);

// Reads that may take long, as plain data: they run where the request is, or in the thread for long reads.

import type { Query } from '../../query.ts';
import type { See } from '../../see.ts';
import type { Explanation, Found, HistoryPage, Page, Scope, Seq } from '../../store.ts';
import type { Connection } from '../connection.ts';
import { explainSearch } from '../search/explain.ts';
import type { Searcher } from '../search/run.ts';
import { readHistory } from './history.ts';
import { scanAsOf } from './scan.ts';

export interface ReadCalls {
  search: { ask: { query: Query; see?: See; bytes?: boolean }; answer: Found };
  count: { ask: { query: Query; atMost?: number; see?: See; bytes?: boolean }; answer: number };
  estimate: { ask: { query: Query; exactUpTo: number; see?: See; bytes?: boolean }; answer: number };
  explain: { ask: { query: Query; see?: See; bytes?: boolean }; answer: Explanation };
  history: { ask: { scope: Scope; page: HistoryPage; see?: See; bytes?: boolean }; answer: Found };
  scan: { ask: { types: string[]; at: Seq; page: Page; see?: See; bytes?: boolean }; answer: Found };
}

export type ReadKind = keyof ReadCalls;
export type ReadCall = { [K in ReadKind]: { kind: K } & ReadCalls[K]['ask'] }[ReadKind];

export function performRead(
  connection: Connection,
  searcher: Searcher,
  call: ReadCall,
): Found | number | Explanation {
  switch (call.kind) {
    case 'search':
      return searcher.search(call.query, call.see, call.bytes);
    case 'count':
      return searcher.count(call.query, call.atMost, call.see);
    case 'estimate':
      return searcher.estimate(call.query, call.exactUpTo, call.see);
    case 'explain':
      return explainSearch(connection, searcher.collectUpTo, call.query, call.see);
    case 'history':
      return readHistory(connection, call.scope, call.page, call.see, call.bytes);
    case 'scan':
      return scanAsOf(connection, call.types, call.at, call.page, call.see, call.bytes);
  }
}

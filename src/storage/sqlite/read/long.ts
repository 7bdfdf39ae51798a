// Reads that may turn out long: done where the request is, but only for a moment; then by the thread for long reads.

import { StoreTimeout } from '../../errors.ts';
import type { Found, Reading } from '../../store.ts';
import type { Connection } from '../connection.ts';
import type { Searcher } from '../search/run.ts';
import { withStoreErrors } from '../sqlite-errors.ts';
import { performRead, type ReadCall, type ReadCalls, type ReadKind } from './calls.ts';
import { type LongReads, NotBegun } from './long-reads.ts';
import type { SearchThreads } from './search-threads.ts';
import { LONG_MS, SlowShapes } from './slow-shapes.ts';
import type { Texts } from './texts.ts';
import type { Turn } from './turn.ts';

/** Milliseconds that a read is expected to take of which only this is known: it took more than LONG_MS. */
const UNKNOWN_MS = 100;

export type LongReading = <K extends ReadKind>(
  kind: K,
  reading: Reading | undefined,
  ask: Omit<ReadCalls[K]['ask'], 'see' | 'bytes'>,
) => Promise<ReadCalls[K]['answer']>;

export function createLongReading(given: {
  reader: Connection;
  searcher: Searcher;
  turn: Turn;
  /** undefined: everything is done here. */
  longReads: LongReads | undefined;
  /** undefined: all that is quick is done here. */
  searchThreads: SearchThreads | undefined;
  texts: Texts;
  /** Are writes under way? */
  isWriting(): boolean;
  /** Waits for the reading's state; milliseconds left for it. */
  begin(reading: Reading | undefined): Promise<number | undefined>;
}): LongReading {
  const { reader, searcher, turn, longReads, searchThreads, texts, isWriting, begin } = given;
  const slow = new SlowShapes();

  const here = (call: ReadCall, left: number | undefined) =>
    withStoreErrors(() => {
      turn.begin();
      return reader.within(left, () => performRead(reader, searcher, call));
    });

  /** A quick search that another thread finds; undefined: it is better done here. */
  const beside = async (call: ReadCall): Promise<Found | undefined> => {
    if (call.kind !== 'search' || !call.bytes || call.query.contained) return undefined;
    // Requests that write keep this thread busy for milliseconds: what was handed over would wait for them once more.
    if (isWriting()) return undefined;
    const found = await searchThreads?.find(call.query, call.see);
    if (!found) return undefined;
    const { vers, next, seq } = found;
    const versions = withStoreErrors(() => texts(vers));
    // Erased since it was found, or too new for the state that is read here in this turn.
    return versions && { versions, next, seq };
  };

  const there = async (call: ReadCall, left: number | undefined, expectedMs: number) => {
    const began = performance.now();
    try {
      const { value, tookMs } = await longReads!.read(call, left, expectedMs);
      slow.note(call, tookMs);
      return value;
    } catch (error) {
      if (error instanceof StoreTimeout)
        slow.note(call, error instanceof NotBegun ? expectedMs : performance.now() - began);
      throw error;
    }
  };

  return async (kind, reading, ask) => {
    type Answer = ReadCalls[typeof kind]['answer'];
    const call = { kind, ...ask, see: reading?.see, bytes: reading?.bytes } as ReadCall;
    const left = await begin(reading);
    if (!longReads || (left !== undefined && left <= LONG_MS)) return here(call, left) as Answer;
    const expected = slow.expectedMs(call);
    if (expected !== undefined) return (await there(call, left, expected)) as Answer;
    try {
      return ((await beside(call)) ?? here(call, LONG_MS)) as Answer;
    } catch (error) {
      if (!(error instanceof StoreTimeout)) throw error;
      const leftThere = left === undefined ? undefined : left - LONG_MS;
      return (await there(call, leftThere, UNKNOWN_MS)) as Answer;
    }
  };
}

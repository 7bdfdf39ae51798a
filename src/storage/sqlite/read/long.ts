// Reads that may turn out long: done where the request is, but only for a moment; then by the thread for long reads.

import { StoreTimeout } from '../../errors.ts';
import type { Reading } from '../../store.ts';
import type { Connection } from '../connection.ts';
import type { Searcher } from '../search/run.ts';
import { withStoreErrors } from '../sqlite-errors.ts';
import { performRead, type ReadCall, type ReadCalls, type ReadKind } from './calls.ts';
import type { LongReads } from './long-reads.ts';
import { SlowShapes } from './slow-shapes.ts';
import type { Turn } from './turn.ts';

/** Milliseconds a read may hold up everything else before it is moved to the thread. */
const HERE_MS = 5;

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
  /** Waits for the reading's state; milliseconds left for it. */
  begin(reading: Reading | undefined): Promise<number | undefined>;
}): LongReading {
  const { reader, searcher, turn, longReads, begin } = given;
  const slow = new SlowShapes();

  const here = (call: ReadCall, left: number | undefined) =>
    withStoreErrors(() => {
      turn.begin();
      return reader.within(left, () => performRead(reader, searcher, call));
    });

  const there = async (call: ReadCall, left: number | undefined) => {
    try {
      const { value, tookMs } = await longReads!.read(call, left);
      slow.note(call, tookMs > HERE_MS);
      return value;
    } catch (error) {
      if (error instanceof StoreTimeout) slow.note(call, true);
      throw error;
    }
  };

  return async (kind, reading, ask) => {
    type Answer = ReadCalls[typeof kind]['answer'];
    const call = { kind, ...ask, see: reading?.see, bytes: reading?.bytes } as ReadCall;
    const left = await begin(reading);
    if (!longReads || (left !== undefined && left <= HERE_MS)) return here(call, left) as Answer;
    if (slow.isSlow(call)) return (await there(call, left)) as Answer;
    try {
      return here(call, HERE_MS) as Answer;
    } catch (error) {
      if (!(error instanceof StoreTimeout)) throw error;
      return (await there(call, left === undefined ? undefined : left - HERE_MS)) as Answer;
    }
  };
}

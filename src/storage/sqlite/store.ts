// The port over SQLite: writes go to the writer, reads run on a connection of their own.

import { randomUUID } from 'node:crypto';
import { StoreTimeout, StoreUnavailable } from '../errors.ts';
import type { Query } from '../query.ts';
import type { Instant, Key, Lease, Reading, Receipt, Store, Version, Write } from '../store.ts';
import { createBlobs } from './blobs.ts';
import type { Connection } from './connection.ts';
import { HeldBlobs } from './held-blobs.ts';
import { readChanges } from './read/changes.ts';
import { isVisible, readAsOf, readCurrent, readNumbered, readOne } from './read/current.ts';
import { createKept } from './read/kept.ts';
import { createLongReading } from './read/long.ts';
import type { LongReads } from './read/long-reads.ts';
import type { SearchThreads } from './read/search-threads.ts';
import { createTexts } from './read/texts.ts';
import type { Turn } from './read/turn.ts';
import { readEntries } from './row-entries.ts';
import { createSearcher } from './search/run.ts';
import { withStoreErrors } from './sqlite-errors.ts';
import { createWaiting } from './waiting.ts';
import type { WriterClient } from './writer/client.ts';
import { findReceipt } from './writer/transact.ts';

/** Milliseconds to wait for `min` when the reading has no deadline. */
const CATCH_UP_MS = 10_000;

export interface StoreParts {
  reader: Connection;
  turn: Turn;
  writer: WriterClient;
  /** undefined: every read runs here. */
  longReads?: LongReads;
  /** undefined: quick searches run here. */
  searchThreads?: SearchThreads;
  now(): Instant;
  /** See SqliteOptions. */
  collectUpTo?: number;
  /** Lets go of files and locks, after the writer has ended. */
  release(): void;
}

export function createStore({
  reader,
  turn,
  writer,
  longReads,
  searchThreads,
  now,
  collectUpTo,
  release,
}: StoreParts): Store {
  const kept = createKept();
  const texts = createTexts(reader, kept, turn);
  const searcher = createSearcher(reader, { collectUpTo, texts });
  const waiting = createWaiting(() => writer.tip);
  writer.onCommit(turn.end);
  writer.onTip(waiting.moved);
  const held = new HeldBlobs(writer);
  let closing: Promise<void> | undefined;

  /** Waits until the reading's state is there, then reads within its time. */
  const reading = async <T>(r: Reading | undefined, work: () => T): Promise<T> => {
    const left = await begin(r);
    return withStoreErrors(() => {
      turn.begin();
      return reader.within(left, work);
    });
  };
  /** Must the reading wait for its state? */
  const isEarly = (r: Reading | undefined): boolean => r?.min !== undefined && r.min > writer.tip.seq;
  /** Milliseconds left for the reading, once its state is there. */
  const begin = async (r: Reading | undefined): Promise<number | undefined> => {
    if (isEarly(r)) {
      checkOpen();
      await catchUp(r!.min!, r!.deadline);
    }
    return timeLeft(r);
  };
  const timeLeft = (r: Reading | undefined): number | undefined => {
    checkOpen();
    const left = r?.deadline === undefined ? undefined : r.deadline - now();
    if (left !== undefined && left <= 0)
      throw new StoreTimeout('The time given for the reading was over before it began.');
    return left;
  };
  const checkOpen = () => {
    if (closing) throw new StoreUnavailable('The store is closed.');
  };
  const catchUp = async (min: number, deadline: Instant | undefined) => {
    const left = Math.max(0, deadline === undefined ? CATCH_UP_MS : deadline - now());
    await waiting.wait(min - 1, AbortSignal.timeout(left)).catch(() => {
      throw new StoreTimeout(`The store did not reach number ${min} in the time given.`);
    });
  };

  let writing = 0;
  const transact: Store['transact'] = async (tx) => {
    checkKeys(tx.writes);
    const contents = tx.writes.flatMap(({ content }) => content ?? []);
    const keys = tx.writes.map(({ key }) => key);
    writing++;
    try {
      return await kept.around(keys, () => writer.call('transact', { tx: { ...tx, contents }, now: now() }));
    } finally {
      writing--;
    }
  };

  const isWriting = () => writing > 0;
  const long = createLongReading({
    reader,
    searcher,
    texts,
    turn,
    longReads,
    searchThreads,
    isWriting,
    begin,
  });

  /** One version as it is sent, from memory where it is still known. */
  const readKept = async (key: Key, r: Reading): Promise<Version | undefined> => {
    if (isEarly(r)) await begin(r);
    const known = kept.get(key);
    if (known) {
      timeLeft(r);
      return isVisible(known, r.see) ? known : undefined;
    }
    return reading(r, () => {
      const { version, ver } = readNumbered(reader, key) ?? {};
      if (version?.bytes) kept.put(version, ver!);
      return version && isVisible(version, r.see) ? version : undefined;
    });
  };

  const lease = async (name: string, ttlMs: number): Promise<Lease | undefined> => {
    const holder = randomUUID();
    const ask = { name, holder };
    if (!(await writer.call('lease', { ...ask, ttlMs, now: now(), renew: false }))) return undefined;
    return {
      renew: (ttl) => writer.call('lease', { ...ask, ttlMs: ttl, now: now(), renew: true }),
      release: () => writer.call('release', ask),
    };
  };

  return {
    transact,
    receipt: (id): Promise<Receipt | undefined> =>
      reading(undefined, () => findReceipt({ connection: reader }, id)),
    read: async (keys, r) => {
      if (keys.length === 1 && r?.bytes) return [await readKept(keys[0]!, r)];
      return reading(r, () => (keys.length === 0 ? [] : readCurrent(reader, keys, r?.see, r?.bytes)));
    },
    readAt: (keys, at) => reading(undefined, () => readAsOf(reader, keys, at)),
    readVersion: (key, version, r) => reading(r, () => readOne(reader, key, version, r?.see, r?.bytes)),
    search: (query, r) => long('search', r, { query: checked(query) }),
    count: (query, atMost, r) => long('count', r, { query: checked(query), atMost }),
    estimate: (query, exactUpTo, r) => long('estimate', r, { query: checked(query), exactUpTo }),
    history: (scope, page, r) => long('history', r, { scope, page }),
    changes: (after, part, r) => reading(r, () => readChanges(reader, after, part, r?.see)),
    scan: (types, at, page, r) => long('scan', r, { types, at, page }),
    wait: (after, signal) =>
      closing ? Promise.reject(new StoreUnavailable('The store is closed.')) : waiting.wait(after, signal),
    tip: async () => writer.tip,
    index: (batch) => writer.call('index', { batch }),
    append: (committed, entries) =>
      kept.around(undefined, () => writer.call('append', { committed, entries, held: held.hashes() })),
    erase: (erasure) =>
      kept.around(undefined, () => writer.call('erase', { erasure, now: now(), held: held.hashes() })),
    lease,
    cells: {
      read: (name) =>
        reading(undefined, () => {
          const row = reader.statements.rows('SELECT value FROM cells WHERE name=+?').get(name);
          return row?.[0] as string | undefined;
        }),
      write: (name, value, expected) => writer.call('cell', { name, value, expected }),
    },
    blobs: createBlobs(reader, writer, held),
    entries: (key) =>
      reading(undefined, () =>
        reader.snapshot(() => {
          const row = reader.statements
            .rows('SELECT rid FROM resources WHERE type=+? AND id=+? AND state=0')
            .get(reader.names.type(key.type), key.id);
          return row ? readEntries(row[0] as number, reader.statements, reader.names) : [];
        }),
      ),
    explain: (query, r) => long('explain', r, { query: checked(query) }),
    close: () => {
      closing ??= (async () => {
        waiting.end(new StoreUnavailable('The store is closed.'));
        await Promise.all([longReads?.close(), searchThreads?.close()]);
        // The last checkpoint of the writer waits for whoever still reads.
        turn.end();
        await writer.close();
        release();
      })();
      return closing;
    },
  };
}

function checkKeys(writes: readonly Write[]): void {
  if (writes.length < 2) return;
  const keys = new Set(writes.map(({ key }) => `${key.type}/${key.id}`));
  if (keys.size < writes.length)
    throw new Error('A transaction writes one resource twice: its keys must be distinct.');
}

function checked(query: Query): Query {
  if (query.types.length === 0) throw new Error('A search names its types: [] is no type at all.');
  if (!Number.isInteger(query.count) || query.count < 0 || query.count > 10_000)
    throw new Error(`A search asks for 0 to 10,000 resources, not ${query.count}.`);
  // A type named twice would be walked twice.
  return { ...query, types: [...new Set(query.types)] };
}

// The SQLite engine: a tenant is a file, or a database in memory.

import { mkdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreUnavailable } from '../errors.ts';
import type { Engine, Instant, Store } from '../store.ts';
import { createConnection, openDatabase } from './connection.ts';
import { lockFile } from './lock.ts';
import { initialise, prepareFile } from './open-file.ts';
import { createLongReads } from './read/long-reads.ts';
import { createSearchThreads, type SearchThreadsSettings } from './read/search-threads.ts';
import { createTurn, NO_TURN } from './read/turn.ts';
import { withStoreErrors } from './sqlite-errors.ts';
import { createStore } from './store.ts';
import { localFileWriter, localWriter, threadWriter } from './writer/client.ts';
import { readTip } from './writer/log-writes.ts';

export interface SqliteOptions {
  /** `sqlite:<path>` or `sqlite::memory:`. */
  url: string;
  /** IANA name; fixed when a store is made. meta.lastUpdated is written in it. */
  timeZone: string;
  now(): Instant;
  /** Write and read long in threads of their own (the default), or all in this one: for short-lived commands. */
  thread?: boolean;
  /** When quick searches are found beside the main thread; usual settings by default. */
  searchThreads?: SearchThreadsSettings;
  /** Rows up to which a search collects instead of walking; 0 makes it always walk (tests, measuring). */
  collectUpTo?: number;
  /** One line about opening and closing. */
  log?(message: string): void;
}

const SCHEME = 'sqlite:';
const MAIN_TENANT = 'default';

export function openSqliteEngine(options: SqliteOptions): Engine {
  if (!options.url.startsWith(SCHEME))
    throw new StoreUnavailable(
      `${options.url} is not a SQLite store: write sqlite:<path> or sqlite::memory:.`,
    );
  const path = options.url.slice(SCHEME.length);
  const stores = new Map<string, Promise<Store>>();
  return {
    open(tenant) {
      let store = stores.get(tenant);
      if (!store) {
        store = Promise.resolve().then(() =>
          path === ':memory:' ? openMemory(options) : openFile(fileOf(path, tenant), options),
        );
        stores.set(tenant, store);
        store.catch(() => stores.delete(tenant));
      }
      return store;
    },
    async close() {
      const open = [...stores.values()];
      stores.clear();
      for (const store of open) await store.then((s) => s.close()).catch(() => undefined);
    },
  };
}

/** data/lianti.db for the tenant `default`, data/lianti.<tenant>.db for others. */
function fileOf(path: string, tenant: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(tenant))
    throw new StoreUnavailable(`${tenant} is not a tenant's name: use small letters, digits and hyphens.`);
  if (tenant === MAIN_TENANT) return path;
  const end = extname(path);
  return join(dirname(path), `${basename(path, end)}.${tenant}${end}`);
}

function openMemory({ timeZone, now, collectUpTo }: SqliteOptions): Store {
  const db = new Database(':memory:');
  initialise(db, timeZone, ':memory:');
  const reader = createConnection(db);
  const writer = localWriter(reader, timeZone, readTip(reader));
  return createStore({
    turn: NO_TURN,
    reader,
    writer,
    now,
    collectUpTo,
    release: () => db.close(),
  });
}

function openFile(
  file: string,
  { timeZone, now, thread, searchThreads, collectUpTo, log }: SqliteOptions,
): Store {
  mkdirSync(dirname(file), { recursive: true });
  const lock = lockFile(file);
  try {
    prepareFile(file, timeZone);
    const db = withStoreErrors(() => openDatabase(file, { readonly: true }));
    const reader = withStoreErrors(() => createConnection(db));
    const tip = readTip(reader);
    const writer =
      thread === false ? localFileWriter(file, timeZone, tip) : threadWriter(file, timeZone, tip);
    log?.(`opened ${file} at number ${tip.seq}`);
    return createStore({
      reader,
      // A writer in this thread would wait for itself when it empties the log file.
      turn: thread === false ? NO_TURN : createTurn(reader),
      writer,
      longReads: thread === false ? undefined : createLongReads(file, collectUpTo),
      searchThreads: thread === false ? undefined : createSearchThreads({ file, collectUpTo }, searchThreads),
      now,
      collectUpTo,
      release: () => {
        db.close();
        lock.release();
        log?.(`closed ${file}`);
      },
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

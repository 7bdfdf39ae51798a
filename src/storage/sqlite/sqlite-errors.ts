// SQLite's error codes as the errors of the port: a full disk and a passing lock are not faults of ours.

import { QueryTooLarge, StoreFull, StoreUnavailable } from '../errors.ts';

/** What SQLite says of a statement beyond its limits: sqlite.org/limits.html. */
const BEYOND_LIMITS =
  /too many SQL variables|Expression tree is too large|parser stack overflow|too many terms|too big/;

/** The error to throw instead of `error`; errors that are not SQLite's come back as they are. */
export function storeError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (!code) return error;
  if (isError(error) && BEYOND_LIMITS.test(error.message)) return new QueryTooLarge();
  if (code === 'SQLITE_FULL')
    return new StoreFull('The disk of the data folder is full: nothing was written.');
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED')
    return new StoreUnavailable('The database is locked by another process; try again.', 1);
  if (code.startsWith('SQLITE_IOERR'))
    return new StoreUnavailable(`The disk of the data folder reports an error (${code}).`, 30);
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code === 'SQLITE_AUTH')
    return new StoreUnavailable('The data folder cannot be written: check its permissions and mount.', 30);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return new StoreUnavailable('The database file is damaged: stop, and restore the newest backup.');
  if (code.startsWith('SQLITE_CANTOPEN'))
    return new StoreUnavailable(
      'The database file cannot be opened: check that the folder exists and its permissions.',
    );
  return error;
}

/** Not by class: see sqliteCode. */
function isError(error: unknown): error is { message: string } {
  return typeof (error as { message?: unknown } | undefined)?.message === 'string';
}

/** SQLite's name of an error, such as SQLITE_BUSY; undefined when it is none of SQLite's. */
export function sqliteCode(error: unknown): string | undefined {
  // Not by class: a test runner or a second copy of the driver may hold another one.
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

/** Runs `work` and throws what storeError makes of its errors. */
export function withStoreErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(error);
  }
}

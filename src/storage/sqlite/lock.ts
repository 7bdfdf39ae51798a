// One process to a database: a lock that the kernel lets go when the process ends, however it ends.

import Database from 'better-sqlite3';
import { StoreUnavailable } from '../errors.ts';
import { sqliteCode, storeError } from './sqlite-errors.ts';

export interface Lock {
  release(): void;
}

/** Locks `<file>-lock`; throws StoreUnavailable when another process, or this one, has it already. */
export function lockFile(file: string): Lock {
  let db: Database.Database | undefined;
  try {
    db = new Database(`${file}-lock`, { timeout: 0 });
    db.pragma('locking_mode=EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY'))
      throw new StoreUnavailable(`${file} is in use by another Lianti process: stop that one first.`);
    throw storeError(error);
  }
  const held = db;
  return { release: () => held.close() };
}

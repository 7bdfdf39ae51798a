// Opens a database file, or makes a new one; refuses whatever it cannot trust. A file that is there is never
// replaced, however empty or damaged it is.

import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { createInstantFormat } from '../../fhir/instant.ts';
import { StoreUnavailable } from '../errors.ts';
import { openDatabase } from './connection.ts';
import { migrate } from './schema.ts';
import { withStoreErrors } from './sqlite-errors.ts';

const MAGIC = 'SQLite format 3\0';

/** Up to this size every page is looked at when the store opens (about a second); beyond, it is a job for `verify`. */
const CHECK_BYTES_MAX = 512 * 1024 * 1024;

/** Makes sure that a sound store of this zone is at `file`. */
export function prepareFile(file: string, timeZone: string): void {
  if (!existsSync(file)) {
    if (sizeOf(`${file}-wal`) > 0)
      throw new StoreUnavailable(
        `${file} is gone, but its log ${file}-wal is there: put the file back or restore a backup.`,
      );
    createFile(file, timeZone);
    return;
  }
  checkHeader(file);
  withStoreErrors(() => {
    const db = openDatabase(file);
    try {
      if (sizeOf(file) <= CHECK_BYTES_MAX) checkPages(db, file);
      migrate(db, file);
      checkZone(db, file, timeZone);
    } finally {
      db.close();
    }
  });
}

/** Settings that a new database gets, on disk or in memory. */
export function initialise(db: Database.Database, timeZone: string, file: string): void {
  try {
    createInstantFormat(timeZone);
  } catch {
    throw new StoreUnavailable(`${timeZone} is not a time zone: use a name such as Asia/Shanghai.`);
  }
  db.pragma('page_size=4096');
  db.pragma('journal_mode=WAL');
  migrate(db, file);
  db.prepare("INSERT INTO settings (name, value) VALUES ('timeZone', ?)").run(timeZone);
}

/** Made under another name first: a file of that name is a whole store. */
function createFile(file: string, timeZone: string): void {
  const fresh = `${file}-new`;
  for (const end of ['', '-wal', '-shm']) rmSync(fresh + end, { force: true });
  withStoreErrors(() => {
    const db = openDatabase(fresh);
    try {
      initialise(db, timeZone, file);
      db.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      db.close();
    }
  });
  renameSync(fresh, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function checkHeader(file: string): void {
  const head = Buffer.alloc(MAGIC.length);
  const fd = openSync(file, 'r');
  const read = readSync(fd, head, 0, head.length, 0);
  closeSync(fd);
  if (read < head.length || head.toString('latin1') !== MAGIC)
    throw new StoreUnavailable(
      `${file} is ${read === 0 ? 'empty' : 'not a SQLite database'}: restore a backup, or move it away to start with a new store.`,
    );
}

function checkPages(db: Database.Database, file: string): void {
  let found: string;
  try {
    found = db.pragma('quick_check(1)', { simple: true }) as string;
  } catch (error) {
    found = (error as Error).message;
  }
  if (found !== 'ok')
    throw new StoreUnavailable(
      `${file} is damaged (${found.split('\n').at(-1)}): restore the newest backup; nothing was changed.`,
    );
}

function checkZone(db: Database.Database, file: string, timeZone: string): void {
  const zone = db.prepare("SELECT value FROM settings WHERE name='timeZone'").pluck().get() as
    | string
    | undefined;
  if (zone !== timeZone)
    throw new StoreUnavailable(
      `${file} was made for the time zone ${zone}, not ${timeZone}: dates were indexed in it, so keep that setting.`,
    );
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

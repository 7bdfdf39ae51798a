// The tables of the SQLite store, as a list of forward steps. Each step runs in one transaction together with
// the number that says it is done, so a schema is never half done.

import type Database from 'better-sqlite3';
import { StoreUnavailable } from '../errors.ts';

/** PRAGMA application_id of a Lianti store: "LIAN". */
export const APPLICATION_ID = 0x4c49414e;

const FIRST = `
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Names behind small integers. A parameter has one number for each kind of entry, each class of length, and for
-- resources with one value and with many: a walk over single values may be cut to a range.
CREATE TABLE types (type INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE parameters (p INTEGER PRIMARY KEY, type INTEGER NOT NULL, code TEXT NOT NULL, kind TEXT NOT NULL,
  class INTEGER NOT NULL, many INTEGER NOT NULL, UNIQUE (type, code, kind, class, many));
CREATE TABLE systems (sys INTEGER PRIMARY KEY, uri TEXT NOT NULL UNIQUE);

-- Labels repeat in the same combinations: a version points to a set of them.
CREATE TABLE label_sets (labels INTEGER PRIMARY KEY, members TEXT NOT NULL UNIQUE);
CREATE TABLE label_members (label TEXT NOT NULL, labels INTEGER NOT NULL, PRIMARY KEY (label, labels)) WITHOUT ROWID;

-- The log.
CREATE TABLE transactions (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
  hash TEXT NOT NULL, receipt TEXT);
CREATE TABLE versions (
  ver INTEGER PRIMARY KEY,             -- 1, 2, 3 … over all transactions
  seq INTEGER NOT NULL, at INTEGER NOT NULL, type INTEGER NOT NULL, rid INTEGER NOT NULL, vid INTEGER NOT NULL,
  method INTEGER NOT NULL, deleted INTEGER NOT NULL, labels INTEGER NOT NULL,
  text_hash BLOB, salt BLOB,           -- no hash: there never was a text; no salt: erased
  erased TEXT,                         -- ERASE only: the versions whose text went, JSON
  body TEXT);
CREATE UNIQUE INDEX versions_rid ON versions (rid, vid);
CREATE INDEX versions_type ON versions (type);
CREATE INDEX versions_seq ON versions (seq);

-- What is current. state: 0 live, 1 deleted, 2 only referred to so far (also elsewhere), 3 contained.
CREATE TABLE resources (rid INTEGER PRIMARY KEY, type INTEGER NOT NULL, id TEXT NOT NULL, state INTEGER NOT NULL,
  vid INTEGER NOT NULL, ver INTEGER NOT NULL, labels INTEGER NOT NULL);
CREATE UNIQUE INDEX resources_id ON resources (type, id);
CREATE INDEX resources_type ON resources (type, rid, state, labels);
CREATE INDEX resources_labels ON resources (labels, type, state);
CREATE TABLE contained (container INTEGER NOT NULL, rid INTEGER NOT NULL, cid TEXT NOT NULL,
  PRIMARY KEY (container, rid)) WITHOUT ROWID;
CREATE INDEX contained_rid ON contained (rid);

-- Entries of current versions, one table a kind, clustered by value and findable by resource.
CREATE TABLE token (p INTEGER NOT NULL, code TEXT NOT NULL, rid INTEGER NOT NULL, sys INTEGER NOT NULL,
  exact TEXT NOT NULL, PRIMARY KEY (p, code, rid, sys, exact)) WITHOUT ROWID;
CREATE TABLE string (p INTEGER NOT NULL, v TEXT NOT NULL, rid INTEGER NOT NULL, exact TEXT NOT NULL,
  PRIMARY KEY (p, v, rid, exact)) WITHOUT ROWID;
CREATE TABLE date (p INTEGER NOT NULL, lo INTEGER NOT NULL, hi INTEGER NOT NULL, rid INTEGER NOT NULL,
  PRIMARY KEY (p, lo, hi, rid)) WITHOUT ROWID;
CREATE TABLE quantity (p INTEGER NOT NULL, lo REAL NOT NULL, hi REAL NOT NULL, rid INTEGER NOT NULL,
  sys INTEGER NOT NULL, code TEXT NOT NULL, unit TEXT NOT NULL, PRIMARY KEY (p, lo, hi, rid, sys, code, unit)) WITHOUT ROWID;
CREATE TABLE reference (target INTEGER NOT NULL, p INTEGER NOT NULL, rid INTEGER NOT NULL, version TEXT NOT NULL,
  ref INTEGER NOT NULL,                -- 1: stands for a _ref entry too
  PRIMARY KEY (target, p, rid, version)) WITHOUT ROWID;
CREATE TABLE uri (p INTEGER NOT NULL, v TEXT NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (p, v, rid)) WITHOUT ROWID;
CREATE TABLE composite (p INTEGER NOT NULL, code TEXT NOT NULL, lo REAL NOT NULL, hi REAL NOT NULL, rid INTEGER NOT NULL,
  n INTEGER NOT NULL,                  -- tells apart what the rest of the key does not
  parts TEXT NOT NULL, PRIMARY KEY (p, code, lo, hi, rid, n)) WITHOUT ROWID;
CREATE INDEX token_rid ON token (rid, p);
CREATE INDEX string_rid ON string (rid, p);
CREATE INDEX date_rid ON date (rid, p);
CREATE INDEX quantity_rid ON quantity (rid, p);
CREATE INDEX reference_rid ON reference (rid, p);
CREATE INDEX uri_rid ON uri (rid, p);
CREATE INDEX composite_rid ON composite (rid, p);

CREATE TABLE cells (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE blobs (blob INTEGER PRIMARY KEY, hash TEXT UNIQUE, size INTEGER NOT NULL);   -- no hash: still coming in
CREATE TABLE blob_parts (blob INTEGER NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (blob, n));
`;

const CONTENTS = `
-- A Binary's data beside its text: hash and size of a blob.
ALTER TABLE versions ADD COLUMN content TEXT;
CREATE INDEX versions_content ON versions (content) WHERE content IS NOT NULL;
-- Who keeps a blob: 0 only who holds it, 1 versions, 2 nobody drops it.
ALTER TABLE blobs ADD COLUMN use INTEGER NOT NULL DEFAULT 2;
CREATE INDEX blobs_held ON blobs (use) WHERE use = 0;
`;

/**
 * Beside a token stands the leading date of its resource: see leading-date.ts. dated: the number of its parameter, 0
 * where there is none; len: how long it is, -1 at tokens that nobody sorts by date.
 */
const LEADING_DATES = `
ALTER TABLE token ADD COLUMN dated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE token ADD COLUMN lo INTEGER NOT NULL DEFAULT 0;
ALTER TABLE token ADD COLUMN len INTEGER NOT NULL DEFAULT 0;
CREATE INDEX token_dated ON token (p, code, dated, lo, len, rid) WHERE len >= 0;
`;

/** Step n leads from schema n to n + 1. Steps are only ever added. */
const STEPS: readonly string[] = [FIRST, CONTENTS, LEADING_DATES];

export const SCHEMA_VERSION = STEPS.length;

/** Brings an open, writable database to the newest schema; throws StoreUnavailable when it is newer or not ours. */
export function migrate(db: Database.Database, file: string): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > 0 && db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    throw new StoreUnavailable(`${file} is a SQLite database, but not a Lianti store: choose another file.`);
  if (version > SCHEMA_VERSION)
    throw new StoreUnavailable(
      `${file} was written by a newer Lianti (schema ${version}, this one knows ${SCHEMA_VERSION}): use that version or restore a backup.`,
    );
  for (let step = version; step < SCHEMA_VERSION; step++) {
    db.exec('BEGIN IMMEDIATE');
    try {
      db.exec(STEPS[step]!);
      db.pragma(`application_id=${APPLICATION_ID}`);
      db.pragma(`user_version=${step + 1}`);
      db.exec('COMMIT');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }
  if (version === SCHEMA_VERSION) checkTables(db, file);
}

function checkTables(db: Database.Database, file: string): void {
  const rows = db.prepare('SELECT name FROM sqlite_schema').pluck().all() as string[];
  const there = new Set(rows);
  const missing = [...STEPS.join('').matchAll(/CREATE (?:UNIQUE )?(?:TABLE|INDEX) (\w+)/g)]
    .map((m) => m[1]!)
    .filter((name) => !there.has(name));
  if (missing.length > 0)
    throw new StoreUnavailable(
      `${file} lacks ${missing.join(', ')}: it is damaged. Restore the newest backup; nothing was changed.`,
    );
}

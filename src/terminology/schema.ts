// One SQLite file for each code system: written once by a load, then only read. The hierarchy is kept as intervals:
// every concept has a place, and what lies below a concept are the places in its intervals. In a tree that is one
// interval, the nested set; each further parent adds one where it does not touch the others (Agrawal, Borgida,
// Jagadish 1989, "Efficient management of transitive relationships").

import Database from 'better-sqlite3';

export type Db = Database.Database;

/** Files of another number are left alone: they are loaded anew. */
export const FORMAT = 1;

const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE concept (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  fold TEXT NOT NULL,
  display TEXT,
  names TEXT NOT NULL,
  more TEXT,
  place INTEGER
);
CREATE TABLE link (child INTEGER NOT NULL, parent INTEGER NOT NULL, PRIMARY KEY (child, parent)) WITHOUT ROWID;
CREATE TABLE span (concept INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL, PRIMARY KEY (concept, low)) WITHOUT ROWID;
CREATE TABLE property (code TEXT NOT NULL, value TEXT NOT NULL, concept INTEGER NOT NULL, PRIMARY KEY (code, value, concept)) WITHOUT ROWID;
`;

/** Made when all rows are there: sorted once instead of row by row. */
const INDEXES = `
CREATE UNIQUE INDEX concept_fold ON concept (fold);
CREATE INDEX concept_place ON concept (place);
CREATE INDEX link_parent ON link (parent, child);
`;

export function createFile(file: string): Db {
  const db = new Database(file);
  // Whole or not at all: a load that fails leaves nothing, so nothing needs a journal.
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma(`user_version = ${FORMAT}`);
  db.exec(TABLES);
  return db;
}

/** Throws when two codes are the same; the caller says which. */
export function finishFile(db: Db): void {
  db.exec(INDEXES);
}

/** undefined: no file of this format. */
export function openFile(file: string): Db | undefined {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    if (db.pragma('user_version', { simple: true }) === FORMAT) return db;
  } catch {
    // Something else lies there.
  }
  db.close();
  return undefined;
}

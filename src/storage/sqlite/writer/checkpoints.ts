// Moves the write-ahead log into the database: gently when nothing waits, wholly when it grew large, after an
// erasure, and at the end.

import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';

/** Above this the log is emptied and cut, even if readers must be waited for. */
const WAL_BYTES_MAX = 128 * 1024 * 1024;

export interface Checkpoints {
  /** After a commit. `now` asks for an emptied log at once: an erasure must not linger there. */
  afterCommit(now: boolean): void;
  idle(): void;
  close(): void;
}

export function createCheckpoints(db: Database.Database): Checkpoints {
  const wal = `${db.name}-wal`;
  const isFile = !db.memory && db.name !== '';
  let commits = 0;
  const truncate = () => {
    db.pragma('wal_checkpoint(TRUNCATE)');
    commits = 0;
  };
  return {
    afterCommit(now) {
      commits++;
      if (!isFile) return;
      // Looking at the file costs 2 µs; a large log takes many commits.
      if (now || (commits % 16 === 0 && walBytes(wal) > WAL_BYTES_MAX)) truncate();
    },
    idle() {
      if (!isFile || commits === 0) return;
      if (walBytes(wal) > WAL_BYTES_MAX) truncate();
      else db.pragma('wal_checkpoint(PASSIVE)');
      commits = 0;
    },
    close() {
      if (isFile) truncate();
    },
  };
}

function walBytes(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

// Moves the write-ahead log into the database: gently when nothing waits, wholly when it grew large, after an
// erasure, and at the end. A checkpoint that fails loses nothing: it is tried again.

import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';

/** Above this the log is emptied and cut, even if readers must be waited for. */
const WAL_BYTES_MAX = 128 * 1024 * 1024;

export interface Checkpoints {
  /** After a commit. `empty` asks for an emptied log at once: an erased text must not linger there. */
  afterCommit(empty: boolean): void;
  /** False: there is something left to do. */
  idle(): boolean;
  close(): void;
}

export function createCheckpoints(db: Database.Database): Checkpoints {
  const wal = `${db.name}-wal`;
  const isFile = !db.memory && db.name !== '';
  let commits = 0;
  let mustEmpty = false;

  /** True when the whole log went into the database. */
  const checkpoint = (mode: 'PASSIVE' | 'TRUNCATE'): boolean => {
    try {
      const [row] = db.pragma(`wal_checkpoint(${mode})`) as [
        { busy: number; log: number; checkpointed: number },
      ];
      return row.busy === 0 && row.log === row.checkpointed;
    } catch {
      // A full disk or a lock: the commit stands in the log, and the next try may find room.
      return false;
    }
  };
  const empty = () => {
    mustEmpty = !checkpoint('TRUNCATE');
    commits = 0;
    return !mustEmpty;
  };

  return {
    afterCommit(asked) {
      commits++;
      if (!isFile) return;
      // Looking at the file costs 2 µs; a large log takes many commits.
      if (asked || (commits % 16 === 0 && walBytes(wal) > WAL_BYTES_MAX)) empty();
    },
    idle() {
      if (!isFile) return true;
      if (mustEmpty || walBytes(wal) > WAL_BYTES_MAX) return empty();
      if (commits > 0) checkpoint('PASSIVE');
      commits = 0;
      return true;
    },
    close() {
      if (isFile) checkpoint('TRUNCATE');
    },
  };
}

function walBytes(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

// Group commit: all waiting calls in one transaction of the database, one fsync. A call is judged before it
// changes anything; should one break nevertheless, the commit is undone and its calls are run one by one, so
// that only that one fails.

import type Database from 'better-sqlite3';
import { StoreUnavailable } from '../../errors.ts';
import { sqliteCode } from '../sqlite-errors.ts';
import { append } from './append.ts';
import { addBlobPart, dropBlob, endBlob, releaseBlob, startBlob } from './blob-writes.ts';
import { erase } from './erase.ts';
import type { Answer, Call } from './messages.ts';
import { reindex } from './reindex.ts';
import { releaseLease, takeLease, writeCell } from './small-calls.ts';
import { Refused, toThrown } from './thrown.ts';
import { transact } from './transact.ts';
import { reloadWork, type Work } from './work.ts';

export class Groups {
  readonly #work: Work;
  readonly #db: Database.Database;
  /** Set when the disk failed to promise durability: memory and disk may differ until the store is opened anew. */
  #failed: string | undefined;

  constructor(work: Work) {
    this.#work = work;
    this.#db = work.connection.db;
  }

  /** Answers in the order of the calls; durable when it returns. */
  run(calls: readonly Call[]): Answer[] {
    if (this.#failed) return this.#refuseAll(calls, new StoreUnavailable(this.#failed, 30));
    try {
      return this.#commit(calls);
    } catch (error) {
      this.#rollback();
      const thrown = toThrown(error);
      if (sqliteCode(error) === 'SQLITE_IOERR_FSYNC')
        this.#failed = 'The disk failed to write durably: no more is written until the server is restarted.';
      const ours = thrown.name !== 'StoreFull' && thrown.name !== 'StoreUnavailable';
      if (calls.length === 1 || !ours) return calls.map(() => ({ thrown }));
      return calls.flatMap((call) => this.run([call]));
    }
  }

  #commit(calls: readonly Call[]): Answer[] {
    this.#db.exec('BEGIN IMMEDIATE');
    const answers = calls.map((call) => this.#answer(call));
    this.#work.entries.flush();
    this.#db.exec('COMMIT');
    return answers;
  }

  #answer(call: Call): Answer {
    try {
      return { value: perform(this.#work, call) };
    } catch (error) {
      if (error instanceof Refused) return { thrown: toThrown(error.reason) };
      throw error;
    }
  }

  #rollback(): void {
    // Some errors roll back by themselves.
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
    reloadWork(this.#work);
  }

  #refuseAll(calls: readonly Call[], error: Error): Answer[] {
    const thrown = toThrown(error);
    return calls.map(() => ({ thrown }));
  }
}

function perform(work: Work, call: Call): number | boolean | ReturnType<typeof transact> | undefined {
  switch (call.kind) {
    case 'transact':
      return transact(work, call.tx, call.now);
    case 'append':
      return append(work, call.committed, call.entries, call.held);
    case 'erase':
      return erase(work, call.erasure, call.now, call.held);
    case 'index':
      return reindex(work, call.batch);
    case 'cell':
      return writeCell(work, call);
    case 'lease':
      return takeLease(work, call);
    case 'release':
      return releaseLease(work, call);
    case 'blobStart':
      return startBlob(work);
    case 'blobPart':
      return addBlobPart(work, call);
    case 'blobEnd':
      return endBlob(work, call);
    case 'blobDrop':
      return dropBlob(work, call);
    case 'blobRelease':
      return releaseBlob(work, call);
  }
}

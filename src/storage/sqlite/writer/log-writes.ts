// Appends to the log: versions and the transaction they belong to. The position (seq, version number, chain) is
// kept here and read again after a rollback, so that no number is ever skipped.

import { GENESIS, hashCommitted } from '../../chain.ts';
import type { Committed, CommittedVersion, Tip } from '../../store.ts';
import type { Connection } from '../connection.ts';
import { contentColumn, METHODS } from '../version-row.ts';

export interface NewVersion {
  version: CommittedVersion;
  rid: number;
  labels: number;
}

export class LogWrites {
  readonly #connection: Connection;
  #tip: Tip = { seq: 0, at: 0, hash: GENESIS };
  #ver = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.reload();
  }

  get tip(): Tip {
    return this.#tip;
  }

  reload(): void {
    const { statements } = this.#connection;
    this.#tip = readTip(this.#connection);
    [this.#ver] = statements.rows('SELECT ifnull(max(ver), 0) FROM versions').get() as [number];
  }

  /** The number that the next row of `versions` will have. */
  get nextVersion(): number {
    return this.#ver + 1;
  }

  addVersion({ version: v, rid, labels }: NewVersion): void {
    const ver = ++this.#ver;
    this.#connection.statements
      .run(`INSERT INTO versions (ver, seq, at, type, rid, vid, method, deleted, labels, text_hash, salt, erased, body, content)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(
        ver,
        v.seq,
        v.at,
        this.#connection.names.addType(v.key.type),
        rid,
        v.version,
        METHODS.indexOf(v.method),
        v.deleted ? 1 : 0,
        labels,
        v.textHash === '' ? null : Buffer.from(v.textHash, 'hex'),
        v.salt === undefined ? null : Buffer.from(v.salt, 'hex'),
        v.erased === undefined ? null : JSON.stringify(v.erased),
        v.text ?? null,
        v.content === undefined ? null : contentColumn(v.content),
      );
  }

  /** Closes a transaction whose versions have been added. */
  addTransaction(entry: Omit<Committed, 'hash'>, receipt?: string): void {
    const hash = hashCommitted(this.#tip.hash, entry);
    this.#connection.statements
      .run('INSERT INTO transactions (seq, at, id, digest, hash, receipt) VALUES (?, ?, ?, ?, ?, ?)')
      .run(entry.seq, entry.at, entry.id, entry.digest, hash, receipt ?? null);
    this.#tip = { seq: entry.seq, at: entry.at, hash };
  }
}

export function readTip({ statements }: Connection): Tip {
  const row = statements.rows('SELECT seq, at, hash FROM transactions ORDER BY seq DESC LIMIT 1').get() as
    | [number, number, string]
    | undefined;
  return row ? { seq: row[0], at: row[1], hash: row[2] } : { seq: 0, at: 0, hash: GENESIS };
}

// The calls beside the log: cells, leases, the parts of blobs. None of them spends a number.

import type { Calls } from './messages.ts';
import type { Work } from './work.ts';

export function writeCell({ connection }: Work, ask: Calls['cell']['ask']): boolean {
  const { run } = connection.statements;
  const { name, value, expected } = ask;
  const done =
    expected === undefined
      ? run('INSERT OR IGNORE INTO cells (name, value) VALUES (?, ?)').run(name, value)
      : run('UPDATE cells SET value=? WHERE name=+? AND value=+?').run(value, name, expected);
  return done.changes === 1;
}

export function takeLease({ connection }: Work, ask: Calls['lease']['ask']): boolean {
  const { name, holder, ttlMs, now, renew } = ask;
  const { rows, run } = connection.statements;
  const held = rows('SELECT holder, until FROM leases WHERE name=+?').get(name) as
    | [string, number]
    | undefined;
  const mine = held?.[0] === holder;
  if (renew ? !mine : held && !mine && held[1] > now) return false;
  run('INSERT OR REPLACE INTO leases (name, holder, until) VALUES (?, ?, ?)').run(name, holder, now + ttlMs);
  return true;
}

export function releaseLease({ connection }: Work, { name, holder }: Calls['release']['ask']): undefined {
  connection.statements.run('DELETE FROM leases WHERE name=+? AND holder=+?').run(name, holder);
}

export function startBlob({ connection }: Work): number {
  return Number(connection.statements.run('INSERT INTO blobs (size) VALUES (0)').run().lastInsertRowid);
}

export function addBlobPart({ connection }: Work, { blob, n, bytes }: Calls['blobPart']['ask']): undefined {
  connection.statements.run('INSERT INTO blob_parts (blob, n, bytes) VALUES (?, ?, ?)').run(blob, n, bytes);
}

/** Names the parts by their hash; the same content is kept once. */
export function endBlob(work: Work, { blob, hash, size }: Calls['blobEnd']['ask']): undefined {
  const { rows, run } = work.connection.statements;
  if (rows('SELECT 1 FROM blobs WHERE hash=+?').get(hash)) dropBlob(work, { blob });
  else run('UPDATE blobs SET hash=?, size=? WHERE blob=+?').run(hash, size, blob);
}

export function dropBlob({ connection }: Work, { blob }: Calls['blobDrop']['ask']): undefined {
  connection.statements.run('DELETE FROM blob_parts WHERE blob=+?').run(blob);
  connection.statements.run('DELETE FROM blobs WHERE blob=+? AND hash IS NULL').run(blob);
}

/** Parts that were coming in when the process ended. */
export function dropUnfinishedBlobs(work: Work): void {
  const rows = work.connection.statements.rows('SELECT blob FROM blobs WHERE hash IS NULL').all();
  for (const [blob] of rows) dropBlob(work, { blob: blob as number });
}

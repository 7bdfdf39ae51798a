// Blobs as rows: their parts come in, get their hash, and go when nothing keeps them.

import { BlobMissing } from '../../errors.ts';
import type { Blob } from '../../store.ts';
import { contentColumn } from '../version-row.ts';
import type { Calls } from './messages.ts';
import { Refused } from './thrown.ts';
import type { Work } from './work.ts';

type Writes = Pick<Work, 'connection'>;

export function startBlob({ connection }: Writes): number {
  const done = connection.statements.run('INSERT INTO blobs (size, use) VALUES (0, 0)').run();
  return Number(done.lastInsertRowid);
}

export function addBlobPart({ connection }: Writes, { blob, n, bytes }: Calls['blobPart']['ask']): undefined {
  connection.statements.run('INSERT INTO blob_parts (blob, n, bytes) VALUES (?, ?, ?)').run(blob, n, bytes);
}

/** Names the parts by their hash; the same content is kept once. */
export function endBlob(work: Writes, { blob, hash, size, use }: Calls['blobEnd']['ask']): undefined {
  const { rows, run } = work.connection.statements;
  if (rows('SELECT 1 FROM blobs WHERE hash=+?').get(hash)) {
    dropBlob(work, { blob });
    run('UPDATE blobs SET use=max(use, ?) WHERE hash=+?').run(use, hash);
  } else run('UPDATE blobs SET hash=?, size=?, use=? WHERE blob=+?').run(hash, size, use, blob);
}

export function dropBlob({ connection }: Writes, { blob }: Calls['blobDrop']['ask']): undefined {
  connection.statements.run('DELETE FROM blob_parts WHERE blob=+?').run(blob);
  connection.statements.run('DELETE FROM blobs WHERE blob=+?').run(blob);
}

/** Throws Refused for content that is not here. */
export function requireContents({ connection }: Writes, contents: readonly Blob[]): void {
  for (const { hash, size } of contents) {
    const found = connection.statements.rows('SELECT size FROM blobs WHERE hash=+?').get(hash);
    if (found?.[0] !== size) throw new Refused(new BlobMissing(hash));
  }
}

/** Versions keep it from now on. */
export function useContent({ connection }: Writes, { hash }: Blob): void {
  connection.statements.run('UPDATE blobs SET use=1 WHERE hash=+? AND use=0').run(hash);
}

/** Drops a blob that nothing keeps: its caller knows that nobody holds it. */
export function releaseBlob(work: Writes, { hash }: Calls['blobRelease']['ask']): undefined {
  const { rows } = work.connection.statements;
  const row = rows('SELECT blob, size FROM blobs WHERE hash=+? AND use<2').get(hash) as
    | [number, number]
    | undefined;
  if (!row) return;
  const content = contentColumn({ hash, size: row[1] });
  if (!rows('SELECT 1 FROM versions WHERE content=+? LIMIT 1').get(content)) dropBlob(work, { blob: row[0] });
}

/** Contents of versions that are about to lose them. */
export function contentsOf({ connection }: Writes, rid: number, versions: readonly number[]): string[] {
  return versions.flatMap((version) => {
    const row = connection.statements
      .rows('SELECT content FROM versions WHERE rid=+? AND vid=+? AND content IS NOT NULL')
      .get(rid, version);
    return row ? [(row[0] as string).split(' ', 1)[0]!] : [];
  });
}

/** After versions have lost them: what no other has and nobody holds goes. */
export function dropContents(work: Writes, hashes: readonly string[], held: readonly string[]): void {
  for (const hash of hashes) if (!held.includes(hash)) releaseBlob(work, { hash });
}

/** What was coming in, or held, when the process ended. */
export function dropUnkeptBlobs(work: Writes): void {
  const rows = work.connection.statements.rows('SELECT blob, hash FROM blobs WHERE use=0').all();
  for (const [blob, hash] of rows) {
    if (hash === null) dropBlob(work, { blob: blob as number });
    else releaseBlob(work, { hash: hash as string });
  }
}

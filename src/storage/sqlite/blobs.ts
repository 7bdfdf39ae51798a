// Raw files and Binary by the hash of their content, in parts inside the database: one file to back up, one
// place that may be full.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { BlobMissing, BlobTooLarge } from '../errors.ts';
import type { Blob, Blobs, ByteRange } from '../store.ts';
import type { Connection } from './connection.ts';
import type { HeldBlobs } from './held-blobs.ts';
import { withStoreErrors } from './sqlite-errors.ts';
import type { WriterClient } from './writer/client.ts';
import type { BlobUse } from './writer/messages.ts';

const PART_BYTES = 256 * 1024;

export function createBlobs(reader: Connection, writer: WriterClient, held: HeldBlobs): Blobs {
  /** `before` is called when the hash is known and the parts are not yet named by it. */
  async function take(
    bytes: Readable,
    limit: number,
    use: BlobUse,
    before: (blob: Blob) => void,
  ): Promise<Blob> {
    const hash = createHash('sha256');
    const blob = await writer.call('blobStart', {});
    let size = 0;
    let n = 0;
    let part: Buffer[] = [];
    let waiting = 0;
    const send = async () => {
      await writer.call('blobPart', { blob, n: n++, bytes: Buffer.concat(part) });
      part = [];
      waiting = 0;
    };
    try {
      for await (const chunk of bytes) {
        const piece = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
        size += piece.length;
        if (size > limit) throw new BlobTooLarge(limit);
        hash.update(piece);
        part.push(piece);
        waiting += piece.length;
        if (waiting >= PART_BYTES) await send();
      }
      if (waiting > 0) await send();
      const made = { hash: hash.digest('hex'), size };
      before(made);
      await writer.call('blobEnd', { blob, ...made, use });
      return made;
    } catch (error) {
      bytes.destroy();
      // A failing writer cannot drop the parts now; the next start does.
      await writer.call('blobDrop', { blob }).catch(() => undefined);
      throw error;
    }
  }

  return {
    put: (bytes, limit) => take(bytes, limit, 2, () => {}),
    async hold(bytes, limit) {
      let holding: ReturnType<HeldBlobs['hold']> | undefined;
      try {
        await take(bytes, limit, 0, (blob) => {
          holding = held.hold(blob);
        });
      } catch (error) {
        await holding?.release().catch(() => undefined);
        throw error;
      }
      return holding!;
    },
    get: async (hash, range) => Readable.from(readParts(reader, hash, range), { objectMode: false }),
  };
}

/** Only the parts that the range touches are read. Throws BlobMissing at once. */
function readParts(reader: Connection, hash: string, range: ByteRange | undefined): Iterable<Buffer> {
  const { statements } = reader;
  const found = withStoreErrors(() =>
    statements.rows('SELECT blob, size FROM blobs WHERE hash=+?').get(hash),
  );
  if (!found) throw new BlobMissing(hash);
  const [blob, size] = found as [number, number];
  // The length of a value is known without reading it.
  const lengths = withStoreErrors(() =>
    statements.rows('SELECT length(bytes) FROM blob_parts WHERE blob=+? ORDER BY n').all(blob),
  ).map(([length]) => length as number);
  return partsBetween(range?.first ?? 0, range?.last ?? size - 1, lengths, (n) => {
    const row = withStoreErrors(() =>
      statements.rows('SELECT bytes FROM blob_parts WHERE blob=+? AND n=+?').get(blob, n),
    );
    if (!row) throw new BlobMissing(hash);
    return row[0] as Buffer;
  });
}

function* partsBetween(
  first: number,
  last: number,
  lengths: readonly number[],
  read: (n: number) => Buffer,
): Iterable<Buffer> {
  let start = 0;
  for (const [n, length] of lengths.entries()) {
    if (start > last) return;
    if (start + length > first) yield read(n).subarray(Math.max(0, first - start), last + 1 - start);
    start += length;
  }
}

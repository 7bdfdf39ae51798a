// Raw files and Binary by the hash of their content, in parts inside the database: one file to back up, one
// place that may be full.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { BlobMissing, BlobTooLarge } from '../errors.ts';
import type { Blob, Blobs } from '../store.ts';
import type { Connection } from './connection.ts';
import { withStoreErrors } from './sqlite-errors.ts';
import type { WriterClient } from './writer/client.ts';

const PART_BYTES = 256 * 1024;

export function createBlobs(reader: Connection, writer: WriterClient): Blobs {
  const find = (hash: string) =>
    withStoreErrors(() => reader.statements.rows('SELECT blob FROM blobs WHERE hash=+?').get(hash)?.[0]);
  const readPart = (blob: unknown, n: number) =>
    withStoreErrors(
      () => reader.statements.rows('SELECT bytes FROM blob_parts WHERE blob=+? AND n=+?').get(blob, n)?.[0],
    );

  return {
    async put(bytes: Readable, limit: number): Promise<Blob> {
      const hash = createHash('sha256');
      const blob = await writer.call('blobStart', {});
      let size = 0;
      let n = 0;
      let part: Buffer[] = [];
      let held = 0;
      const send = async () => {
        await writer.call('blobPart', { blob, n: n++, bytes: Buffer.concat(part) });
        part = [];
        held = 0;
      };
      try {
        for await (const chunk of bytes) {
          const piece = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
          size += piece.length;
          if (size > limit) throw new BlobTooLarge(limit);
          hash.update(piece);
          part.push(piece);
          held += piece.length;
          if (held >= PART_BYTES) await send();
        }
        if (held > 0) await send();
        const digest = hash.digest('hex');
        await writer.call('blobEnd', { blob, hash: digest, size });
        return { hash: digest, size };
      } catch (error) {
        bytes.destroy();
        // A failing writer cannot drop the parts now; the next start does.
        await writer.call('blobDrop', { blob }).catch(() => undefined);
        throw error;
      }
    },
    async get(hash: string): Promise<Readable> {
      const blob = find(hash);
      if (blob === undefined) throw new BlobMissing(hash);
      let n = 0;
      return new Readable({
        read() {
          const bytes = readPart(blob, n++);
          this.push((bytes as Buffer | undefined) ?? null);
        },
      });
    },
  };
}

// The hash chain of the log: each entry's hash covers the one before it, so that no past entry can be changed
// without every later hash changing. Texts enter only by a salted hash: an erasure leaves the chain whole.

import { createHash } from 'node:crypto';
import type { Blob, Committed, CommittedVersion } from './store.ts';

/** What stands before the first entry. */
export const GENESIS = '';

type Hashed = Pick<CommittedVersion, 'key' | 'version' | 'method' | 'labels' | 'textHash'>;

/** SHA-256, hex, over the JSON of [previous, seq, at, id, digest, [[type, id, version, method, labels, textHash] …]]. */
export function hashCommitted(
  previous: string,
  entry: Pick<Committed, 'seq' | 'at' | 'id' | 'digest'> & { versions: readonly Hashed[] },
): string {
  const versions = entry.versions.map((v) => [
    v.key.type,
    v.key.id,
    v.version,
    v.method,
    v.labels,
    v.textHash,
  ]);
  const json = JSON.stringify([previous, entry.seq, entry.at, entry.id, entry.digest, versions]);
  return createHash('sha256').update(json).digest('hex');
}

/** SHA-256, hex, over salt (hex text), text and, where there is content, `\n`, its hash, a space and its size. */
export function hashText(salt: string, text: string, content?: Blob): string {
  const hash = createHash('sha256').update(salt).update(text);
  if (content) hash.update(`\n${content.hash} ${content.size}`);
  return hash.digest('hex');
}

// Calls waiting for the next commit, and how many of them it takes.

import type { Call } from './messages.ts';

const CALLS_MAX = 64;
const WRITES_MAX = 512;
const BYTES_MAX = 4 * 1024 * 1024;

/** How many of the first calls belong to one commit: at least one. */
export function groupSize(calls: readonly Call[]): number {
  let writes = 0;
  let bytes = 0;
  let n = 0;
  for (const call of calls) {
    const [w, b] = weigh(call);
    writes += w;
    bytes += b;
    if (n > 0 && (n === CALLS_MAX || writes > WRITES_MAX || bytes > BYTES_MAX)) break;
    n++;
  }
  return n;
}

function weigh(call: Call): [writes: number, bytes: number] {
  switch (call.kind) {
    case 'transact': {
      const { writes } = call.tx;
      if (writes.bytes !== undefined) return [writes.length, writes.bytes];
      let bytes = 0;
      for (const { text } of writes) if (text) bytes += text.head.length + text.tail.length;
      return [writes.length, bytes];
    }
    case 'append': {
      let bytes = 0;
      for (const { text } of call.committed.versions) bytes += text?.length ?? 0;
      return [call.committed.versions.length, bytes];
    }
    case 'index':
      return [call.batch.length, 0];
    case 'blobPart':
      return [1, call.bytes.byteLength];
    default:
      return [1, 0];
  }
}

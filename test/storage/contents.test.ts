// Contents put into texts: in memory, so there is a bound for one answer.

import { describe, expect, it } from '@jest/globals';
import { failureResponse } from '../../src/interactions/failure.ts';
import { withContents } from '../../src/storage/contents.ts';
import { BlobMissing, ContentsTooLarge } from '../../src/storage/errors.ts';
import type { Store, Version } from '../../src/storage/store.ts';

const MB = 1024 * 1024;
const version = (id: string, size: number): Version => ({
  key: { type: 'Binary', id },
  version: 1,
  seq: 1,
  at: 0,
  method: 'PUT',
  deleted: false,
  labels: [],
  text: `{"resourceType":"Binary","id":"${id}"}`,
  content: { hash: id, size },
});

/** A store that says how long contents are, and has none. */
const storeOf = (...sizes: number[]) => {
  const versions = sizes.map((size, i) => version(`b${i}`, size));
  return withContents({
    read: async () => versions,
    readVersion: async () => versions[0],
    history: async () => ({ versions, seq: 1 }),
    blobs: {
      get: async (hash: string) => {
        throw new BlobMissing(hash);
      },
    },
  } as unknown as Store);
};

describe('The contents of one answer', () => {
  it('are refused where they are longer than 128 MiB, one or all together, before they are read', async () => {
    await expect(storeOf(129 * MB).readVersion({ type: 'Binary', id: 'b0' }, 1)).rejects.toThrow(
      ContentsTooLarge,
    );
    await expect(storeOf(64 * MB, 65 * MB).history({}, { count: 2 })).rejects.toThrow(ContentsTooLarge);
    await expect(storeOf(64 * MB, 64 * MB).history({}, { count: 2 })).rejects.toThrow(BlobMissing);
  });

  it('are nobody’s concern where they stay beside the text', async () => {
    const [first] = await storeOf(500 * MB).read([], { bare: true });
    expect(first!.content).toEqual({ hash: 'b0', size: 500 * MB });
  });

  it('are told to callers as what they can do', () => {
    const log = { requestId: 'r', note: () => expect('nothing').toBe('noted') };
    const large = failureResponse(new ContentsTooLarge(1), log);
    expect([large.status, large.body]).toEqual([400, expect.stringContaining('"code":"too-costly"')]);
    const erased = failureResponse(new BlobMissing('h'), log);
    expect([erased.status, erased.body]).toEqual([409, expect.stringContaining('Try again')]);
  });
});

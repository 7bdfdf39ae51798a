// The data of a Binary that came as a resource, taken out of its text when it is long: the store keeps it as a blob
// beside the text, once for all who have the same.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { removeAt } from '../../fhir/json/change.ts';
import type { Blob, Blobs, Held } from '../../storage/store.ts';
import type { ResourceBody } from '../request.ts';

/** Takes contents for versions to come. */
export interface Contents {
  take(bytes: Buffer): Promise<Blob>;
  /** When the versions are there, or will not be. */
  release(): Promise<void>;
}

export function holdContents(blobs: Blobs): Contents {
  const held: Held[] = [];
  return {
    async take(bytes) {
      // Planning again brings the same contents again.
      const known = held.find(({ hash }) => hash === hashOf(bytes));
      const one = known ?? (await blobs.hold(Readable.from([bytes]), bytes.length));
      if (!known) held.push(one);
      return { hash: one.hash, size: one.size };
    },
    async release() {
      for (const one of held.splice(0)) await one.release();
    },
  };
}

/** For a dry run: contents are compared, not kept. */
export const COMPARED_CONTENTS: Contents = {
  take: async (bytes) => ({ hash: hashOf(bytes), size: bytes.length }),
  release: async () => {},
};

/** The same body when its data is short, or in a form of base64 that encoding it again would not give. */
export async function setDataAside(
  body: ResourceBody,
  contents: Contents,
  inlineMax: number,
): Promise<ResourceBody> {
  const { data, ...rest } = body.resource;
  if (body.content || typeof data !== 'string' || data.length <= (inlineMax / 3) * 4) return body;
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length <= inlineMax || bytes.toString('base64') !== data) return body;
  return {
    resource: rest,
    text: removeAt(body.text, ['data'])!,
    numbers: body.numbers,
    content: await contents.take(bytes),
  };
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

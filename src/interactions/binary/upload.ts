// Bytes sent to /Binary as the resource that is stored: short content in base64 in its text, longer content streams
// into a blob. R4 binary.html#rest.

import { Readable } from 'node:stream';
import { NumberSources } from '../../fhir/json/numbers.ts';
import type { Resource } from '../../fhir/json/tree.ts';
import type { Blobs, Held } from '../../storage/store.ts';
import type { BinaryUpload, FhirRequest } from '../request.ts';

/**
 * A request that carries content as the one that carries the resource. `id`: of the URL; `inlineMax`: bytes up to
 * which content stays in the text. Longer content is `held`, which the caller releases.
 */
export async function withResource(
  request: FhirRequest,
  upload: BinaryUpload,
  id: string | undefined,
  { blobs, inlineMax }: { blobs: Blobs; inlineMax: number },
): Promise<{ request: FhirRequest; held?: Held }> {
  const taken = await take(upload.bytes, blobs, inlineMax);
  const held = Buffer.isBuffer(taken) ? undefined : taken;
  const { type, securityContext } = upload;
  const resource: Resource = {
    resourceType: 'Binary',
    ...(id !== undefined && { id }),
    contentType: type,
    ...(securityContext !== undefined && { securityContext: { reference: securityContext } }),
    ...(Buffer.isBuffer(taken) && taken.length > 0 && { data: taken.toString('base64') }),
  };
  const content = held && { hash: held.hash, size: held.size };
  return {
    held,
    request: {
      ...request,
      content: undefined,
      body: { resource, text: JSON.stringify(resource), numbers: new NumberSources(), content },
      // Who sends bytes does not want them back in base64 unless he says so.
      headers: { ...request.headers, prefer: request.headers.prefer ?? 'return=minimal' },
    },
  };
}

async function take(bytes: Readable, blobs: Blobs, inlineMax: number): Promise<Buffer | Held> {
  const chunks: AsyncIterator<Buffer> = bytes[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let size = 0;
  while (size <= inlineMax) {
    const { done, value } = await chunks.next();
    if (done) return Buffer.concat(first);
    first.push(value);
    size += value.length;
  }
  return blobs.hold(Readable.from(joined(first, chunks), { objectMode: false }), Number.POSITIVE_INFINITY);
}

async function* joined(first: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* first;
    for (let one = await rest.next(); !one.done; one = await rest.next()) yield one.value;
  } finally {
    await rest.return?.();
  }
}

// The content of a stored Binary, as it goes out by itself. R4 binary.html#rest.

import { Readable } from 'node:stream';
import { spansOf } from '../../fhir/json/splice.ts';
import type { Blobs, Version } from '../../storage/store.ts';
import type { BinaryContent } from '../request.ts';

/** `version`: a Binary, its content beside its text or in it. */
export function contentOf({ text = '{}', content }: Version, blobs: Blobs): BinaryContent {
  const [type, data, securityContext] = spansOf(text, [
    ['contentType'],
    ['data'],
    ['securityContext', 'reference'],
  ]).map((span) => span && (JSON.parse(text.slice(span.start, span.end)) as string));
  const said = { type: type ?? 'application/octet-stream', securityContext };
  if (content) return { ...said, size: content.size, open: (range) => blobs.get(content.hash, range) };
  const bytes = Buffer.from(data ?? '', 'base64');
  return {
    ...said,
    size: bytes.length,
    open: async (range) => Readable.from([range ? bytes.subarray(range.first, range.last + 1) : bytes]),
  };
}

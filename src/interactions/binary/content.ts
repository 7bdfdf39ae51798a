// The content of a Binary, from bytes to the resource that is stored and back. R4 binary.html.
//
// It is stored as base64 in the resource, whatever its size: so erasing a version erases its content, and search,
// history, export, migration and the check of the log need to know nothing of it.

import { NumberSources } from '../../fhir/json/numbers.ts';
import { spansOf } from '../../fhir/json/splice.ts';
import type { Resource } from '../../fhir/json/tree.ts';
import type { BinaryContent, FhirRequest } from '../request.ts';

/** A request that carries content as the one that carries the resource. `id`: of the URL. */
export function withResource(
  request: FhirRequest,
  content: BinaryContent,
  id: string | undefined,
): FhirRequest {
  const resource: Resource = {
    resourceType: 'Binary',
    ...(id !== undefined && { id }),
    contentType: content.type,
    ...(content.securityContext !== undefined && { securityContext: { reference: content.securityContext } }),
    ...(content.bytes.length > 0 && { data: content.bytes.toString('base64') }),
  };
  return {
    ...request,
    content: undefined,
    body: { resource, text: JSON.stringify(resource), numbers: new NumberSources() },
    // Who sends bytes does not want them back in base64 unless he says so.
    headers: { ...request.headers, prefer: request.headers.prefer ?? 'return=minimal' },
  };
}

/** `text` is a stored Binary. */
export function contentOf(text: string): BinaryContent {
  const [type, data, securityContext] = spansOf(text, [
    ['contentType'],
    ['data'],
    ['securityContext', 'reference'],
  ]).map((span) => span && (JSON.parse(text.slice(span.start, span.end)) as string));
  return {
    type: type ?? 'application/octet-stream',
    bytes: Buffer.from(data ?? '', 'base64'),
    securityContext,
  };
}

// What is sent to /Binary: a Binary resource, or else the content of one as it is. R4 binary.html#rest: "the data is
// accepted as is … except for the special case where the content is actually a Binary resource".

import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { FhirError } from '../fhir/error.ts';
import { resourceBody } from '../interactions/body.ts';
import type { FhirRequest, ResourceBody } from '../interactions/request.ts';
import { readBody, streamBody } from './body.ts';
import { bodyRepresentation, mediaTypeOf } from './content-type.ts';
import type { Representations } from './representations.ts';

/** Where content may be sent. */
export function takesContent({ method, path }: Pick<FhirRequest, 'method' | 'path'>): boolean {
  if (path[0] !== 'Binary') return false;
  return method === 'POST' ? path.length === 1 : method === 'PUT' && path.length <= 2;
}

/**
 * What cannot be a resource is not read here: it streams to where it is kept. Throws FhirError 400, 413 or 415; 400 for
 * what says that it is FHIR and is not.
 */
export async function binaryPart(
  message: IncomingMessage,
  limit: number,
  representations: Representations,
): Promise<Pick<FhirRequest, 'body' | 'content'>> {
  const contentType = message.headers['content-type'];
  const content = (bytes: Readable): Pick<FhirRequest, 'content'> => ({
    content: {
      type: contentType?.trim() || 'application/octet-stream',
      bytes,
      securityContext: message.headers['x-security-context'] as string | undefined,
    },
  });
  const type = mediaTypeOf(contentType);
  const mayBeFhir = representations.some(({ mediaTypes }) => type !== undefined && mediaTypes.includes(type));
  if (!mayBeFhir) return content(streamBody(message, limit));
  const bytes = await readBody(message, limit);
  const body = await binaryResource(bytes, contentType, representations);
  return body ? { body } : content(Readable.from([bytes]));
}

async function binaryResource(
  bytes: Buffer,
  contentType: string | undefined,
  representations: Representations,
): Promise<ResourceBody | undefined> {
  const type = mediaTypeOf(contentType);
  const known = representations.find(({ mediaTypes }) => type !== undefined && mediaTypes.includes(type));
  if (!known) return undefined;
  const isFhir = type === known.mediaTypes[0];
  try {
    const body = resourceBody(await bodyRepresentation(contentType, representations).read(bytes));
    return body.resource.resourceType === 'Binary' ? body : undefined;
  } catch (error) {
    // JSON and XML that do not claim to be FHIR may be anything.
    if (!isFhir && error instanceof FhirError) return undefined;
    throw error;
  }
}

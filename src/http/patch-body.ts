// What is sent with PATCH, by its media type. R4 http.html#patch; RFC 5789.

import { FhirError, fhirError } from '../fhir/error.ts';
import { decodeUtf8, parseJson } from '../fhir/json/parse.ts';
import { resourceBody } from '../interactions/body.ts';
import { JSON_PATCH, PATCH_FORMATS, XML_PATCH } from '../interactions/patch/formats.ts';
import type { FhirRequest } from '../interactions/request.ts';
import { bodyRepresentation, mediaTypeOf } from './content-type.ts';
import type { Representations } from './representations.ts';

/** Goes with every answer that says which patches are understood. RFC 5789 3.1. */
export const ACCEPT_PATCH: Readonly<Record<string, string>> = { 'Accept-Patch': PATCH_FORMATS.join(', ') };

/** Throws FhirError 400 or 415. */
export async function patchPart(
  bytes: Buffer,
  contentType: string | undefined,
  representations: Representations,
): Promise<Pick<FhirRequest, 'patch' | 'xmlPatch' | 'body'>> {
  const type = mediaTypeOf(contentType);
  if (type === JSON_PATCH) return { patch: parseJson(decodeUtf8(bytes)) };
  if (type === XML_PATCH) return { xmlPatch: decodeUtf8(bytes) };
  return { body: resourceBody(await representationOf(contentType, representations).read(bytes)) };
}

function representationOf(contentType: string | undefined, representations: Representations) {
  try {
    return bodyRepresentation(contentType, representations);
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    throw fhirError(
      'unsupported-media-type',
      `Content-Type ${(contentType ?? '(none)').slice(0, 80)} is no patch that is understood here. Send ${PATCH_FORMATS.slice(0, 2).join(', ')}, or a FHIRPath Patch as ${PATCH_FORMATS.slice(2).join(' or ')}.`,
    );
  }
}

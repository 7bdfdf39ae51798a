// Content-Type of a request to the form its body has. R4 http.html#mime-type.

import { fhirError } from '../fhir/error.ts';
import { isOtherVersion, type Representation, type Representations } from './representations.ts';

export function mediaTypeOf(contentType: string | undefined): string | undefined {
  return contentType?.split(';')[0]?.trim().toLowerCase();
}

/** Throws 415 unless it is FHIR 4.0 in UTF-8. */
export function bodyRepresentation(
  contentType: string | undefined,
  representations: Representations,
): Representation {
  const type = mediaTypeOf(contentType);
  const found = representations.find(({ mediaTypes }) => type !== undefined && mediaTypes.includes(type));
  const parameters = (contentType ?? '').toLowerCase().split(';').slice(1);
  if (!found || isOtherVersion(parameters)) {
    const ours = representations.map(({ mediaTypes }) => mediaTypes[0]).join(' or ');
    throw fhirError(
      'unsupported-media-type',
      `Content-Type ${(contentType ?? '(none)').slice(0, 80)} is not understood. Send FHIR R4 as ${ours}.`,
    );
  }
  const charset = parameters
    .map((p) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(p)?.[1])
    .find((name) => name !== undefined);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw fhirError('unsupported-media-type', `FHIR is always UTF-8, not ${charset.slice(0, 40)}.`);
  }
  return found;
}

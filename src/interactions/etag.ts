// Version tags, R4 http.html#versioning: `W/"3"`. Clients send them with and without W/ and quotes.

import { fhirError } from '../fhir/error.ts';

export function etagOf(version: number): string {
  return `W/"${version}"`;
}

/** Versions named by If-Match or If-None-Match; `*` stands for any. Throws 400 when nothing can be read. */
export function parseEtags(header: string, name: string): '*' | string[] {
  if (header.trim() === '*') return '*';
  const tags = header.split(',').map((part) => /^\s*(?:W\/)?"?([A-Za-z0-9\-.]{1,64})"?\s*$/.exec(part)?.[1]);
  if (tags.some((tag) => tag === undefined)) {
    throw fhirError(
      'invalid',
      `${name} does not hold a version tag. Send it as it came in ETag, e.g. W/"3".`,
    );
  }
  return tags as string[];
}

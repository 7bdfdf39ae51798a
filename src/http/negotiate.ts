// Content negotiation: `_format` goes before Accept. R4 http.html#mime-type, #parameters; RFC 9110 12.5.1.

import { type FhirError, fhirError } from '../fhir/error.ts';
import { isOtherVersion, type Representation, type Representations } from './representations.ts';

export interface Wishes {
  /** undefined: there is none that the client would take. */
  representation: Representation | undefined;
  /** The client names FHIR, so it does not ask for the bare content of a Binary. R4 binary.html#rest. */
  namesFhir: boolean;
}

export interface MediaRange {
  type: string;
  quality: number;
}

export function readWishes(
  accept: string | undefined,
  format: string | undefined,
  representations: Representations,
): Wishes {
  if (format !== undefined) {
    return { representation: ofFormat(format, representations), namesFhir: true };
  }
  const [usual] = representations;
  if (accept === undefined || accept === '' || accept === '*/*') {
    return { representation: usual, namesFhir: false };
  }
  if (accept === usual.mediaTypes[0]) return { representation: usual, namesFhir: true };
  const ranges = readAccept(accept);
  const namesFhir = representations.some(({ mediaTypes: [own] }) =>
    ranges.some(({ type, quality }) => type === own && quality > 0),
  );
  return {
    namesFhir,
    representation: !namesFhir && isBrowser(ranges) ? usual : ofRanges(ranges, representations),
  };
}

export function notAcceptable(asked: string, representations: Representations): FhirError {
  const ours = representations.map(({ mediaTypes }) => mediaTypes[0]).join(' and ');
  return fhirError(
    'not-acceptable',
    `${asked.slice(0, 120)} cannot be served. This server speaks ${ours} (FHIR 4.0).`,
  );
}

function ofFormat(text: string, representations: Representations): Representation | undefined {
  // A plus sign in a query means a space; many clients forget to encode it.
  const [name = '', ...parameters] = text.replace(' ', '+').toLowerCase().split(';');
  if (isOtherVersion(parameters)) return undefined;
  return representations.find(
    ({ format, mediaTypes }) => format === name.trim() || mediaTypes.includes(name.trim()),
  );
}

/** Those of other releases of FHIR are left out. */
export function readAccept(accept: string): MediaRange[] {
  return accept.split(',').flatMap((range) => {
    const [type, ...parameters] = range.split(';');
    if (isOtherVersion(parameters)) return [];
    const q = parameters.map((p) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(p)?.[1]).find((p) => p !== undefined);
    return { type: type!.trim().toLowerCase(), quality: q === undefined ? 1 : Number(q) };
  });
}

/** Browsers ask for HTML or, before anything else, XML: people read JSON more easily. */
function isBrowser(ranges: MediaRange[]): boolean {
  const takes = (name: string) => ranges.some(({ type, quality }) => type === name && quality > 0);
  return takes('text/html') && takes('*/*');
}

function ofRanges(ranges: MediaRange[], representations: Representations): Representation | undefined {
  let best: Representation | undefined;
  let bestQuality = 0;
  for (const representation of representations) {
    const quality = qualityOf(representation, ranges);
    if (quality > bestQuality) [best, bestQuality] = [representation, quality];
  }
  return best;
}

/** The more exact range decides: `application/fhir+json;q=0, *\/*` does not want JSON. */
export function qualityOf({ mediaTypes }: Pick<Representation, 'mediaTypes'>, ranges: MediaRange[]): number {
  const groups = new Set(mediaTypes.map((type) => `${type.split('/')[0]}/*`));
  for (const fits of [
    (type: string) => mediaTypes.includes(type),
    (type: string) => groups.has(type),
    (type: string) => type === '*/*',
  ]) {
    const qualities = ranges.filter(({ type }) => fits(type)).map(({ quality }) => quality);
    if (qualities.length > 0) return Math.max(...qualities);
  }
  return 0;
}

// Content negotiation: JSON is what this server speaks. R4 http.html#mime-type, #parameters; RFC 9110 12.5.1.

import { fhirError } from '../fhir/error.ts';

const JSON_TYPES = new Set([
  'application/fhir+json',
  'application/json',
  'text/json',
  'application/*',
  'text/*',
  '*/*',
]);
const FORMATS = new Set(['json', 'application/fhir+json', 'application/json', 'text/json']);
const OURS = 'application/fhir+json';

/** Throws 406 when neither `_format` nor Accept allows JSON of FHIR 4.0. */
export function checkAccept(accept: string | undefined, format: string | undefined): void {
  if (format !== undefined) {
    // A plus sign in a query means a space; many clients forget to encode it.
    const [type, ...parameters] = format.replace(' ', '+').split(';');
    if (!FORMATS.has(type!.trim().toLowerCase()) || isOtherVersion(parameters))
      throw notAcceptable(`_format=${format}`);
    return;
  }
  if (accept === undefined || accept === '' || accept === '*/*' || accept === OURS) return;
  const possible = accept.split(',').some((range) => {
    const [type, ...parameters] = range.split(';');
    if (!JSON_TYPES.has(type!.trim().toLowerCase()) || isOtherVersion(parameters)) return false;
    const q = parameters.map((p) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(p)?.[1]).find((p) => p !== undefined);
    return q === undefined || Number(q) > 0;
  });
  if (!possible) throw notAcceptable(`Accept: ${accept}`);
}

/** `fhirVersion=3.0` asks for another release. R4 http.html#version-parameter. */
function isOtherVersion(parameters: string[]): boolean {
  return parameters.some((parameter) => {
    const version = /^\s*fhirVersion\s*=\s*"?([\d.]+)"?\s*$/i.exec(parameter)?.[1];
    return version !== undefined && !/^4\.0(\.1)?$/.test(version);
  });
}

/** Throws 415 unless the content type is JSON in UTF-8. */
export function checkContentType(contentType: string | undefined, encoding: string | undefined): void {
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw fhirError(
      'unsupported-media-type',
      `Content-Encoding ${encoding.slice(0, 40)} is not understood. Send the body as it is.`,
    );
  }
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.map((p) => /^charset="?([^"]+)"?$/.exec(p)?.[1]).find((p) => p !== undefined);
  const known = type === OURS || type === 'application/json' || type === 'text/json';
  if (!known || isOtherVersion(parameters)) {
    throw fhirError(
      'unsupported-media-type',
      `Content-Type ${(contentType ?? '(none)').slice(0, 80)} is not understood. Send FHIR R4 JSON as application/fhir+json.`,
    );
  }
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw fhirError('unsupported-media-type', `FHIR JSON is always UTF-8, not ${charset.slice(0, 40)}.`);
  }
}

function notAcceptable(asked: string) {
  return fhirError(
    'not-acceptable',
    `${asked.slice(0, 120)} cannot be served. This server speaks ${OURS} (FHIR 4.0).`,
  );
}

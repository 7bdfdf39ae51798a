// HTTP to FhirRequest. Paths and queries are decoded strictly: a broken percent sign is the client's mistake.

import type { IncomingMessage } from 'node:http';
import { fhirError } from '../fhir/error.ts';
import { decodeUtf8 } from '../fhir/json/parse.ts';
import { parseQueryString } from '../fhir/query-string.ts';
import { resourceBody } from '../interactions/body.ts';
import type { FhirRequest } from '../interactions/request.ts';
import { binaryPart, takesContent } from './binary-body.ts';
import { readBody } from './body.ts';
import { bodyRepresentation, mediaTypeOf } from './content-type.ts';
import { patchPart } from './patch-body.ts';
import type { Representations } from './representations.ts';
import { createTell, sourceOf, type Translations } from './tell.ts';

/** `url` is the part behind the base, e.g. `/Patient?name=x`. Throws FhirError 400. */
export function parseTarget(url: string): Pick<FhirRequest, 'path' | 'query'> {
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  return { path: segments.map(decode), query: mark === -1 ? [] : parseQueryString(url.slice(mark + 1)) };
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw fhirError(
      'invalid',
      'The URL holds a percent sign that encodes nothing. Write a percent sign itself as %25.',
    );
  }
}

const FORM = 'application/x-www-form-urlencoded';

interface RequestSettings {
  maxBody: number;
  representations: Representations;
  translations: Translations;
}

/** Throws FhirError 400, 413 or 415. */
export async function fhirRequest(
  message: IncomingMessage,
  url: string,
  { maxBody, representations, translations }: RequestSettings,
): Promise<FhirRequest> {
  const { path, query } = parseTarget(url);
  const request: FhirRequest = {
    method: message.method ?? 'GET',
    path,
    query,
    headers: message.headers as FhirRequest['headers'],
    tell: createTell(message.headers['accept-language'], undefined, translations),
  };
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'DELETE') return request;
  if (takesContent(request)) return { ...request, ...(await binaryPart(message, maxBody, representations)) };
  const bytes = await readBody(message, maxBody);
  const contentType = message.headers['content-type'];
  if (path.at(-1) === '_search') return { ...request, form: searchForm(bytes, contentType) };
  if (bytes.length === 0 && path.at(-1)?.startsWith('$')) return request;
  if (request.method === 'PATCH')
    return { ...request, ...(await patchPart(bytes, contentType, representations)) };
  const representation = bodyRepresentation(contentType, representations);
  const source = sourceOf(bytes, representation.format);
  request.tell = createTell(message.headers['accept-language'], source, translations);
  return { ...request, body: resourceBody(await representation.read(bytes)) };
}

function searchForm(bytes: Buffer, contentType: string | undefined): [string, string][] {
  if (bytes.length === 0) return [];
  if (mediaTypeOf(contentType) !== FORM) {
    throw fhirError('unsupported-media-type', `A POST to _search carries its parameters as ${FORM}.`);
  }
  return parseQueryString(decodeUtf8(bytes));
}

// GET [type]/[id] and [type]/[id]/_history/[vid]. R4 http.html#read, #vread.

import { authorize, seeOf } from '../authorization/policy.ts';
import { fhirError } from '../fhir/error.ts';
import { httpDate } from '../fhir/http-date.ts';
import { parseElements, parseSummary, type Subset, subsetText } from '../search/subset.ts';
import type { Key, Reading, Version } from '../storage/store.ts';
import { contentOf } from './binary/content.ts';
import type { Context } from './context.ts';
import { etagOf, parseEtags } from './etag.ts';
import type { FhirRequest, FhirResponse } from './request.ts';

export async function read(request: FhirRequest, key: Key, context: Context): Promise<FhirResponse> {
  authorize(context.principal, 'read', key.type);
  const [version] = await context.store.read([key], reading(request, context));
  return versionResponse(request, key, version, context);
}

export async function vread(
  request: FhirRequest,
  key: Key,
  vid: string,
  context: Context,
): Promise<FhirResponse> {
  authorize(context.principal, 'read', key.type);
  const number = /^[1-9]\d{0,14}$/.test(vid) ? Number(vid) : undefined;
  const version = number && (await context.store.readVersion(key, number, reading(request, context)));
  if (!version) {
    throw fhirError('not-found', `${key.type}/${key.id} has no version ${vid.slice(0, 80)}.`);
  }
  return versionResponse(request, key, version, context);
}

/** Only a whole resource can go out as the bytes that it is stored as. */
function reading(request: FhirRequest, context: Context): Reading {
  const isWhole = subsetOf(request) === undefined;
  const bytes = request.wantsBytes && !request.wantsContent && isWhole;
  // Content goes out from where it lies.
  const bare = request.wantsContent && isWhole;
  return { see: seeOf(context.principal), min: context.min, bytes, bare };
}

function versionResponse(
  request: FhirRequest,
  key: Key,
  version: Version | undefined,
  context: Context,
): FhirResponse {
  if (!version) throw fhirError('not-found', `There is no ${key.type}/${key.id}.`);
  if (version.deleted) {
    throw fhirError(
      'gone',
      `${key.type}/${key.id} was deleted (version ${version.version}). Its history can still be read.`,
    );
  }
  const { text, bytes } = version;
  if (text === undefined && bytes === undefined) {
    throw fhirError('gone', `${key.type}/${key.id} version ${version.version} was erased.`);
  }
  const headers = { ETag: etagOf(version.version), 'Last-Modified': httpDate(version.at) };
  if (isNotModified(request, version)) return { status: 304, headers, at: version.at };
  const whole = { status: 200, headers, at: version.at };
  if (text === undefined) return { ...whole, bytes };
  const subset = subsetOf(request);
  if (key.type === 'Binary' && request.wantsContent && !subset)
    return { ...whole, content: contentOf(version, context.store.blobs) };
  return { ...whole, body: subset ? subsetText(text, subset, context.definitions) : text };
}

/** Throws 400 for `_summary=count`, which a read cannot answer. */
function subsetOf({ query }: FhirRequest): Subset | undefined {
  let subset: Subset | undefined;
  for (const [name, value] of query) {
    if (value === '') continue;
    if (name === '_summary') subset = parseSummary(value) ?? subset;
    else if (name === '_elements') subset = parseElements(value);
  }
  return subset;
}

/** Conditional read, R4 http.html#cread: If-None-Match goes before If-Modified-Since (RFC 9110 13.2.2). */
function isNotModified(request: FhirRequest, version: Version): boolean {
  const tag = request.headers['if-none-match'];
  if (tag !== undefined) {
    const tags = parseEtags(tag, 'If-None-Match');
    return tags === '*' || tags.includes(String(version.version));
  }
  const since = request.headers['if-modified-since'];
  if (since === undefined) return false;
  const seconds = Date.parse(since);
  // HTTP dates have whole seconds; one that cannot be read is ignored, as RFC 9110 wants.
  return Number.isFinite(seconds) && Math.floor(version.at / 1000) * 1000 <= seconds;
}

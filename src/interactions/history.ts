// History of one resource, one type and the whole server, newest first. R4 http.html#history.

import { authorize, seeOf } from '../authorization/policy.ts';
import { bundleText, type EntryParts } from '../fhir/bundle.ts';
import { dateSpan, type Span } from '../fhir/dates.ts';
import { fhirError } from '../fhir/error.ts';
import type { Parameter } from '../fhir/query-string.ts';
import type { Key, Scope, Version } from '../storage/store.ts';
import type { Context } from './context.ts';
import { etagOf } from './etag.ts';
import { historyAt } from './history-at.ts';
import { paging } from './paging.ts';
import { parsePrefer } from './prefer.ts';
import type { FhirRequest, FhirResponse } from './request.ts';

const PAGE_SIZE = 20;
const PAGE_SIZE_MAX = 1000;

/** Throws 404 for a resource that never was. */
export async function historyOfInstance(
  request: FhirRequest,
  key: Key,
  context: Context,
): Promise<FhirResponse> {
  authorize(context.principal, 'read', key.type);
  const [current] = await context.store.read([key], {
    see: seeOf(context.principal),
    min: context.min,
    bare: true,
  });
  if (!current) throw fhirError('not-found', `There is no ${key.type}/${key.id}, and there never was.`);
  return history(request, { key }, `${key.type}/${key.id}/_history`, current.version, context);
}

export async function historyOfType(
  request: FhirRequest,
  type: string,
  context: Context,
): Promise<FhirResponse> {
  authorize(context.principal, 'read', type);
  return history(request, { type }, `${type}/_history`, undefined, context);
}

export async function historyOfSystem(request: FhirRequest, context: Context): Promise<FhirResponse> {
  return history(request, {}, '_history', undefined, context);
}

async function history(
  request: FhirRequest,
  scope: Scope,
  path: string,
  total: number | undefined,
  context: Context,
): Promise<FhirResponse> {
  const asked = historyParameters(request, context);
  const pages = paging(path, asked.used, request.query, context);
  const page = { count: asked.count, since: asked.since, after: pages.state.after };
  const reading = { see: seeOf(context.principal), min: context.min };
  const found = asked.at
    ? await historyAt(scope, page, asked.at, reading, context)
    : await context.store.history(scope, page, reading);
  const isAll = asked.since === undefined && asked.at === undefined;
  return {
    status: 200,
    headers: {},
    body: bundleText({
      type: 'history',
      timestamp: context.formatInstant(context.now()),
      total: isAll ? total : undefined,
      links: pages.links(pages.state, found.next),
      entries: found.versions.map((version) => entryOf(version, context)),
    }),
  };
}

interface HistoryParameters {
  count: number;
  since?: number;
  at?: Span;
  used: Parameter[];
}

/** `_since`, `_at`, `_count`; others are refused, or left out under lenient handling. */
function historyParameters(request: FhirRequest, context: Context): HistoryParameters {
  const result: HistoryParameters = { count: PAGE_SIZE, used: [] };
  const handling = parsePrefer(request.headers.prefer).handling ?? context.settings.searchHandling;
  for (const [name, value] of request.query) {
    if (['_format', '_pretty', '_page', '_', ''].includes(name) || value === '') continue;
    if (name === '_count') result.count = parseCount(value);
    else if (name === '_since') result.since = parseSpan(name, value, context).lo;
    else if (name === '_at') result.at = parseSpan(name, value, context);
    else if (handling === 'strict') {
      throw fhirError(
        'invalid',
        `A history does not know ${name.slice(0, 60)}. It takes _since, _at and _count.`,
        {
          code: 'not-supported',
        },
      );
    } else continue;
    result.used.push([name, value]);
  }
  return result;
}

function parseCount(value: string): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) === 0) {
    throw fhirError('invalid', `_count=${value.slice(0, 40)} is not a number of entries from 1.`);
  }
  return Math.min(Number(value), PAGE_SIZE_MAX);
}

/** R4 wants an instant for _since, of which the beginning counts, and any date for _at. */
function parseSpan(name: string, value: string, context: Context): Span {
  // A plus sign that a client forgot to encode arrives as a space.
  const span = dateSpan(value.replace(/ (?=\d\d:\d\d$)/, '+'), context.searchContext.zone);
  if (span) return span;
  throw fhirError(
    'invalid',
    `${name}=${value.slice(0, 60)} is not an instant, e.g. 2026-11-25T08:00:00+08:00.`,
  );
}

function entryOf(version: Version, context: Context): EntryParts {
  const { type, id } = version.key;
  const isCreation = version.method === 'POST';
  return {
    fullUrl: `${context.settings.baseUrl}/${type}/${id}`,
    resource: version.text,
    request: {
      method: version.method === 'ERASE' ? 'DELETE' : version.method,
      url: isCreation ? type : `${type}/${id}`,
    },
    response: {
      status: version.deleted
        ? '204 No Content'
        : version.version === 1 || isCreation
          ? '201 Created'
          : '200 OK',
      etag: etagOf(version.version),
      lastModified: context.formatInstant(version.at),
    },
  };
}

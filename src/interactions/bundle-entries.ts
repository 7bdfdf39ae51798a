// Entries of a batch or transaction Bundle as requests of their own. R4 bundle.html, http.html#transaction.

import { fhirError } from '../fhir/error.ts';
import { eachElement, membersOf } from '../fhir/json/scan.ts';
import { isObject, type JsonObject } from '../fhir/json/tree.ts';
import { createPace } from '../fhir/pace.ts';
import type { Context } from './context.ts';
import { lateBody } from './late-body.ts';
import { formatPrefer, type Preferences } from './prefer.ts';
import type { FhirRequest, ResourceBody } from './request.ts';

export interface BundleEntry {
  /** Position in the Bundle, for issues and the order of the answer. */
  index: number;
  fullUrl?: string;
  request: FhirRequest;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'];

/** Throws 400 naming the entry that cannot be read, 413 when there are too many. Lets go of the Bundle's tree. */
export async function bundleEntries(
  body: ResourceBody,
  preferences: Preferences,
  context: Context,
): Promise<BundleEntry[]> {
  const { entry = [] } = body.resource;
  if (!Array.isArray(entry))
    throw fhirError('structure', 'Bundle.entry must be an array.', { expression: 'Bundle.entry' });
  const { bundleEntriesMax } = context.settings;
  if (entry.length > bundleEntriesMax) {
    throw fhirError(
      'too-large',
      `The Bundle has ${entry.length} entries; ${bundleEntriesMax} are allowed. Split it.`,
    );
  }
  const resources = resourceTexts(body.text);
  const prefer = formatPrefer(preferences);
  const entries: BundleEntry[] = [];
  const pace = createPace();
  for (const [index, item] of entry.entries()) {
    await pace();
    const parsed = bundleEntry(item, index, resources.next().value, context);
    entries.push({
      ...parsed,
      request: { ...parsed.request, headers: { ...parsed.request.headers, prefer } },
    });
  }
  body.release?.();
  return entries;
}

function bundleEntry(
  item: unknown,
  index: number,
  resourceText: string | undefined,
  context: Context,
): BundleEntry {
  const at = `Bundle.entry[${index}]`;
  if (!isObject(item) || !isObject(item.request)) {
    throw fhirError(
      'structure',
      `${at} has no request. Each entry says what to do: request.method and request.url.`,
      {
        expression: `${at}.request`,
        code: 'required',
      },
    );
  }
  const { method, url } = item.request;
  if (typeof method !== 'string' || !METHODS.includes(method)) {
    throw fhirError('structure', `${at}.request.method must be one of ${METHODS.join(', ')}.`, {
      expression: `${at}.request.method`,
      code: 'value',
    });
  }
  if (typeof url !== 'string') {
    throw fhirError('structure', `${at}.request.url is missing.`, {
      expression: `${at}.request.url`,
      code: 'required',
    });
  }
  const request: FhirRequest = { method, ...splitUrl(url, at, context), headers: entryHeaders(item.request) };
  if (item.resource !== undefined) request.body = entryBody(item.resource, resourceText, at);
  return { index, fullUrl: typeof item.fullUrl === 'string' ? item.fullUrl : undefined, request };
}

/** `Patient/1?x=y`, also with a slash before it or under one of our own base URLs. */
function splitUrl(url: string, at: string, context: Context): Pick<FhirRequest, 'path' | 'query'> {
  const base = context.local.bases.find(
    (b) => url === b || url.startsWith(`${b}/`) || url.startsWith(`${b}?`),
  );
  const rest = base === undefined ? url : url.slice(base.length);
  if (/^[a-z][a-z0-9+.-]*:/i.test(rest)) {
    throw fhirError(
      'invalid',
      `${at}.request.url leads to another server. Write it relative to this one, e.g. Patient/1.`,
      {
        expression: `${at}.request.url`,
      },
    );
  }
  const mark = rest.indexOf('?');
  const path = (mark === -1 ? rest : rest.slice(0, mark)).replace(/^\//, '');
  try {
    return {
      path: path === '' ? [] : path.split('/').map(decodeURIComponent),
      query: mark === -1 ? [] : [...new URLSearchParams(rest.slice(mark + 1))],
    };
  } catch {
    throw fhirError('invalid', `${at}.request.url holds a percent sign that encodes nothing.`, {
      expression: `${at}.request.url`,
    });
  }
}

function entryHeaders(request: JsonObject): FhirRequest['headers'] {
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return {
    'if-match': text(request.ifMatch),
    'if-none-match': text(request.ifNoneMatch),
    'if-none-exist': text(request.ifNoneExist),
    'if-modified-since': instantToHttp(text(request.ifModifiedSince)),
  };
}

function instantToHttp(instant: string | undefined): string | undefined {
  const ms = instant === undefined ? Number.NaN : Date.parse(instant);
  return Number.isFinite(ms) ? new Date(ms).toUTCString() : undefined;
}

function entryBody(resource: unknown, text: string | undefined, at: string): ResourceBody {
  if (!isObject(resource) || typeof resource.resourceType !== 'string' || text === undefined) {
    throw fhirError(
      'structure',
      `${at}.resource is not a resource: an object with "resourceType" was expected.`,
      {
        expression: `${at}.resource`,
      },
    );
  }
  return lateBody(text);
}

/** The text of each entry's resource, in order. */
function* resourceTexts(text: string): Generator<string | undefined, undefined> {
  const entry = membersOf(text, 0).find((member) => member.name === 'entry');
  if (!entry || text[entry.start] !== '[') return;
  for (const { start } of eachElement(text, entry.start)) {
    const resource =
      text[start] === '{' && membersOf(text, start).find((member) => member.name === 'resource');
    yield resource ? text.slice(resource.start, resource.end) : undefined;
  }
}

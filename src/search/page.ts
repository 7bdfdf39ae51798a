// Pages of a search: what a link must carry to go on where the last page ended. R4 http.html#paging.
// A link says all its parameters; the token beside them holds the place, and an authentication code over both
// and the caller's name, so that it serves nobody else and no other search.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { fhirError } from '../fhir/error.ts';
import type { Parameter } from '../fhir/query-string.ts';
import { formatQueryString } from '../fhir/query-string.ts';
import type { Cursor } from '../storage/query.ts';

/** The parameter that carries the token. */
export const PAGE_PARAMETER = '_page';

export interface PageState {
  /** 1 is the first page. */
  page: number;
  /** Where the page begins; undefined: the first. */
  after?: Cursor;
  /** Number of all matches, when it was worked out on the first page. */
  total?: number;
  /** Where the pages before it begin, the nearest last, for going back. */
  trail?: (Cursor | null)[];
}

/** What a token is valid for. */
export interface PageBinding {
  /** Principal.name. */
  principal: string;
  /** Path below the base URL: `Patient`, `Patient/1/_history`, '' … */
  path: string;
  /** Without the token. */
  parameters: readonly Parameter[];
}

/** Pages that can be gone back without a new search. */
const TRAIL_MAX = 5;
const MAC_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]+$/;

export function sealPage(state: PageState, binding: PageBinding, key: Buffer): string {
  const text = Buffer.from(JSON.stringify(state));
  return Buffer.concat([macOf(text, binding, key), text]).toString('base64url');
}

/** Throws FhirError 400 for a token that was changed, or made for another caller or search. */
export function openPage(token: string, binding: PageBinding, key: Buffer): PageState {
  // Decoding is forgiving, so that several texts mean the same bytes: only the canonical one is ours.
  const bytes = TOKEN.test(token) ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
  const text = bytes.subarray(MAC_BYTES);
  if (bytes.length > MAC_BYTES && bytes.toString('base64url') === token) {
    if (timingSafeEqual(bytes.subarray(0, MAC_BYTES), macOf(text, binding, key))) {
      return JSON.parse(text.toString()) as PageState;
    }
  }
  throw fhirError(
    'invalid',
    'This page link was not made by this server for this search and this caller. Search again from the first page.',
    {
      code: 'value',
    },
  );
}

export interface PageLink {
  relation: 'self' | 'first' | 'previous' | 'next';
  url: string;
}

/**
 * The links of a page. `next` is the store's cursor; without it there is no next link. A search that only
 * counts has but its self link.
 */
export function pageLinks(given: {
  /** Without a slash at the end. */
  baseUrl: string;
  binding: PageBinding;
  state: PageState;
  next?: Cursor;
  key: Buffer;
}): PageLink[] {
  const { binding, state, next, key } = given;
  const link = (to?: PageState) => linkTo(given.baseUrl, binding, key, to);
  const links: PageLink[] = [{ relation: 'self', url: link(state.page > 1 ? state : undefined) }];
  if (state.page > 1 || next !== undefined) links.push({ relation: 'first', url: link() });
  const trail = state.trail ?? [];
  if (state.page > 1 && trail.length > 0) {
    const before = trail.at(-1)!;
    const page = state.page - 1;
    links.push({
      relation: 'previous',
      url: link(before === null ? undefined : { ...state, page, after: before, trail: trail.slice(0, -1) }),
    });
  }
  if (next !== undefined) {
    const walked = [...trail, state.after ?? null].slice(-TRAIL_MAX);
    links.push({
      relation: 'next',
      url: link({ ...state, page: state.page + 1, after: next, trail: walked }),
    });
  }
  return links;
}

function linkTo(baseUrl: string, binding: PageBinding, key: Buffer, state: PageState | undefined): string {
  const parameters: Parameter[] = state
    ? [...binding.parameters, [PAGE_PARAMETER, sealPage(state, binding, key)]]
    : [...binding.parameters];
  const path = binding.path === '' ? baseUrl : `${baseUrl}/${binding.path}`;
  return parameters.length === 0 ? path : `${path}?${formatQueryString(parameters)}`;
}

function macOf(text: Buffer, binding: PageBinding, key: Buffer): Buffer {
  const bound = JSON.stringify([binding.principal, binding.path, binding.parameters]);
  return createHmac('sha256', key)
    .update(`${bound.length}:${bound}`)
    .update(text)
    .digest()
    .subarray(0, MAC_BYTES);
}

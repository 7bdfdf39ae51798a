// Pages of a search: what a link must carry to go on where the last page ended. R4 http.html#paging.
// A link says all its parameters; the token beside them holds the place, sealed together with them and the caller's
// name, so that it serves nobody else and no other search. A place holds values of the sort parameter, such as names:
// they are encrypted, since links end up in logs.

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
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
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]+$/;

/** What tokens are sealed with. */
export interface PageKey {
  key: KeyObject;
  /** Random bytes that are used once. */
  nonce(): Uint8Array;
}

/** So many nonces are drawn at once: drawing costs as much as the sealing. */
const NONCES_DRAWN = 256;

/** Of 32 bytes; made once, since making one costs more than the sealing, too. */
export function createPageKey(bytes: Uint8Array): PageKey {
  let drawn: Uint8Array = new Uint8Array(0);
  return {
    key: createSecretKey(bytes),
    nonce() {
      if (drawn.length === 0) drawn = randomBytes(NONCE_BYTES * NONCES_DRAWN);
      const nonce = drawn.subarray(0, NONCE_BYTES);
      drawn = drawn.subarray(NONCE_BYTES);
      return nonce;
    },
  };
}

export function sealPage(state: PageState, binding: PageBinding, pageKey: PageKey): string {
  const nonce = pageKey.nonce();
  const { key } = pageKey;
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(binding));
  const sealed = cipher.update(JSON.stringify(state), 'utf8');
  // A stream cipher holds nothing back.
  cipher.final();
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Throws FhirError 400 for a token that was changed, or made for another caller or search. */
export function openPage(token: string, binding: PageBinding, { key }: PageKey): PageState {
  const state = opened(token, binding, key);
  if (state) return state;
  throw fhirError(
    'invalid',
    'This page link was not made by this server for this search and this caller. Search again from the first page.',
    {
      code: 'value',
    },
  );
}

function opened(token: string, binding: PageBinding, key: KeyObject): PageState | undefined {
  const bytes = TOKEN.test(token) ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
  // Decoding is forgiving, so that several texts mean the same bytes: only the canonical one is ours.
  if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== token) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(binding));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const text =
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    return JSON.parse(text) as PageState;
  } catch {
    return undefined;
  }
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
  key: PageKey;
}): PageLink[] {
  const { binding, state, next, key } = given;
  const plain = plainLink(given.baseUrl, binding);
  const link = (to?: PageState) => (to ? withToken(plain, sealPage(to, binding, key)) : plain);
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

function plainLink(baseUrl: string, { path, parameters }: PageBinding): string {
  const url = path === '' ? baseUrl : `${baseUrl}/${path}`;
  return parameters.length === 0 ? url : `${url}?${formatQueryString(parameters)}`;
}

/** Tokens need no escaping in a URL. */
function withToken(url: string, token: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}${PAGE_PARAMETER}=${token}`;
}

function boundTo({ principal, path, parameters }: PageBinding): Buffer {
  return Buffer.from(JSON.stringify([principal, path, parameters]));
}

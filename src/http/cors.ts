// CORS: browsers may call the API from other origins with a token; never with cookies, of which there are none.
// With AUTH=off only pages of the same machine may, since there is no token to keep others out.

const EXPOSED =
  'ETag, Location, Content-Location, Last-Modified, X-Request-Id, Retry-After, Allow, Content-Disposition, Content-Range, Accept-Ranges, Accept-Patch, X-Security-Context, Preference-Applied, X-Progress, Expires';

export type Cors = (origin: string | undefined) => Readonly<Record<string, string>>;

const OPEN = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': EXPOSED };
const CLOSED = {};

export function createCors(auth: 'off' | 'tokens'): Cors {
  // What no page asked for needs no headers for pages.
  if (auth === 'tokens') return (origin) => (origin === undefined ? CLOSED : OPEN);
  return (origin) => (origin !== undefined && isLoopback(origin) ? OPEN : CLOSED);
}

function isLoopback(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
}

export const PREFLIGHT: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Headers':
    'Accept, Authorization, Content-Type, If-Match, If-None-Match, If-Modified-Since, If-None-Exist, Prefer, Idempotency-Key, X-Request-Id, Content-Encoding, Range, If-Range, X-Security-Context',
  'Access-Control-Max-Age': '600',
};

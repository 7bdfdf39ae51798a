// AUTH_TOKENS_FILE: the hash of a bearer token leads to a principal. The file holds no token, so that reading
// it gives nobody access: {"<sha-256 of the token, hex>": {"name": "…", "organization": "Organization/…", …}}.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Principal, ROLES } from './principal.ts';
import { isScope } from './scopes.ts';

const principal = z.strictObject({
  name: z.string().min(1).max(100),
  organization: z
    .string()
    .regex(/^Organization\/[A-Za-z0-9\-.]{1,64}$/)
    .optional(),
  practitioner: z
    .string()
    .regex(/^PractitionerRole\/[A-Za-z0-9\-.]{1,64}$/)
    .optional(),
  roles: z.array(z.enum(ROLES)).default([]),
  scopes: z.array(z.string().refine(isScope, 'a scope such as system/Observation.rs or system/*.cruds')),
});

const file = z.record(
  z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of a token as 64 hex digits'),
  principal,
);

/** Throws an Error with one clear line. */
export function parseTokensFile(text: string): ReadonlyMap<string, Principal> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('The tokens file is not JSON.');
  }
  const result = file.safeParse(value);
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    throw new Error(`The tokens file is not usable at ${path.join('.') || 'its top'}: ${message}.`);
  }
  return new Map(Object.entries(result.data));
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

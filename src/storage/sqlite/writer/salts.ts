// Salts of text hashes: 16 random bytes each, drawn many at a time because a draw costs more than its bytes.

import { randomBytes } from 'node:crypto';

const SALT_BYTES = 16;
const DRAWN = 256;

/** Gives a new salt, hex, at every call. */
export function createSalts(): () => string {
  let drawn = Buffer.alloc(0);
  return () => {
    if (drawn.length === 0) drawn = randomBytes(SALT_BYTES * DRAWN);
    const salt = drawn.toString('hex', 0, SALT_BYTES);
    drawn = drawn.subarray(SALT_BYTES);
    return salt;
  };
}

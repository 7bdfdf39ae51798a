// The secret behind keys of children without a record number: a file beside the store, made at the first import.
// It must never change, or the same child gets another id: whoever backs up the store backs up this file too.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandError } from './door.ts';

const NAME = 'import-key';

/** Beside the SQLite file; in the current folder for a store without one. */
export function keyFileOf(storeUrl: string): string {
  const file = storeUrl.replace(/^sqlite:/, '');
  return path.join(file === ':memory:' ? '.' : path.dirname(file), NAME);
}

/** `make`: false for a dry run, which leaves nothing behind. Throws CommandError for a file that is no key. */
export function readKeySecret(file: string, make: boolean): string {
  if (!existsSync(file)) {
    const secret = randomBytes(32).toString('hex');
    if (make) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    }
    return secret;
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(secret)) {
    throw new CommandError(
      `${file} is not an import key: 64 hex digits were expected. Restore it from the backup.`,
    );
  }
  return secret;
}

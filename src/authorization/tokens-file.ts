// The tokens file as it stands now: a token that is taken out of it opens nothing any more, without a restart. A file
// that cannot be used, perhaps half written, changes nothing until it can.

import { readFileSync, statSync } from 'node:fs';
import type { Principal } from './principal.ts';
import { parseTokensFile } from './tokens.ts';

/** Principals by the hashes of their tokens, at this moment. */
export type PresentPrincipals = () => ReadonlyMap<string, Principal>;

/** How often the file is looked at, at most. */
const LOOK_EVERY_MS = 1000;

/** Throws an Error with one clear line when the file cannot be used now; later failures are noted. */
export function openTokensFile(
  file: string,
  now: () => number,
  note: (message: string, details: Record<string, unknown>) => void,
): PresentPrincipals {
  let seen = stampOf(file);
  let principals = parseTokensFile(readFileSync(file, 'utf8'));
  let looked = now();
  return () => {
    if (now() - looked < LOOK_EVERY_MS) return principals;
    looked = now();
    const stamp = stampOf(file);
    if (stamp === seen) return principals;
    seen = stamp;
    try {
      principals = parseTokensFile(readFileSync(file, 'utf8'));
      note('the tokens file was read again', { principals: principals.size });
    } catch (error) {
      note('the tokens file cannot be used; the tokens stay as they were', {
        error: (error as Error).message,
      });
    }
    return principals;
  };
}

/** Changes whenever the file does; of a file that is gone, too. */
function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : 'gone';
}

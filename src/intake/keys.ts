// The two keys of an import and the ids made of them: a child of a source, and one measurement of a sitting.
// The same line gives the same ids for ever, so running a file twice changes nothing.

import { createHmac, hash } from 'node:crypto';

export const SID = 'https://lianti.dev/fhir/sid';

/** A FHIR id of 33 characters: a letter for what it names, 160 bits of the hash of the parts. */
export function idOf(letter: string, ...parts: string[]): string {
  const text = parts.map((part) => `${part.length}:${part},`).join('');
  return letter + base32(hash('sha256', text, 'buffer').subarray(0, 20));
}

export interface ChildIdentity {
  /** Id of the organisation that numbers the children. */
  source: string;
  recordId?: string;
  idNumber?: string;
  name?: string;
  birthDate?: string;
  sex?: string;
}

/** What the key was made of: by name, two lines with one key are two children or one, and nobody can tell. */
export type KeyBasis = 'record' | 'id-number' | 'name';

/** source/record; without a record id a keyed hash, so that the key tells nobody the number. */
export function childKey(child: ChildIdentity, secret: string): { key: string; basis: KeyBasis } | undefined {
  const { source, recordId, idNumber, name, birthDate, sex } = child;
  if (recordId) return { key: `${source}/${recordId}`, basis: 'record' };
  if (idNumber) return { key: `${source}/h-${keyed(secret, idNumber)}`, basis: 'id-number' };
  if (!name || !birthDate || !sex) return undefined;
  return { key: `${source}/n-${keyed(secret, `${name}|${birthDate}|${sex}`)}`, basis: 'name' };
}

/** sitting/child/eye/kind/attempt, of ids, so that it tells no name. */
export function measurementKey(
  order: string,
  child: string,
  eye: string,
  kind: string,
  attempt: string,
): string {
  return `${order}/${child}/${eye}/${kind}/${attempt}`;
}

function keyed(secret: string, text: string): string {
  return base32(createHmac('sha256', secret).update(text).digest().subarray(0, 20));
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

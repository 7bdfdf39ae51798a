// The check character of unified social credit codes, GB 32100: 17 characters weighted by powers of 3, modulo 31.

import type { ItemCheck } from '../visit.ts';
import { eachIdentifier } from './resident-id.ts';

const SYSTEM = 'https://lianti.dev/fhir/sid/uscc';
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** The right last character for the first 17; undefined when one of them is not in the alphabet. */
export function usccCheck(code: string): string | undefined {
  let sum = 0;
  for (let i = 0; i < WEIGHTS.length; i++) {
    const value = ALPHABET.indexOf(code[i] ?? '?');
    if (value < 0) return undefined;
    sum += value * WEIGHTS[i]!;
  }
  return ALPHABET[(31 - (sum % 31)) % 31];
}

export const checkUscc: ItemCheck = (organization, _extra, _type, visit) => {
  eachIdentifier(organization, SYSTEM, (value, i) => {
    // Another form is for the invariant lianti-org-1 to tell.
    const right = value.length === 18 ? usccCheck(value) : undefined;
    if (right === undefined || right === value[17]) return;
    visit.error(
      'value',
      'uscc',
      '统一社会信用代码校验位不符 / The check character of the unified social credit code is wrong: compare it with the certificate.',
      `identifier[${i}].value`,
    );
  });
};

// Resident identity numbers, GB 11643: eighteen characters with a check digit. An unusable number is left
// out of the record (it stays in the raw file): nobody may be matched by it.

import { noted, type Remark, repaired } from '../finding.ts';
import type { CellTransform } from './transform.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** The check character for the first seventeen digits. */
export function idCheckDigit(seventeen: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (seventeen.charCodeAt(i) - 48) * WEIGHTS[i]!;
  return CHECKS[sum % 11]!;
}

/** Birth date and sex of a valid number; undefined when the check digit or the date is wrong. */
export function readIdNumber(id: string): { birthDate: string; sex: 'male' | 'female' } | undefined {
  if (!/^[1-9]\d{16}[\dX]$/.test(id) || idCheckDigit(id) !== id[17]) return undefined;
  const birthDate = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  const date = new Date(`${birthDate}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== birthDate) return undefined;
  return { birthDate, sex: Number(id[16]) % 2 === 1 ? 'male' : 'female' };
}

const unusable = (rule: string, reason: string) => ({ values: {}, remarks: [noted(rule, reason)] });

export const idNumber: CellTransform = {
  outputs: ['birthDate', 'sex'],
  read(cell) {
    const remarks: Remark[] = [];
    if (/[eE]\+?\d+$/.test(cell) || /^\d{15}0{3}$/.test(cell)) {
      return unusable(
        'id-number-spoilt',
        'A spreadsheet has rounded this number, its last digits are lost: it was left out. Ask for the column as text.',
      );
    }
    const tidy = cell.replace(/\s/g, '').toUpperCase();
    if (tidy !== cell) remarks.push(repaired('id-number-form', tidy, 'Blanks were taken out, x became X.'));
    if (/^\d{15}$/.test(tidy)) {
      return unusable('id-number-old', 'An old number of 15 digits was left out: it has no check digit.');
    }
    const read = readIdNumber(tidy);
    if (!read) {
      return unusable(
        'id-number-check',
        'The check digit or the date in this number is wrong: it was left out.',
      );
    }
    return { values: { '': tidy, birthDate: read.birthDate, sex: read.sex }, remarks };
  },
};

// What a line says about the child, checked against itself: born before the examination, of screening age,
// and in agreement with the identity number.

import type { Finding } from '../finding.ts';
import type { RowTransform } from './transform.ts';

const AGE_MAX_YEARS = 18;

export const child: RowTransform = {
  outputs: ['birthUnknown', 'ageYears'],
  roles: ['birthDate', 'idNumber', 'sex'],
  read(from, { parameters }) {
    const birth = from.get('birthDate')!;
    const id = from.get('idNumber')!;
    const sex = from.get('sex')!;
    const findings: Finding[] = [];
    const examDate = parameters.examDate ?? '';
    if (birth.value === undefined) {
      // A cell that could not be read has been rejected for itself.
      const unreadable = birth.get('raw') !== undefined && birth.get('absent') === undefined;
      const missing = note('birth-date-missing', birth.header, 'The birth date is missing.');
      return { values: { birthUnknown: true }, findings: unreadable ? [] : [missing] };
    }
    const birthDate = String(birth.value);
    if (birthDate > examDate) {
      findings.push({
        kind: 'rejected',
        rule: 'born-after-examination',
        column: birth.header,
        before: String(birth.get('raw')),
        reason: `The birth date ${birthDate} is after the examination on ${examDate}. Correct one of them.`,
      });
    }
    const years = ageInYears(birthDate, examDate);
    if (years > AGE_MAX_YEARS)
      findings.push(note('age', birth.header, `The child would be ${years} years old.`));
    if (id.get('birthDate') !== undefined && id.get('birthDate') !== birthDate) {
      findings.push(note('id-number-birth-date', id.header, 'The identity number holds another birth date.'));
    }
    if (id.get('sex') !== undefined && sex.value !== undefined && id.get('sex') !== sex.value) {
      findings.push(note('id-number-sex', id.header, 'The identity number holds the other sex.'));
    }
    return { values: { ageYears: years }, findings };
  },
};

/** Whole years on a day, both as YYYY-MM-DD. */
export function ageInYears(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

function note(rule: string, column: string, reason: string): Finding {
  return { kind: 'noted', rule, column, reason };
}

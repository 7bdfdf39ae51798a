// The check digit of resident ID numbers, GB 11643: 17 digits weighted, modulo 11. Numbers of invented persons
// begin with 99, a division that does not exist; their check digit is judged all the same.

import { isObject, type Json } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';

const SYSTEM = 'urn:oid:2.16.156.10011.1.3';
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** The right last character for the first 17 digits; undefined when they are no digits. */
export function residentIdCheck(number: string): string | undefined {
  if (!/^[0-9]{17}/.test(number)) return undefined;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0);
  return CHECKS[sum % 11];
}

export const checkResidentId: ItemCheck = (patient, _extra, _type, visit) => {
  eachIdentifier(patient, SYSTEM, (value, i) => {
    // Another form is for the invariant lianti-pat-1 to tell.
    if (!/^[0-9]{17}[0-9X]$/.test(value) || residentIdCheck(value) === value[17]) return;
    visit.error(
      'value',
      'resident-id',
      '身份证号校验位不符 / The check digit of the resident ID number is wrong: compare the number with the card.',
      `identifier[${i}].value`,
    );
  });
};

/** Calls back with each identifier value of a system and its index. */
export function eachIdentifier(
  resource: Json | undefined,
  system: string,
  found: (value: string, index: number) => void,
): void {
  const identifiers = isObject(resource) ? resource.identifier : undefined;
  if (!Array.isArray(identifiers)) return;
  identifiers.forEach((identifier, i) => {
    if (isObject(identifier) && identifier.system === system && typeof identifier.value === 'string') {
      found(identifier.value, i);
    }
  });
}

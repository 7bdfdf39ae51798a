// Rules of the consortium that FHIRPath cannot express: check digits and ages.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ageFault } from '../../src/validation/checks/age-at-exam.ts';
import { residentIdCheck } from '../../src/validation/checks/resident-id.ts';
import { usccCheck } from '../../src/validation/checks/uscc.ts';
import { findings, patient } from './support.ts';

const PROFILE = 'https://lianti.dev/fhir/StructureDefinition/';

describe('resident ID numbers (GB 11643)', () => {
  const known = [
    '11010519491231002X',
    '440524188001010014',
    '990101201705210027',
    '99010120160309001X',
    '990104201509300040',
  ];

  it('have the check digit of the standard', () => {
    for (const number of known) expect([number, residentIdCheck(number)]).toEqual([number, number[17]]);
    expect(residentIdCheck('1101051949123100')).toBeUndefined();
  });

  it('show every single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...known),
        fc.nat({ max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (number, at, more) => {
          const digit = String((Number(number[at]) + more) % 10);
          const wrong = number.slice(0, at) + digit + number.slice(at + 1);
          expect(residentIdCheck(wrong)).not.toBe(number[17]);
        },
      ),
    );
  });

  it('are judged in a child patient, those of invented persons too', () => {
    const child = (value: string) =>
      findings(
        patient({
          meta: { profile: [`${PROFILE}lianti-child-patient`] },
          identifier: [{ value: 'x' }, { system: 'urn:oid:2.16.156.10011.1.3', value }],
        }),
      ).filter((finding) => finding.includes('identifier'));
    expect(child('990101201705210027')).toEqual([]);
    expect(child('990101201705210026')).toEqual(['error resident-id Patient.identifier[1].value']);
  });
});

describe('unified social credit codes (GB 32100)', () => {
  const known = ['91350100M000100Y43', '12990100LT0000017Y', '12990106LT0000113Y', '12990112LT000021XT'];

  it('have the check character of the standard', () => {
    for (const code of known) expect([code, usccCheck(code)]).toEqual([code, code[17]]);
    expect(usccCheck('91350100I000100Y4')).toBeUndefined();
  });

  it('are judged in an organization', () => {
    const organization = (value: string) =>
      findings({
        resourceType: 'Organization',
        name: 'x',
        meta: { profile: [`${PROFILE}lianti-organization`] },
        identifier: [{ system: 'https://lianti.dev/fhir/sid/uscc', value }],
      }).filter((finding) => finding.includes('identifier'));
    expect(organization('12990100LT0000017Y')).toEqual([]);
    expect(organization('12990100LT0000017X')).toEqual(['error uscc Organization.identifier[0].value']);
  });
});

describe('the age at an examination', () => {
  it('is judged to the day, or as far as the dates tell', () => {
    expect(ageFault('2017-05-21', '2017-05-21T10:15:00+08:00')).toBeUndefined();
    expect(ageFault('2017-05-21', '2017-05-20T23:59:59+08:00')).toMatchObject({ severity: 'error' });
    expect(ageFault('2003-05-21', '2021-05-21')).toBeUndefined();
    expect(ageFault('2003-05-21', '2021-05-22')).toMatchObject({ severity: 'warning' });
    expect(ageFault('2017-05', '2017-05-01')).toBeUndefined();
    expect(ageFault('2017-05-21', '2017')).toBeUndefined();
  });

  it('is judged where the child stands in the same Bundle', () => {
    const bundle = (examined: string) =>
      findings({
        resourceType: 'Bundle',
        type: 'collection',
        entry: [
          { fullUrl: 'https://example.org/Patient/p1', resource: patient() },
          {
            fullUrl: 'https://example.org/Observation/o1',
            resource: {
              resourceType: 'Observation',
              id: 'o1',
              meta: { profile: [`${PROFILE}lianti-refraction`] },
              status: 'final',
              code: { text: 'x' },
              subject: { reference: 'Patient/p1' },
              effectiveDateTime: examined,
            },
          },
        ],
      }).filter((finding) => /age|future/.test(finding));
    expect(bundle('2021-05-21')).toEqual([]);
    expect(bundle('2017-05-20')).toEqual(['error age-at-exam Bundle.entry[1].resource.effective']);
    expect(bundle('2036-05-21')).toEqual([
      'warning exam-in-future Bundle.entry[1].resource.effective',
      'warning age-at-exam Bundle.entry[1].resource.effective',
    ]);
  });
});

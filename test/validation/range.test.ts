// Least and greatest values across units and from now on. Now is 25 November 2026.

import { expect, test } from '@jest/globals';
import { type Edit, observation, patient, under } from './support.ts';

const UCUM = 'http://unitsofmeasure.org';
const quantity = (value: number, code: string) => ({ value, unit: code, system: UCUM, code });

const tooSmall = ['error min-value Observation.value'];

function weighing(value: object, least: object): string[] {
  return under(observation({ valueQuantity: value }), [
    { id: 'Observation.value[x]', minValueQuantity: least },
  ]);
}

test('quantities are compared in their canonical units', () => {
  expect(weighing(quantity(-1, 'g'), quantity(0, 'kg'))).toEqual(tooSmall);
  expect(weighing(quantity(999, 'g'), quantity(1, 'kg'))).toEqual(tooSmall);
  expect(weighing(quantity(1001, 'g'), quantity(1, 'kg'))).toEqual([]);
  expect(weighing(quantity(2, 'kg'), quantity(1, 'kg'))).toEqual([]);
});

test('quantities that have nothing in common are not compared', () => {
  expect(weighing(quantity(-1, 'cm'), quantity(0, 'kg'))).toEqual([]);
  expect(weighing({ value: -1, unit: '斤' }, quantity(0, 'kg'))).toEqual([]);
  expect(weighing(quantity(-1, '[iU]'), quantity(0, "[arb'U]"))).toEqual([]);
});

test('a date may be bound by a duration before now, or after it', () => {
  const born = (birthDate: string, edit: Partial<Edit>) =>
    under(patient({ birthDate }), [{ id: 'Patient.birthDate', ...edit }]);
  const within18 = { minValueQuantity: quantity(18, 'a') };
  expect(born('2008-11-26', within18)).toEqual([]);
  expect(born('2008-11-24', within18)).toEqual(['error min-value Patient.birthDate']);
  const inTenDays = { maxValueQuantity: quantity(10, 'd') };
  expect(born('2026-12-04', inTenDays)).toEqual([]);
  expect(born('2026-12-06', inTenDays)).toEqual(['error max-value Patient.birthDate']);
  expect(born('1900-01-01', { minValueQuantity: quantity(1, 'kg') })).toEqual([]);
});

test('a date that is too coarse to tell is right', () => {
  const from = [{ id: 'Patient.birthDate', minValueDate: '2017-05-21' }];
  expect(under(patient({ birthDate: '2017' }), from)).toEqual([]);
  expect(under(patient({ birthDate: '2016' }), from)).toEqual(['error min-value Patient.birthDate']);
});

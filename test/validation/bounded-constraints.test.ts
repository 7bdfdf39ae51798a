// Constraints that would take for ever, in profiles that were uploaded.

import { expect, test } from '@jest/globals';
import { patient, profileOf, TEST_PROFILE, under, validate, validatorWith } from './support.ts';

/** Each more letter of the text doubles the time. */
const SLOW = "matches('^(([a-z])+.)+[A-Z]([a-z])+$')";
const text = 'a'.repeat(60);

const asking = (expression: string) => [
  {
    id: 'Patient.name',
    constraint: [{ key: 'x-1', severity: 'error' as const, human: 'Asked.', expression }],
  },
];

test('are given up, and the rest is checked', () => {
  const edits = [...asking(`text.${SLOW}`), { id: 'Patient.photo', min: 1 }];
  expect(under(patient({ name: [{ text }] }), edits)).toEqual([
    'warning x-1 Patient.name[0]',
    'error cardinality Patient.photo',
  ]);
});

test('are given up once for a resource, however often they are asked', () => {
  const name = Array.from({ length: 50 }, () => ({ text }));
  const began = performance.now();
  expect(under(patient({ name }), asking(`text.${SLOW}`))).toHaveLength(50);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('that never end do', () => {
  expect(under(patient(), asking("text.repeat($this & 'x').empty()"))).toEqual([
    'warning x-1 Patient.name[0]',
  ]);
});

test('are given up in the midst of judging another profile', () => {
  const slow = profileOf('Patient', asking(`text.${SLOW}`), { url: `${TEST_PROFILE}-slow` });
  const outer = profileOf('Patient', [
    ...asking(`%resource.conformsTo('${slow.url}') and descendants().exists()`),
    { id: 'Patient.photo', min: 1 },
  ]);
  const issues = validate(
    patient({ name: [{ text }] }),
    { profiles: [TEST_PROFILE] },
    validatorWith(outer, slow),
  );
  expect(issues.map(({ expression }) => expression)).toContain('Patient.photo');
});

test('that are quick are judged as ever', () => {
  expect(under(patient(), asking("text.matches('^张')"))).toEqual([]);
  expect(under(patient(), asking("text.matches('^李')"))).toEqual(['error x-1 Patient.name[0]']);
});

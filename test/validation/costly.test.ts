// Constraints that strangers write: whatever they ask for, a validation ends soon, and says what it left out.

import { describe, expect, it } from '@jest/globals';
import type { StructureDefinition } from 'fhir/r4.js';
import type { Issue } from '../../src/fhir/issue.ts';
import { patient, profileOf, TEST_PROFILE, under, validate, validatorWith } from './support.ts';

const SOON_MS = 5_000;

function questionnaire(items: number): object {
  const item = Array.from({ length: items }, (_, i) => ({ linkId: `q${i}`, text: 'x', type: 'string' }));
  return { resourceType: 'Questionnaire', status: 'draft', item };
}

function demanding(...expressions: string[]): StructureDefinition {
  const constraint = expressions.map((expression, i) => ({
    key: `own-${i}`,
    severity: 'error' as const,
    human: 'A rule of a stranger.',
    expression,
  }));
  return profileOf('Questionnaire', [{ id: 'Questionnaire', constraint }]);
}

function judged(resource: object, ...expressions: string[]): { issues: Issue[]; ms: number } {
  const validator = validatorWith(demanding(...expressions));
  const started = performance.now();
  const issues = validate(resource, { profiles: [TEST_PROFILE] }, validator);
  return { issues, ms: performance.now() - started };
}

describe('a constraint that takes too long', () => {
  it.each([
    [
      'descendants of descendants',
      'descendants().select(%resource.descendants().select(%resource.descendants())).exists()',
    ],
    ['joins that double', `item.${'combine(%resource.item).select(%resource.item).'.repeat(6)}count() > 0`],
    [
      'what only another engine knows',
      'descendants().all(%resource.descendants().all(now() > @2020-01-01T00:00:00Z))',
    ],
    ['repetition that makes new values', "item.linkId.repeat($this & 'x').exists()"],
    [
      'everything compared with everything',
      'descendants().all(%resource.descendants().all(%resource.descendants().exists()))',
    ],
    ['a text that doubles', `item.first().text${'.select($this & $this)'.repeat(60)}.length() > 3`],
    [
      'aggregation of aggregations',
      'item.aggregate($total + %resource.item.aggregate($total + %resource.item.aggregate($total + %resource.descendants().count(), 0), 0), 0) > 0',
    ],
    [
      'a pattern that tries all ways',
      "item.all(('a' & 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!').matches('^(a+)+$').not())",
    ],
    [
      'a pattern with alternatives of the same',
      "item.all('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.replaceMatches('(a|aa)+$', 'b') != 'c')",
    ],
  ])('ends: %s', (_, expression) => {
    const { issues, ms } = judged(questionnaire(400), expression);
    expect(ms).toBeLessThan(SOON_MS);
    expect(issues.map(({ rule, code, severity }) => [severity, code, rule])).toEqual([
      ['warning', 'too-costly', 'own-0'],
    ]);
    expect(issues[0]!.diagnostics).toContain('takes too long');
  });

  it('leaves the rest of the rules as they are', () => {
    const { issues } = judged(
      questionnaire(300),
      'descendants().select(%resource.descendants().select(%resource.descendants())).exists()',
      "status = 'active'",
      'item.linkId.isDistinct()',
    );
    expect(issues.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
      'warning own-0',
      'error own-1',
    ]);
  });

  it('costs no more when there are hundreds of its kind', () => {
    const bombs = Array.from(
      { length: 300 },
      (_, i) =>
        `descendants().select(%resource.descendants().select(%resource.descendants())).count() > ${i}`,
    );
    expect(judged(questionnaire(300), ...bombs).ms).toBeLessThan(SOON_MS);
  });

  it('is another matter than large data: what is asked once for each element is answered', () => {
    const { issues } = judged(
      questionnaire(20_000),
      'descendants().linkId.isDistinct()',
      "item.all(linkId.matches('^q[0-9]+$'))",
    );
    expect(issues).toEqual([]);
  });
});

describe('constraints that would take for ever', () => {
  /** Each more letter of the text doubles the time. */
  const SLOW = "matches('^(([a-z])+.)+[A-Z]([a-z])+$')";
  const text = 'a'.repeat(60);

  const asking = (expression: string) => [
    {
      id: 'Patient.name',
      constraint: [{ key: 'x-1', severity: 'error' as const, human: 'Asked.', expression }],
    },
  ];

  it('are given up, and the rest is checked', () => {
    const edits = [...asking(`text.${SLOW}`), { id: 'Patient.photo', min: 1 }];
    expect(under(patient({ name: [{ text }] }), edits)).toEqual([
      'warning x-1 Patient.name[0]',
      'error cardinality Patient.photo',
    ]);
  });

  it('are given up once for a resource, however often they are asked', () => {
    const name = Array.from({ length: 50 }, () => ({ text }));
    const began = performance.now();
    expect(under(patient({ name }), asking(`text.${SLOW}`))).toHaveLength(50);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('that never end do', () => {
    expect(under(patient(), asking("text.repeat($this & 'x').empty()"))).toEqual([
      'warning x-1 Patient.name[0]',
    ]);
  });

  it('are given up in the midst of judging another profile', () => {
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

  it('that are quick are judged as ever', () => {
    expect(under(patient(), asking("text.matches('^张')"))).toEqual([]);
    expect(under(patient(), asking("text.matches('^李')"))).toEqual(['error x-1 Patient.name[0]']);
  });
});

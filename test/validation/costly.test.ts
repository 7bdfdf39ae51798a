// Constraints that strangers write: whatever they ask for, a validation ends soon, and says what it left out.

import { describe, expect, it } from '@jest/globals';
import type { StructureDefinition } from 'fhir/r4.js';
import type { Issue } from '../../src/fhir/issue.ts';
import { profileOf, TEST_PROFILE, validate, validatorWith } from './support.ts';

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

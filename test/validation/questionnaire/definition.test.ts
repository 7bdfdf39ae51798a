// Questionnaires of their own.

import { describe, expect, it } from '@jest/globals';
import { findings } from '../support.ts';

const when = (question: string) => ({ enableWhen: [{ question, operator: 'exists', answerBoolean: true }] });
const item = (linkId: string, more: object = {}) => ({ linkId, text: linkId, type: 'string', ...more });
const form = (...items: object[]) =>
  findings({ resourceType: 'Questionnaire', status: 'draft', item: items });

describe('a condition of an item', () => {
  it('names a question that is asked before', () => {
    expect(form(item('a'), item('b', when('a')))).toEqual([]);
    expect(form(item('a', { type: 'group', item: [item('b')] }), item('c', when('b')))).toEqual([]);
    expect(form(item('b', when('a')), item('a'))).toEqual([
      'warning questionnaire-condition Questionnaire.item[0].enableWhen[0]',
    ]);
  });

  it('names no question that is missing, nor the item itself or one within it', () => {
    expect(form(item('a', when('x')))).toEqual([
      'error questionnaire-condition Questionnaire.item[0].enableWhen[0]',
    ]);
    expect(form(item('a', when('a')))).toEqual([
      'error questionnaire-condition Questionnaire.item[0].enableWhen[0]',
    ]);
    const group = item('g', { type: 'group', item: [item('a')], ...when('a') });
    expect(form(item('z'), group)).toEqual([
      'error questionnaire-condition Questionnaire.item[1].enableWhen[0]',
    ]);
  });

  it('may name the question that the item stands in', () => {
    expect(form(item('a', { item: [item('b', when('a'))] }))).toEqual([]);
  });
});

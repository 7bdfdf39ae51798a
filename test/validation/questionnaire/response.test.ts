// Responses against their form: items, places, numbers of them. R4 questionnaireresponse.html#link.

import { describe, expect, it } from '@jest/globals';
import { findings } from '../support.ts';
import { extension, found, foundIn, responseOf, sentences } from './support.ts';

const group = (...item: object[]) => ({ linkId: 'g', type: 'group', item });
const asked = (linkId: string, more: object = {}) => ({ linkId, type: 'string', ...more });
const said = (linkId: string, ...texts: string[]) => ({
  linkId,
  answer: texts.map((valueString) => ({ valueString })),
});

describe('a response to a form', () => {
  it('that is not known here is not judged', () => {
    const response = responseOf([said('q', 'a')], {
      questionnaire: 'https://example.org/Questionnaire/other',
    });
    expect(findings(response)).toEqual(['warning questionnaire QuestionnaireResponse.questionnaire']);
  });

  it('may contain its form', () => {
    const contained = [{ resourceType: 'Questionnaire', id: 'f', status: 'draft', item: [asked('q')] }];
    const response = (items: object[]) => responseOf(items as never, { contained, questionnaire: '#f' });
    expect(findings(response([said('q', 'a')]))).toEqual([]);
    expect(findings(response([said('p', 'a')]))).toEqual([
      'error questionnaire-item QuestionnaireResponse.item[0].linkId',
    ]);
  });

  it('answers items that the form has, where it has them', () => {
    const form = [group(asked('a'), asked('b'))];
    expect(found(form, [{ linkId: 'g', item: [said('a', 'x'), said('b', 'y')] }])).toEqual([]);
    expect(found(form, [said('c', 'x')])).toEqual(['error questionnaire-item item[0].linkId']);
    expect(found(form, [said('a', 'x')])).toEqual(['error questionnaire-item item[0].linkId']);
    expect(sentences(form, [said('a', 'x')])).toEqual(['Item a belongs below item g: move it there.']);
    expect(found(form, [{ linkId: 'g', answer: [{ valueString: 'x' }] }])).toEqual([
      'error questionnaire-type item[0].answer',
    ]);
  });

  it('keeps the order of the form', () => {
    const form = [asked('a'), asked('b')];
    expect(found(form, [said('b', 'y'), said('a', 'x')])).toEqual(['error questionnaire-order item[1]']);
  });

  it('puts items that depend on a question into its answer', () => {
    const form = [asked('a', { item: [asked('why')] })];
    const inAnswer = { linkId: 'a', answer: [{ valueString: 'x', item: [said('why', 'y')] }] };
    expect(found(form, [inAnswer])).toEqual([]);
    expect(found(form, [{ ...said('a', 'x'), item: [said('why', 'y')] }])).toEqual([
      'error qrs-1 item[0]',
      'error questionnaire-item item[0].item',
    ]);
  });

  it('answers what is required once it is complete', () => {
    const form = [asked('a', { required: true }), asked('b')];
    expect(found(form, [said('b', 'y')])).toEqual(['error questionnaire-required QuestionnaireResponse']);
    expect(found(form, [{ linkId: 'a' }])).toEqual(['error questionnaire-required item[0]']);
    expect(found(form, [said('b', 'y')], { status: 'amended' })).toHaveLength(1);
    expect(found(form, [said('b', 'y')], { status: 'in-progress' })).toEqual([
      'warning questionnaire-required QuestionnaireResponse',
    ]);
    expect(found([{ ...group(asked('a')), required: true }], [{ linkId: 'g' }])).toEqual([
      'error questionnaire-required item[0]',
    ]);
  });

  it('repeats only what the form lets repeat', () => {
    expect(found([asked('a')], [said('a', 'x', 'y')])).toEqual([
      'error questionnaire-repeats item[0].answer',
    ]);
    expect(found([group(asked('a'))], [{ linkId: 'g' }, { linkId: 'g' }])).toEqual([
      'error questionnaire-repeats item[1]',
    ]);
    const repeated = { ...group(asked('a')), repeats: true };
    expect(found([repeated], [{ linkId: 'g' }, { linkId: 'g' }])).toEqual([]);
  });

  it('is answered as often as the form says', () => {
    const limits = [
      extension('questionnaire-minOccurs', { valueInteger: 2 }),
      extension('questionnaire-maxOccurs', { valueInteger: 3 }),
    ];
    const text = (valueString: string) => ({ valueString });
    const item = { type: 'string', extension: limits };
    expect(foundIn(item, text('a'))).toEqual(['error questionnaire-repeats item[0]']);
    expect(foundIn(item, text('a'), text('b'))).toEqual([]);
    expect(foundIn(item, text('a'), text('b'), text('c'), text('d'))).toEqual([
      'error questionnaire-repeats item[0]',
    ]);
  });

  it('shows nothing to answer where the form only shows text', () => {
    const shown = [{ linkId: 'd', type: 'display', text: '谢谢' }];
    expect(found(shown, [{ linkId: 'd' }])).toEqual([]);
    expect(found(shown, [said('d', 'x')])).toEqual(['error questionnaire-type item[0].answer']);
  });

  it('asks in the words of the form, or of a translation', () => {
    const translation = {
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/translation',
          extension: [
            { url: 'lang', valueCode: 'en' },
            { url: 'content', valueString: 'Left eye' },
          ],
        },
      ],
    };
    const form = [asked('a', { text: '左眼', _text: translation })];
    expect(found(form, [{ ...said('a', 'x'), text: '左眼' }])).toEqual([]);
    expect(found(form, [{ ...said('a', 'x'), text: 'Left eye' }])).toEqual([]);
    expect(found(form, [{ ...said('a', 'x'), text: '右眼' }])).toEqual([
      'error questionnaire-text item[0].text',
    ]);
  });

  it('is told when the form was not in effect', () => {
    const period = { effectivePeriod: { start: '2026-09', end: '2026-10-31' } };
    const on = (authored: string) => found([asked('a')], [said('a', 'x')], { authored }, period);
    expect(on('2026-09-01')).toEqual([]);
    expect(on('2026-10-31T23:00:00+08:00')).toEqual([]);
    expect(on('2026-11-01')).toEqual(['warning questionnaire authored']);
    expect(on('2026-08-31')).toEqual(['warning questionnaire authored']);
  });

  it('keeps the rules that the form sets', () => {
    const rule = (severity: string) => ({
      url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-constraint',
      extension: [
        { url: 'key', valueId: 'two' },
        { url: 'severity', valueCode: severity },
        { url: 'expression', valueString: 'item.count() = 2' },
        { url: 'human', valueString: '两项都要答' },
      ],
    });
    const form = [asked('a'), asked('b')];
    const answered = (severity: string, status = 'completed') =>
      found(form, [said('a', 'x')], { status }, { extension: [rule(severity)] });
    expect(answered('error')).toEqual(['error questionnaire-constraint QuestionnaireResponse']);
    expect(answered('warning')).toEqual(['warning questionnaire-constraint QuestionnaireResponse']);
    expect(answered('error', 'in-progress')).toEqual([]);
  });
});

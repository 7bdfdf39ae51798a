// enableWhen. R4 questionnaire.html#Questionnaire.item.enableWhen.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { found } from './support.ts';

type Condition = Record<string, unknown>;

/** Is `b` enabled by this answer to `a`? */
function enables(type: string, condition: Condition | Condition[], ...answer: object[]): boolean {
  const conditions = [condition].flat().map((one) => ({ question: 'a', operator: '=', ...one }));
  const form = [
    { linkId: 'a', type, repeats: true },
    {
      linkId: 'b',
      type: 'string',
      enableWhen: conditions,
      ...(conditions.length > 1 && { enableBehavior: 'all' }),
    },
  ];
  const given = answer.length > 0 ? [{ linkId: 'a', answer }] : [];
  const lines = found(form, [...given, { linkId: 'b', answer: [{ valueString: 'x' }] }]);
  return !lines.some((line) => line.startsWith('error questionnaire-enabled'));
}

const coding = (code: string, system = 'https://example.org/codes') => ({ system, code });
const quantity = (value: number, code: string) => ({ value, system: 'http://unitsofmeasure.org', code });

describe('an item with a condition', () => {
  it('is enabled by an equal answer', () => {
    expect(enables('boolean', { answerBoolean: true }, { valueBoolean: true })).toBe(true);
    expect(enables('boolean', { answerBoolean: true }, { valueBoolean: false })).toBe(false);
    expect(
      enables('choice', { answerCoding: coding('y') }, { valueCoding: { ...coding('y'), display: 'Y' } }),
    ).toBe(true);
    expect(
      enables('choice', { answerCoding: coding('y') }, { valueCoding: coding('y', 'https://example.org/o') }),
    ).toBe(false);
    expect(enables('choice', { answerCoding: { code: 'y' } }, { valueCoding: coding('y') })).toBe(true);
    expect(
      enables(
        'reference',
        { answerReference: { reference: 'Patient/1' } },
        { valueReference: { reference: 'Patient/1' } },
      ),
    ).toBe(true);
    expect(enables('open-choice', { answerString: 'x' }, { valueCoding: coding('x') })).toBe(false);
  });

  it('is enabled by an answer in the order that is asked for', () => {
    expect(enables('integer', { operator: '>', answerInteger: 5 }, { valueInteger: 6 })).toBe(true);
    expect(enables('integer', { operator: '>', answerInteger: 5 }, { valueInteger: 5 })).toBe(false);
    expect(enables('integer', { operator: '>=', answerInteger: 5 }, { valueInteger: 5 })).toBe(true);
    expect(enables('date', { operator: '<', answerDate: '2020-01-01' }, { valueDate: '2019-12-31' })).toBe(
      true,
    );
    expect(
      enables(
        'dateTime',
        { operator: '<=', answerDateTime: '2020-01-01T00:00:00Z' },
        { valueDateTime: '2020-01-01T08:00:00+08:00' },
      ),
    ).toBe(true);
    expect(enables('time', { operator: '>', answerTime: '09:30:00' }, { valueTime: '10:00:00' })).toBe(true);
    expect(
      enables(
        'quantity',
        { operator: '>', answerQuantity: quantity(1, 'm') },
        { valueQuantity: quantity(120, 'cm') },
      ),
    ).toBe(true);
    expect(
      enables(
        'quantity',
        { operator: '>', answerQuantity: quantity(1, 'm') },
        { valueQuantity: quantity(5, 'kg') },
      ),
    ).toBe(false);
    expect(
      enables(
        'quantity',
        { operator: '=', answerQuantity: quantity(1, 'm') },
        { valueQuantity: quantity(100, 'cm') },
      ),
    ).toBe(true);
  });

  it('is enabled by another answer, or by the presence or absence of one', () => {
    expect(enables('boolean', { operator: '!=', answerBoolean: true }, { valueBoolean: false })).toBe(true);
    expect(enables('boolean', { operator: '!=', answerBoolean: true })).toBe(false);
    expect(enables('boolean', { operator: 'exists', answerBoolean: true }, { valueBoolean: false })).toBe(
      true,
    );
    expect(enables('boolean', { operator: 'exists', answerBoolean: true })).toBe(false);
    expect(enables('boolean', { operator: 'exists', answerBoolean: false })).toBe(true);
  });

  it('looks at every answer, and at every condition', () => {
    const two = [{ valueInteger: 1 }, { valueInteger: 9 }];
    expect(enables('integer', { answerInteger: 9 }, ...two)).toBe(true);
    expect(
      enables(
        'integer',
        [
          { operator: '>', answerInteger: 0 },
          { operator: '<', answerInteger: 9 },
        ],
        { valueInteger: 5 },
      ),
    ).toBe(true);
    expect(
      enables(
        'integer',
        [
          { operator: '>', answerInteger: 0 },
          { operator: '<', answerInteger: 9 },
        ],
        { valueInteger: 10 },
      ),
    ).toBe(false);
  });

  it('is required only when it is enabled', () => {
    const form = [
      { linkId: 'a', type: 'boolean' },
      {
        linkId: 'b',
        type: 'string',
        required: true,
        enableWhen: [{ question: 'a', operator: '=', answerBoolean: true }],
      },
    ];
    const answered = (valueBoolean: boolean) => found(form, [{ linkId: 'a', answer: [{ valueBoolean }] }]);
    expect(answered(true)).toEqual(['error questionnaire-required QuestionnaireResponse']);
    expect(answered(false)).toEqual([]);
    expect(found(form, [{ linkId: 'b' }])).toEqual([]);
  });

  it('looks into its own repetition of a group', () => {
    const condition = [{ question: 'a', operator: '=', answerBoolean: true }];
    const form = [
      {
        linkId: 'g',
        type: 'group',
        repeats: true,
        item: [
          { linkId: 'a', type: 'boolean' },
          { linkId: 'b', type: 'string', enableWhen: condition },
        ],
      },
    ];
    const one = (valueBoolean: boolean) => ({
      linkId: 'g',
      item: [
        { linkId: 'a', answer: [{ valueBoolean }] },
        { linkId: 'b', answer: [{ valueString: 'x' }] },
      ],
    });
    expect(found(form, [one(true), one(false)])).toEqual(['error questionnaire-enabled item[1].item[1]']);
  });

  it('may say it as an expression', () => {
    const form = [
      { linkId: 'a', type: 'boolean' },
      {
        linkId: 'b',
        type: 'string',
        extension: [
          {
            url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression',
            valueExpression: {
              language: 'text/fhirpath',
              expression: "%resource.item.where(linkId = 'a').answer.value = true",
            },
          },
        ],
      },
    ];
    const answered = (valueBoolean: boolean) =>
      found(form, [
        { linkId: 'a', answer: [{ valueBoolean }] },
        { linkId: 'b', answer: [{ valueString: 'x' }] },
      ]);
    expect(answered(true)).toEqual([]);
    expect(answered(false)).toEqual(['error questionnaire-enabled item[1]']);
  });

  it('is enabled by a number exactly when the comparison is true', () => {
    const operators: Record<string, (a: number, b: number) => boolean> = {
      '=': (a, b) => a === b,
      '!=': (a, b) => a !== b,
      '>': (a, b) => a > b,
      '<': (a, b) => a < b,
      '>=': (a, b) => a >= b,
      '<=': (a, b) => a <= b,
    };
    const small = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(operators)), small, small, (operator, given, wanted) => {
        const enabled = enables('integer', { operator, answerInteger: wanted }, { valueInteger: given });
        return enabled === operators[operator]!(given, wanted);
      }),
      { numRuns: 60 },
    );
  });
});

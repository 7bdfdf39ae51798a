// Single answers: type, options, bounds, forms. R4 questionnaire.html#Questionnaire.item.type.

import { describe, expect, it } from '@jest/globals';
import { extension, found, foundIn } from './support.ts';

const TYPE = ['error questionnaire-type item[0].answer[0].value'];
const OPTION = ['error questionnaire-option item[0].answer[0].value'];
const BOUND = ['error questionnaire-bound item[0].answer[0].value'];
const LENGTH = ['error questionnaire-length item[0].answer[0].value'];
const coding = (code: string) => ({ system: 'https://example.org/codes', code });
const metres = (value: number, code = 'm') => ({ value, system: 'http://unitsofmeasure.org', code });

describe('an answer', () => {
  it('has the type of its item', () => {
    expect(foundIn({ type: 'integer' }, { valueInteger: 1 })).toEqual([]);
    expect(foundIn({ type: 'integer' }, { valueDecimal: 1.5 })).toEqual(TYPE);
    expect(foundIn({ type: 'text' }, { valueString: 'a' })).toEqual([]);
    expect(foundIn({ type: 'url' }, { valueUri: 'https://example.org' })).toEqual([]);
    expect(foundIn({ type: 'url' }, { valueString: 'https://example.org' })).toEqual(TYPE);
    expect(foundIn({ type: 'quantity' }, { valueQuantity: metres(1) })).toEqual([]);
    expect(foundIn({ type: 'choice' }, { valueBoolean: true })).toEqual(TYPE);
    expect(foundIn({ type: 'choice' }, { valueCoding: coding('a') })).toEqual([]);
  });

  it('is one of the options', () => {
    const options = {
      type: 'choice',
      answerOption: [{ valueCoding: coding('a') }, { valueCoding: coding('b') }],
    };
    expect(foundIn(options, { valueCoding: { ...coding('a'), display: 'A' } })).toEqual([]);
    expect(foundIn(options, { valueCoding: coding('c') })).toEqual(OPTION);
    expect(foundIn(options, { valueCoding: { code: 'a' } })).toEqual(expect.arrayContaining(OPTION));
    expect(foundIn(options, { valueString: 'a' })).toEqual(OPTION);
    expect(foundIn({ ...options, type: 'open-choice' }, { valueString: 'other' })).toEqual([]);
    expect(foundIn({ ...options, type: 'open-choice' }, { valueString: 'a' })).toEqual([
      'warning questionnaire-option item[0].answer[0].value',
    ]);
    expect(
      foundIn({ type: 'date', answerOption: [{ valueDate: '2026-01-01' }] }, { valueDate: '2026-02-01' }),
    ).toEqual(OPTION);
  });

  it('stands alone when its option excludes others', () => {
    const none = {
      extension: [extension('questionnaire-optionExclusive', { valueBoolean: true })],
      valueCoding: coding('none'),
    };
    const item = { type: 'choice', answerOption: [none, { valueCoding: coding('a') }] };
    expect(foundIn(item, { valueCoding: coding('none') })).toEqual([]);
    expect(foundIn(item, { valueCoding: coding('none') }, { valueCoding: coding('a') })).toEqual(OPTION);
  });

  it('is a code of the value set', () => {
    const gender = { type: 'choice', answerValueSet: 'http://hl7.org/fhir/ValueSet/administrative-gender' };
    const system = 'http://hl7.org/fhir/administrative-gender';
    expect(foundIn(gender, { valueCoding: { system, code: 'female' } })).toEqual([]);
    expect(foundIn(gender, { valueCoding: { system: 'https://example.org/codes', code: 'girl' } })).toEqual(
      OPTION,
    );
    expect(foundIn({ ...gender, type: 'string' }, { valueString: 'female' })).toEqual([]);
    expect(foundIn({ ...gender, type: 'string' }, { valueString: 'girl' })).toEqual(OPTION);
    expect(foundIn({ ...gender, type: 'open-choice' }, { valueString: 'girl' })).toEqual([]);
    const unknown = { type: 'choice', answerValueSet: 'https://example.org/ValueSet/unknown' };
    expect(foundIn(unknown, { valueCoding: coding('a') })).toEqual([
      'warning questionnaire-option item[0].answer[0].value',
    ]);
  });

  it('is a code of a value set that the form contains', () => {
    const compose = { include: [{ system: 'https://example.org/codes', concept: [{ code: 'a' }] }] };
    const contained = [{ resourceType: 'ValueSet', id: 'v', status: 'active', compose }];
    const answered = (code: string) =>
      found(
        [{ linkId: 'q', type: 'choice', answerValueSet: '#v' }],
        [{ linkId: 'q', answer: [{ valueCoding: coding(code) }] }],
        {},
        { contained },
      );
    expect(answered('a')).toEqual([]);
    expect(answered('b')).toEqual(OPTION);
  });

  it('lies between the least and the greatest value', () => {
    const between = (type: string, member: string, least: unknown, most: unknown) => ({
      type,
      extension: [extension('minValue', { [member]: least }), extension('maxValue', { [member]: most })],
    });
    const numbers = between('decimal', 'valueDecimal', 1, 2.5);
    expect(foundIn(numbers, { valueDecimal: 2.5 })).toEqual([]);
    expect(foundIn(numbers, { valueDecimal: 2.51 })).toEqual(BOUND);
    expect(foundIn(numbers, { valueDecimal: 0.9 })).toEqual(BOUND);
    const dates = between('date', 'valueDate', '2020', '2022-06');
    expect(foundIn(dates, { valueDate: '2021-01-01' })).toEqual([]);
    expect(foundIn(dates, { valueDate: '2019-12-31' })).toEqual(BOUND);
    expect(foundIn(dates, { valueDate: '2022-07' })).toEqual(BOUND);
    expect(foundIn(between('time', 'valueTime', '08:00:00', '18:00:00'), { valueTime: '19:00:00' })).toEqual(
      BOUND,
    );
  });

  it('is compared with its bounds in any unit of the same kind', () => {
    const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-minQuantity';
    const item = { type: 'quantity', extension: [{ url: sdc, valueQuantity: metres(1) }] };
    expect(foundIn(item, { valueQuantity: metres(120, 'cm') })).toEqual([]);
    expect(foundIn(item, { valueQuantity: metres(99, 'cm') })).toEqual(BOUND);
    expect(foundIn(item, { valueQuantity: metres(5, 'kg') })).toEqual(BOUND);
    expect(foundIn(item, { valueQuantity: { value: 5, unit: 'm' } })).toEqual(BOUND);
  });

  it('has no more decimal places than asked, as they are written', () => {
    const item = { type: 'decimal', extension: [extension('maxDecimalPlaces', { valueInteger: 1 })] };
    expect(foundIn(item, { valueDecimal: 1.5 })).toEqual([]);
    expect(foundIn(item, { valueDecimal: 1.55 })).toEqual(BOUND);
  });

  it('has the length and the form that is asked for', () => {
    const item = { type: 'string', maxLength: 4, extension: [extension('minLength', { valueInteger: 2 })] };
    expect(foundIn(item, { valueString: '视力' })).toEqual([]);
    expect(foundIn(item, { valueString: 'a' })).toEqual(LENGTH);
    expect(foundIn(item, { valueString: 'abcde' })).toEqual(LENGTH);
    const phone = { type: 'string', extension: [extension('regex', { valueString: '1[0-9]{10}' })] };
    expect(foundIn(phone, { valueString: '13800000000' })).toEqual([]);
    expect(foundIn(phone, { valueString: 'x13800000000' })).toEqual([
      'error questionnaire-form item[0].answer[0].value',
    ]);
  });

  it('is not held up by a pattern that never ends', () => {
    const item = { type: 'string', extension: [extension('regex', { valueString: '(a+)+' })] };
    const started = performance.now();
    expect(foundIn(item, { valueString: `${'a'.repeat(60)}b` })).toEqual([
      'warning questionnaire-form item[0].answer[0].value',
    ]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('has a unit that the form offers', () => {
    const unit = (code: string) =>
      extension('questionnaire-unitOption', {
        valueCoding: { system: 'http://unitsofmeasure.org', code, display: code },
      });
    const item = { type: 'quantity', extension: [unit('cm'), unit('m')] };
    expect(foundIn(item, { valueQuantity: metres(1) })).toEqual([]);
    expect(foundIn(item, { valueQuantity: metres(1, 'kg') })).toEqual([
      'error questionnaire-unit item[0].answer[0].value',
    ]);
  });

  it('is an attachment of the right kind and size', () => {
    const item = {
      type: 'attachment',
      extension: [extension('mimeType', { valueCode: 'image/' }), extension('maxSize', { valueDecimal: 4 })],
    };
    const file = (contentType: string, data: string) => ({ valueAttachment: { contentType, data } });
    const ATTACHMENT = ['error questionnaire-attachment item[0].answer[0].value'];
    expect(foundIn(item, file('image/png', 'YWJj'))).toEqual([]);
    expect(foundIn(item, file('application/pdf', 'YWJj'))).toEqual(ATTACHMENT);
    expect(foundIn(item, file('image/png', 'YWJjZGU='))).toEqual(ATTACHMENT);
  });

  it('refers to a kind of resource that the form asks for', () => {
    const item = {
      type: 'reference',
      extension: [extension('questionnaire-referenceResource', { valueCode: 'Patient' })],
    };
    const reference = (text: string) => ({ valueReference: { reference: text } });
    const REFERENCE = ['error questionnaire-reference item[0].answer[0].value'];
    expect(foundIn(item, reference('https://example.org/fhir/Patient/1/_history/2'))).toEqual([]);
    expect(foundIn(item, reference('https://example.org/fhir/Organization/1'))).toEqual(REFERENCE);
    expect(foundIn({ type: 'reference' }, reference('https://example.org/fhir/Chicken/1'))).toEqual(
      REFERENCE,
    );
    expect(foundIn(item, reference('urn:uuid:c757873d-ec9a-4326-a141-556f43239520'))).toEqual([]);
  });
});

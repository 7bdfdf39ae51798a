import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FhirError } from '../../../src/fhir/error.ts';
import { decodeUtf8, parseJson } from '../../../src/fhir/json/parse.ts';

function refusal(text: string): FhirError {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof FhirError) return error;
    throw error;
  }
  throw new Error(`not refused: ${text.slice(0, 80)}`);
}

describe('parsing JSON', () => {
  it('gives the same tree as JSON.parse for whatever JSON.stringify prints', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        if (text.includes('__proto__')) return;
        expect(parseJson(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('agrees with JSON.parse on what is JSON at all', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '1',
      '-',
      '0',
      '1.5',
      'e3',
      'true',
      'null',
      ' ',
      '\\',
      '"',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          refusal(text);
          return;
        }
        if (/"a".*"a"|"b".*"b"/.test(text)) return;
        expect(parseJson(text).value).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps the digits of numbers that JavaScript would print otherwise', () => {
    const { value, numbers } = parseJson('{"a":1.50,"b":[1e3,12345678901234567890,-0,0.5],"c":7}');
    const { b } = value as { b: object };
    expect(numbers.get(value as object, 'a')).toBe('1.50');
    expect(numbers.get(b, 0)).toBe('1e3');
    expect(numbers.get(b, 1)).toBe('12345678901234567890');
    expect(numbers.get(b, 2)).toBe('-0');
    expect(numbers.get(b, 3)).toBeUndefined();
    expect(numbers.get(value as object, 'c')).toBeUndefined();
  });

  it('refuses a member that is there twice and says where', () => {
    const error = refusal('{\n  "a": 1,\n  "a": 2\n}');
    expect(error.status).toBe(400);
    expect(error.issues[0]).toMatchObject({ line: 3, column: 3, code: 'structure' });
    expect(error.message).toContain('"a" is there twice');
  });

  it('sees that an escaped name is the same name', () => {
    expect(refusal('{"a":1,"\\u0061":2}').message).toContain('twice');
  });

  it('refuses a member called __proto__', () => {
    expect(refusal('{"__proto__":{"polluted":true}}').message).toContain('__proto__');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('takes 100 levels and refuses more, however deep', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parseJson(nested(100))).not.toThrow();
    expect(refusal(nested(101)).message).toContain('100 levels');
    expect(refusal(nested(200_000)).status).toBe(400);
  });

  it.each([
    ['half a surrogate pair', '"\\ud800"'],
    ['a number beyond double range', '1e999'],
    ['a control character in a string', '"a\nb"'],
    ['an unknown escape', '"\\x"'],
    ['a needless zero', '[01]'],
    ['a trailing comma', '{"a":1,}'],
    ['single quotes', "{'a':1}"],
    ['two values', '{} {}'],
    ['nothing', '   '],
    ['a string that never ends', '"abc'],
  ])('refuses %s', (_what, text) => {
    expect(refusal(text).status).toBe(400);
  });

  it('takes a byte order mark away', () => {
    expect(parseJson('\ufeff{"a":1}').text).toBe('{"a":1}');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => decodeUtf8(Buffer.from([0x22, 0xc4, 0xe3, 0x22]))).toThrow(/UTF-8/);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FhirError } from '../../../src/fhir/error.ts';
import { decodeUtf8, parseJson, parseJsonInParts } from '../../../src/fhir/json/parse.ts';
import { compact, compactInParts } from '../../../src/fhir/json/scan.ts';
import { atOnce } from '../../../src/fhir/pace.ts';

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

  describe('in parts', () => {
    const outcomeOf = (read: () => ReturnType<typeof parseJson>) => {
      try {
        const { numbers, ...document } = read();
        return { document, numbers };
      } catch (error) {
        if (error instanceof FhirError) return { refused: error.issues };
        throw error;
      }
    };
    // Long enough for several parts; a broken place may be anywhere.
    const padding = `"${'长'.repeat(9_000)}"`;
    const numbers = fc.constantFrom('1.50', '1e3', '-0', '12345678901234567890', '7');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 9 },
        numbers,
        fc.constantFrom('null', '"x"', ' true ', '{ }', '[ ]', padding, '{"b":1,"b":2}', '"\\ud800"', '[1,]'),
        fc.array(tie('tree'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
        fc
          .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'entry', 'resource'), tie('tree')), {
            selector: ([name]) => name,
          })
          .map((members) => `{${members.map(([name, value]) => `"${name}":${value}`).join(',\n')}}`),
      ),
    }));

    it('gives the same tree, digits and refusals as at one go', () => {
      const cut = fc.option(fc.tuple(fc.nat(), fc.constantFrom('', '}', ']', ',', '"', '\n')));
      fc.assert(
        fc.property(tree, tree, cut, (a, b, broken) => {
          let text = `{"entry":[${a},${padding},{"resource":${b},"x":1.0}]}`;
          if (broken) {
            const at = broken[0] % text.length;
            text = text.slice(0, at) + broken[1] + text.slice(at + 1);
          }
          const whole = outcomeOf(() => parseJson(text));
          const parts = outcomeOf(() => atOnce(parseJsonInParts(text)));
          expect(parts).toEqual(whole);
        }),
        { numRuns: 500 },
      );
    });

    it('gives way many times in a long document, also in a Bundle within Parameters', () => {
      const entries = `[${Array(200).fill(`{"resource":{"resourceType":"Basic","text":${padding}}}`).join(',')}]`;
      const bundle = `{"resourceType":"Bundle","entry":${entries}}`;
      const parameters = `{"resourceType":"Parameters","parameter":[{"name":"resource","resource":${bundle}}]}`;
      for (const text of [bundle, parameters]) expect([...parseJsonInParts(text)].length).toBeGreaterThan(90);
    });

    it('makes a long text compact as at one go', () => {
      const text = JSON.stringify(Array(500).fill({ a: ' "[ ', b: [1, '长\n', {}] }), undefined, 4);
      expect([...compactInParts(text.repeat(4))].length).toBeGreaterThan(1);
      expect(compact(text)).toBe(JSON.stringify(JSON.parse(text)));
    });
  });

  it('takes a byte order mark away', () => {
    expect(parseJson('\ufeff{"a":1}').text).toBe('{"a":1}');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => decodeUtf8(Buffer.from([0x22, 0xc4, 0xe3, 0x22]))).toThrow(/UTF-8/);
  });
});

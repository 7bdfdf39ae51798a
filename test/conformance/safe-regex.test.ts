import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileRegex } from '../../src/conformance/terminology/safe-regex.ts';

describe('a regular expression of a value set', () => {
  const piece = fc.oneof(
    fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\d', '\\.', '(a|b)', '(?:ab|c)', '1', '-'),
  );
  const counted = fc
    .tuple(piece, fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}'))
    .map((parts) => parts.join(''));
  const pattern = fc
    .array(
      fc.array(counted, { maxLength: 4 }).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.join('|'));
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', '1', '.', '-', '中'), { maxLength: 8 })
    .map((all) => all.join(''));

  it('matches what the engine of the language matches', () => {
    fc.assert(
      fc.property(pattern, text, (source, code) => {
        expect([source, code, compileRegex(source)!(code)]).toEqual([
          source,
          code,
          new RegExp(`^(?:${source})$`, 'us').test(code),
        ]);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no longer for one that would make others run for hours', () => {
    const matches = compileRegex('(([a-z])+.)+[A-Z]([a-z])+$')!;
    const start = performance.now();
    expect(matches('a'.repeat(2000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it.each(['(?=a)', '(a)\\1', '(?<name>a)', 'a**', '(a', 'a)', '[a', 'a{3,1}', '(a{999}){999}', '\\b', '*'])(
    'is refused when it is more than that: %s',
    (source) => expect(compileRegex(source)).toBeUndefined(),
  );

  it('is of the whole code, with or without anchors', () => {
    expect(compileRegex('^[A-Z]{2}$')!('CN')).toBe(true);
    expect(compileRegex('[A-Z]{2}')!('CHN')).toBe(false);
  });
});

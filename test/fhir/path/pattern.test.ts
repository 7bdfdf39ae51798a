// Regular expressions of strangers: what they match is what JavaScript says, and none of them takes long.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPatterns } from '../../../src/fhir/path/pattern.ts';

const patternOf = createPatterns();
const takes = (run: () => void): number => {
  const started = performance.now();
  run();
  return performance.now() - started;
};

describe('a pattern', () => {
  it.each([
    ['^(a+)+$', `${'a'.repeat(60)}!`],
    ['^(a|a)*$', `${'a'.repeat(60)}!`],
    ['^(a|aa)+$', `${'a'.repeat(80)}!`],
    ['(x+x+)+y', 'x'.repeat(60)],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(60)],
    ['(?:a{1,30}){1,30}b', 'a'.repeat(200)],
    ['^(.*)(.*)(.*)(.*)\\1\\2\\3\\4!$', 'ab'.repeat(200)],
    ['.*.*.*.*.*=.*', 'x'.repeat(3_000)],
  ])('%s ends, and says so', (pattern, text) => {
    const ms = takes(() => {
      expect(() => patternOf(pattern).test(text, {})).toThrow(
        expect.objectContaining({ kind: 'too-costly' }),
      );
      expect(() => patternOf(pattern).replace(text, '', {})).toThrow(
        expect.objectContaining({ kind: 'too-costly' }),
      );
    });
    expect(ms).toBeLessThan(2_000);
  });

  it('that ran out of time costs most of what there is to spend', () => {
    const work = { left: 3_000_000 };
    let stopped = 0;
    const ms = takes(() => {
      for (let i = 0; i < 100; i++) {
        try {
          patternOf('^(a+)+$').test(`${'a'.repeat(60 + i)}!`, { work });
        } catch {
          stopped++;
        }
      }
    });
    expect(stopped).toBe(100);
    expect(ms).toBeLessThan(2_000);
  });

  it('answers what JavaScript answers', () => {
    const pattern = fc.stringMatching(/^[ab(]{0,3}(?:[ab]|\(a\|b\)|\(ab\)|[ab][*+?]){1,4}$/);
    fc.assert(
      fc.property(pattern, fc.stringMatching(/^[ab]{0,30}$/), (source, text) => {
        let own: RegExp;
        try {
          own = new RegExp(source, 'su');
        } catch {
          expect(() => patternOf(source)).toThrow(expect.objectContaining({ kind: 'undecided' }));
          return;
        }
        expect(patternOf(source).test(text, {})).toBe(own.test(text));
        expect(patternOf(source).replace(text, '-', {})).toBe(text.replace(new RegExp(source, 'gsu'), '-'));
      }),
    );
  });

  it('of the specification needs no time limit on the texts it is made for', () => {
    const work = { left: 0 };
    expect(patternOf('^[A-Z]([A-Za-z0-9_]){0,254}$').test('LiantiRefractionObservation', { work })).toBe(
      true,
    );
    expect(patternOf('^[0-9]+(\\.[0-9]+)?$').test('12345.678', { work })).toBe(true);
  });
});

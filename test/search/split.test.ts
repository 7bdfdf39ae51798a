import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { escapeValue, splitValue, unescapeValue } from '../../src/search/split.ts';

describe('separators in a search value', () => {
  it('part it only where no backslash stands before them', () => {
    expect(splitValue('a,b\\,c,\\\\,d', ',')).toEqual(['a', 'b\\,c', '\\\\', 'd']);
    expect(splitValue('sys|a\\|b', '|').map(unescapeValue)).toEqual(['sys', 'a|b']);
    expect(splitValue('a|b|c', '|', 2)).toEqual(['a', 'b|c']);
    expect(splitValue('', ',')).toEqual(['']);
  });

  it('leave a backslash before other characters alone', () => {
    expect(unescapeValue('C:\\dir\\$x')).toBe('C:\\dir$x');
  });

  it('come back as they were after escaping, splitting and unescaping', () => {
    const part = fc.string({ unit: fc.constantFrom('a', ',', '|', '$', '\\', '张') });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1 }),
        fc.constantFrom(',' as const, '|' as const, '$' as const),
        (parts, sign) => {
          expect(splitValue(parts.map(escapeValue).join(sign), sign).map(unescapeValue)).toEqual(parts);
        },
      ),
    );
  });
});

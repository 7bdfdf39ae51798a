import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareText } from '../../src/storage/text-order.ts';

describe('The order of texts', () => {
  it('is the order of their UTF-8 bytes, as databases keep it', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6 });
    const awkward = fc.constantFrom('', 'a', '\ufb01', '\u{1f600}', '\uffff', '王', '王小', 'é');
    const either = fc.oneof(
      text,
      fc.array(awkward, { maxLength: 3 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(either, either, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });

  it('puts a character beyond U+FFFF after every other one', () => {
    expect(compareText('\ufb01', '\u{1f600}')).toBeLessThan(0);
    // Plain comparison of UTF-16 says the opposite.
    expect('\ufb01' < '\u{1f600}').toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { foldString, foldToken } from '../../src/fhir/fold.ts';

describe('folded text', () => {
  it.each([
    ['Nightingale', 'nightingale'],
    ['  New   York\t', 'new york'],
    ['Müller', 'muller'],
    ['Mu\u0308ller', 'muller'],
    ['ＡＢＣ　１２３', 'abc 123'],
    ['Straße', 'strasse'],
    ['Łódź', 'lodz'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['İstanbul', 'istanbul'],
    ['张 伟', '张伟'],
    ['张　伟', '张伟'],
    ['张伟 Zhang Wei', '张伟zhang wei'],
    ['七宝镇 12 号', '七宝镇12号'],
    ['阿依古丽•买买提', '阿依古丽买买提'],
    ['阿依古丽．买买提', '阿依古丽买买提'],
    ['阿依古丽 · 买买提', '阿依古丽买买提'],
    ['第3.5章.甲', '第3.5章甲'],
    ['章.A·B', '章.a·b'],
    ['O’Brien', "o'brien"],
    ['lǚ', 'lu'],
    ['葛\u{e0100}城', '葛城'],
    ['ｶﾞ', 'ガ'],
    ['100%_sure', '100%_sure'],
    ['張偉', '张伟'],
    ['歐陽 修', '欧阳修'],
    ['劉　ＡＢ', '刘ab'],
    ['薴', '苎'],
    ['餸', '𩠌'],
  ])('%j is %j', (text, fold) => {
    expect(foldString(text)).toBe(fold);
  });

  it('does not change when it is folded again, whatever the Chinese characters', () => {
    for (let code = 0x3400; code < 0x31350; code++) {
      const fold = foldString(String.fromCodePoint(code));
      if (foldString(fold) !== fold) throw new Error(`${code.toString(16)} folds to ${fold} and then on`);
    }
  });

  it('does not change when it is folded again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldString(foldString(text))).toBe(foldString(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on case, on the form of Unicode or on the width of letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const fold = foldString(text);
        expect(foldString(text.normalize('NFD'))).toBe(fold);
        expect(foldString(text.normalize('NFC'))).toBe(fold);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        const wide = text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
        expect(foldString(wide)).toBe(foldString(text));
        expect(foldString(text.toUpperCase())).toBe(foldString(text));
      }),
    );
  });
});

describe('a folded code', () => {
  it('keeps its case only where the system says that case counts', () => {
    expect([foldToken('mmHg', true), foldToken('mmHg', false), foldToken('Ä1', false)]).toEqual([
      'mmHg',
      'mmhg',
      'ä1',
    ]);
  });
});

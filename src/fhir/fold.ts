// How text is compared in searches. Entries are stored folded: raise INDEX_VERSION (search/index-version.ts) with every
// change here, so that stores are indexed anew.
// R4 search.html#string (case and accents do not count), #token (case counts where the system says so).

import { simplify } from './simplify.ts';

/** Combining marks of Latin, Greek and Cyrillic; marks that make another letter (kana, Indic) are left alone. */
const ACCENTS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
/** Not seen in print: soft hyphens, joiners, variation selectors of Chinese characters. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const SPACES = /[\s\u200b]+/gu;
/** A space beside a Chinese, Japanese or Korean character says nothing: 张 伟 is 张伟, 七宝镇 12 号 is 七宝镇12号. */
const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u3007';
const SPACE_BESIDE_CJK = new RegExp(`(?<=[${CJK}]) | (?=[${CJK}])`, 'gu');
/** A dot there parts the names of one person, and is typed in many ways or not at all: 阿依古丽·买买提. */
const DOTS_AMID_CJK = new RegExp(`(?<=[${CJK}])[ ·.]+(?=[${CJK}])`, 'gu');
/** Letters that do not decompose, and signs that are typed in several ways. */
const ALIKE: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ς: 'σ',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '−': '-',
  '•': '·',
  '‧': '·',
  '・': '·',
  '∙': '·',
  '⋅': '·',
};
const ALIKES = new RegExp(`[${Object.keys(ALIKE).join('')}]`, 'gu');
/** Chinese without anything else, which no other step changes. */
const COMMON_HAN = /^[\u4e00-\u9fff]*$/;
const PLAIN_ASCII = /^[!-~]*$/;
const ASCII = /^[\t\n\r -~]*$/;

/**
 * Text as the plain string search and :contains compare it: NFKC (full width is half width), lower case,
 * accents gone, runs of space one space, none beside CJK characters, none at the ends, no dots between these, traditional characters
 * simplified. Folding twice changes nothing.
 */
export function foldString(text: string): string {
  if (PLAIN_ASCII.test(text)) return text.toLowerCase();
  if (ASCII.test(text)) return text.toLowerCase().replace(SPACES, ' ').trim();
  if (COMMON_HAN.test(text)) return simplify(text);
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(INVISIBLE, '')
    .normalize('NFKC')
    .replace(ALIKES, (letter) => ALIKE[letter]!)
    .replace(SPACES, ' ')
    .replace(DOTS_AMID_CJK, '')
    .replace(SPACE_BESIDE_CJK, '')
    .trim();
  return simplify(folded);
}

/** A code as compared: as it is when case matters, else in lower case. */
export function foldToken(code: string, isCaseSensitive: boolean): string {
  if (isCaseSensitive) return code;
  return PLAIN_ASCII.test(code) ? code.toLowerCase() : code.normalize('NFC').toLowerCase();
}

// The filter of $expand as people type it: words from their beginning, in any order; Chinese anywhere, and by pinyin
// or initials. R4 valueset-operation-expand.html, "the intent is to support type-ahead".

import { typedTerms } from '../../conformance/terminology/typed-terms.ts';
import { foldString } from '../../fhir/fold.ts';
import type { Pinyin } from '../../search/pinyin/pinyin.ts';

const HAN = /\p{Script=Han}/u;
const LETTERS = /^[a-z]{2,}$/;
const WORD = /[\p{L}\p{N}]+/gu;

/** Judges the names of one concept. */
export function textFilter(
  filter: string,
  pinyin: Pick<Pinyin, 'readings'>,
): (names: readonly (string | undefined)[]) => boolean {
  const terms = typedTerms(filter);
  return (names) => {
    const texts = names.flatMap((name) => (name === undefined ? [] : [foldString(name)]));
    return terms.every((term) => texts.some((text) => holds(text, term, pinyin)));
  };
}

function holds(text: string, term: string, pinyin: Pick<Pinyin, 'readings'>): boolean {
  if (text.startsWith(term)) return true;
  if (HAN.test(term)) return text.includes(term);
  if (text.includes(` ${term}`)) return true;
  for (const [word] of text.matchAll(WORD)) if (word.startsWith(term)) return true;
  return (
    LETTERS.test(term) && HAN.test(text) && pinyin.readings(text, 'place').some((one) => one.startsWith(term))
  );
}

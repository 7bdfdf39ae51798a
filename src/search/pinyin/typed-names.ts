// What people type for a name or an address beside how it is written: Chinese ones in pinyin, and the later words of a
// family name. R4 search.html#string, "servers should search the parts of a family name independently".

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { foldString } from '../../fhir/fold.ts';
import type { JsonObject } from '../../fhir/json/tree.ts';
import { type NamePart, type Pinyin, withoutBeginnings } from './pinyin.ts';

const NAME = /\.(name|alias|family|given)\b/;
const PLACE = /\.(address|city|district|state|country|line)\b/;
/** Parts of an address that are read; others are codes and numbers. */
const ADDRESS_TEXTS = ['text', 'line', 'city', 'district', 'state'];
const WORD_ENDS = /[ '-]+/;
const LATIN = /^[a-z][a-z0-9 '-]*$/;

/** The part that the plain strings of a parameter are; undefined: neither of a name nor of an address. */
export function namePartOf({
  expression,
}: Pick<SearchParameterDefinition, 'expression'>): NamePart | undefined {
  if (!NAME.test(expression)) return PLACE.test(expression) ? 'place' : undefined;
  if (expression.includes('.family')) return 'family';
  return expression.includes('.given') ? 'given' : 'place';
}

/** Beginnings of what may be typed, letters and digits only: see typedLetters. */
export function typedForText(text: string, part: NamePart, pinyin: Pinyin): string[] {
  const readings = pinyin.readings(text, part);
  return part === 'family' ? [...readings, ...laterWords(text)] : readings;
}

/** The same for a HumanName, as a whole and by its parts. */
export function typedForName(name: JsonObject, pinyin: Pinyin): string[] {
  const { text, family } = name;
  const given = Array.isArray(name.given) ? name.given.filter((one) => typeof one === 'string') : [];
  const texts: [string, NamePart][] = [];
  if (typeof text === 'string') texts.push([text, 'whole']);
  if (typeof family === 'string') {
    const whole = family + given.join('');
    if (whole !== text) texts.push([whole, 'whole']);
  }
  if (given.length > 0) texts.push([given.join(''), 'given']);
  const readings = texts.flatMap((one) => pinyin.readings(...one));
  const words = typeof family === 'string' ? laterWords(family) : [];
  if (texts.length === 1 && words.length === 0) return readings;
  return withoutBeginnings([...new Set([...readings, ...words])]);
}

/** The same for an Address, by its parts: a city is asked for without its province. */
export function typedForAddress(address: JsonObject, pinyin: Pinyin): string[] {
  const texts = ADDRESS_TEXTS.flatMap((part) => address[part]).filter((one) => typeof one === 'string');
  return withoutBeginnings([...new Set(texts.flatMap((one) => pinyin.readings(one, 'place')))]);
}

/** What was asked as the letters of a typed name: li zihe, Xi'an, LZH. undefined: it cannot be one. */
export function typedLetters(text: string): string | undefined {
  const letters = foldString(text);
  return LATIN.test(letters) ? joined(letters.split(WORD_ENDS)) : undefined;
}

/** Carreno Quinones: carrenoquinones and quinones; O'Brien: obrien and brien. */
function laterWords(family: string): string[] {
  const fold = foldString(family);
  if (!WORD_ENDS.test(fold) || !LATIN.test(fold)) return [];
  const words = fold.split(WORD_ENDS).filter((word) => word !== '');
  return words.map((_, at) => joined(words.slice(at)));
}

function joined(words: readonly string[]): string {
  return words.join('');
}

// How Chinese names are typed in Latin letters: whole syllables without tones, 张小禾 as zhangxiaohe, and their
// initials, zxh or zhxh, of persons after the whole surname too, zhangxh. Where a name can be read in several ways it is found by each. The dictionary is loaded when the first
// Chinese name comes by; it costs 30 to 80 ms and 10 to 25 MB.

import { createRequire } from 'node:module';
import { LRUCache } from 'lru-cache';
import { foldString } from '../../fhir/fold.ts';
import { GIVEN, LONG_SURNAMES, PLACES, SURNAMES, TWO_CHARACTER_SURNAMES } from './known-readings.ts';

/** A part of a name, or all of it: what it begins with decides how it is read. */
export type NamePart = 'whole' | 'family' | 'given' | 'place';

export interface Pinyin {
  /** Each lower case letters and digits; [] for a text without Chinese characters. */
  readings(text: string, part: NamePart): string[];
}

interface Library {
  pinyin(text: string, options: object): string[];
}

/** Of one text at most: a name of four ambiguous characters is not worth sixteen entries. */
const READINGS_MAX = 4;
/** Characters beyond which nobody types on. */
const LENGTH_MAX = 40;
/** Syllables of a name of which the first is the surname: longer ones are those of other languages. */
const PERSON_MAX = 4;
const REMEMBERED = 10_000;
const HAN = /\p{Script=Han}/u;
const LETTERS = /^[a-z0-9]$/;
const NUMBER = /^\d+/;
const TWO_LETTERS = /^[zcs]h/;
/** The parts around them and they themselves. */
const KNOWN_PLACES = new RegExp(`(${Object.keys(PLACES).join('|')})`);
const LV = /[ln]v/;
const LVS = /([ln])v/g;
const OPTIONS = { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' };

export function createPinyin(): Pinyin {
  let library: Library | undefined;
  const characters = new LRUCache<string, readonly string[]>({ max: REMEMBERED });

  const syllables = (text: string): string[] => {
    library ??= createRequire(import.meta.url)('pinyin-pro') as Library;
    return library.pinyin(text, OPTIONS);
  };

  /** One character by itself; a letter or a digit is itself, any other sign nothing. */
  function readCharacter(character: string): readonly string[] {
    if (LETTERS.test(character)) return [character];
    if (!HAN.test(character)) return [];
    let known = characters.get(character);
    if (!known) {
      known = lettersOf(syllables(character)[0] ?? '');
      characters.set(character, known);
    }
    return known;
  }

  /** What is no known place is read by its words, as far as it goes. */
  function ofPlace(name: string): (readonly string[])[] {
    return name.split(KNOWN_PLACES).flatMap((piece) => {
      const known = PLACES[piece];
      if (known) return known.map((one) => (typeof one === 'string' ? [one] : one));
      return piece === '' ? [] : syllables(piece).map(lettersOf);
    });
  }

  /** Choices for each syllable. */
  function choices(name: string, part: NamePart): (readonly string[])[] {
    if (part === 'place') return ofPlace(name);
    let rest = name;
    const first: (readonly string[])[] = [];
    if (part !== 'given') {
      const long = LONG_SURNAMES[name.slice(0, 2)];
      const family = long ? undefined : SURNAMES[name[0]!];
      if (long) first.push(...long.map((syllable) => [syllable]));
      if (family) first.push(family);
      rest = name.slice(first.length);
    }
    return [...first, ...[...rest].map((one) => GIVEN[one] ?? readCharacter(one))];
  }

  return {
    readings(text, part) {
      if (!HAN.test(text)) return [];
      const name = foldString(text).slice(0, LENGTH_MAX);
      const known = choices(name, part).filter((one) => one.length > 0);
      const found = new Set<string>();
      for (const one of combine(known)) {
        for (const spelling of spellings(one.join(''))) found.add(spelling);
        for (const initials of initialsOf(one)) found.add(initials);
        if (part !== 'whole' || one.length > PERSON_MAX) continue;
        const family = surnameLength(name);
        for (const spelling of spellings(one.slice(0, family).join(''))) {
          for (const short of initialsOf(one.slice(family))) found.add(spelling + short);
        }
      }
      return withoutBeginnings([...found]);
    },
  };
}

function surnameLength(name: string): number {
  const two = name.slice(0, 2);
  return LONG_SURNAMES[two] || TWO_CHARACTER_SURNAMES.has(two) ? 2 : 1;
}

/** zxh, and with the two letters of zh, ch and sh, zhxh; numbers are typed whole. */
function initialsOf(syllables: readonly string[]): string[] {
  const short = syllables.map((one) => NUMBER.exec(one)?.[0] ?? one[0]!);
  const long = syllables.map((one, at) => TWO_LETTERS.exec(one)?.[0] ?? short[at]!);
  return [short.join(''), long.join('')];
}

/** One choice, or none for what cannot be typed. */
function lettersOf(syllable: string): string[] {
  const letters = foldString(syllable).replace(/[^a-z0-9]/g, '');
  return letters === '' ? [] : [letters];
}

/** 吕 is typed lv, passports write LYU, and lü folds to lu. */
function spellings(reading: string): string[] {
  if (!LV.test(reading)) return [reading];
  return [reading, reading.replace(LVS, '$1u'), reading.replace(LVS, '$1yu')];
}

/** Every choice of one from each, READINGS_MAX at most; the first readings first. */
function combine(known: readonly (readonly string[])[]): string[][] {
  let combinations: string[][] = [[]];
  for (const some of known) {
    const next = some.flatMap((one) => combinations.map((parts) => [...parts, one]));
    combinations = next.slice(0, READINGS_MAX);
  }
  return known.length === 0 ? [] : combinations;
}

/** They are asked for by their beginning: z is found with zhang. */
export function withoutBeginnings(texts: string[]): string[] {
  const sorted = texts.sort();
  return sorted.filter((text, at) => !sorted[at + 1]?.startsWith(text));
}

// String parameters: R4 search.html#string. Every part of a name or an address is a value of its own.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { SEARCH_MODIFIERS } from '../../conformance/search-modifiers.ts';
import { foldString } from '../../fhir/fold.ts';
import type { JsonObject } from '../../fhir/json/tree.ts';
import { isObject } from '../../fhir/json/tree.ts';
import type { StringMatch, Where } from '../../storage/query.ts';
import {
  namePartOf,
  typedForAddress,
  typedForName,
  typedForText,
  typedLetters,
} from '../pinyin/typed-names.ts';
import { unescapeValue } from '../split.ts';
import { allOf, anyOf } from '../where.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import { listOf, primitiveText, textOf } from './primitive.ts';
import type { Emit, SimpleType } from './search-type.ts';

const NAME_PARTS = ['text', 'family', 'given', 'prefix', 'suffix'];
const ADDRESS_PARTS = ['text', 'line', 'city', 'district', 'state', 'postalCode', 'country'];
const HAN = /\p{Script=Han}/u;
const MODIFIERS = SEARCH_MODIFIERS.string;

export const stringType: SimpleType = {
  modifiers: MODIFIERS,

  index({ value, type }, definition, { pinyin }, emit) {
    if (!isObject(value)) {
      const text = primitiveText(value);
      if (text === undefined) return;
      emitString(text, emit);
      const part = namePartOf(definition);
      if (part) emitTyped(typedForText(text, part, pinyin), emit);
    } else if (type === 'HumanName') {
      indexName(value, emit);
      emitTyped(typedForName(value, pinyin), emit);
    } else if (type === 'Address') {
      indexParts(value, ADDRESS_PARTS, emit);
      emitTyped(typedForAddress(value, pinyin), emit);
    }
  },

  matches(text, definition) {
    return [{ kind: 'string', how: 'starts', text: foldedOf(text, definition) }];
  },

  parse(text, modifier, definition, scope) {
    if (modifier === undefined) {
      const asWritten = matchAny(definition, this.matches(text, definition, scope));
      const letters = namePartOf(definition) ? typedLetters(unescapeValue(text)) : undefined;
      if (letters === undefined) return asWritten;
      const asTyped = matchAny(definition, [{ kind: 'string', how: 'starts', text: letters }], ':typed');
      return anyOf([asWritten, asTyped]);
    }
    if (modifier === 'exact') return exactly(unescapeValue(text), definition);
    if (modifier === 'contains') {
      return matchAny(definition, [{ kind: 'string', how: 'contains', text: foldedOf(text, definition) }]);
    }
    throw badModifier(definition, modifier, MODIFIERS);
  },
};

/** What is the same as written is the same folded, and that is found by an index. */
function exactly(text: string, definition: SearchParameterDefinition): Where {
  const asWritten = matchAny(definition, [{ kind: 'string', how: 'equals', text }]);
  const fold = foldString(text);
  if (fold === '') return asWritten;
  return allOf([matchAny(definition, [{ kind: 'string', how: 'same', text: fold }]), asWritten]);
}

/** Beside what is written, so that :exact, :contains, :missing and sorting do not meet them. */
function emitTyped(texts: readonly string[], emit: Emit): void {
  for (const text of texts) emit({ kind: 'string', text, fold: text }, ':typed');
}

/** The :text form of other kinds: text that begins with what is asked, R4 search.html#modifiers. */
export function textMatch(text: string, definition: Parameters<SimpleType['matches']>[1]): StringMatch {
  return { kind: 'string', how: 'starts', text: foldedOf(text, definition) };
}

export function emitString(text: string, emit: Emit, suffix?: ':text'): void {
  const fold = foldString(text);
  if (fold !== '') emit({ kind: 'string', text, fold }, suffix);
}

/** Text that folds to nothing would be the beginning of everything. */
function foldedOf(text: string, definition: Parameters<SimpleType['matches']>[1]): string {
  const fold = foldString(unescapeValue(text));
  if (fold === '') throw badValue(definition, text, 'it holds nothing to look for.');
  return fold;
}

function indexName(name: JsonObject, emit: Emit): void {
  indexParts(name, NAME_PARTS, emit);
  // 张 and 伟 are written and asked for as 张伟.
  const family = textOf(name.family);
  if (family !== undefined && name.text === undefined && HAN.test(family)) {
    const given = listOf(name.given).filter((part) => typeof part === 'string');
    if (given.length > 0) emitString(family + given.join(''), emit);
  }
}

function indexParts(element: JsonObject, parts: readonly string[], emit: Emit): void {
  for (const part of parts) {
    const value = element[part];
    if (typeof value === 'string') emitString(value, emit);
    else if (Array.isArray(value))
      for (const one of value) if (typeof one === 'string') emitString(one, emit);
  }
}

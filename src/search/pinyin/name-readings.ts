// Which strings are names, and how each part of a name is read.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import type { JsonObject } from '../../fhir/json/tree.ts';
import type { NamePart, Pinyin } from './pinyin.ts';
import { withoutBeginnings } from './pinyin.ts';

const NAME = /\.(name|alias|family|given)\b/;

/** The part that the plain strings of a parameter are; undefined: not of a name. */
export function namePartOf({
  expression,
}: Pick<SearchParameterDefinition, 'expression'>): NamePart | undefined {
  if (!NAME.test(expression)) return undefined;
  if (expression.includes('.family')) return 'family';
  return expression.includes('.given') ? 'given' : 'place';
}

/** Readings of a HumanName, as a whole and of its given names. */
export function readingsOfName(name: JsonObject, pinyin: Pinyin): string[] {
  const { text, family } = name;
  const given = Array.isArray(name.given) ? name.given.filter((one) => typeof one === 'string') : [];
  const texts: [string, NamePart][] = [];
  if (typeof text === 'string') texts.push([text, 'whole']);
  if (typeof family === 'string') {
    const whole = family + given.join('');
    if (whole !== text) texts.push([whole, 'whole']);
  }
  if (given.length > 0) texts.push([given.join(''), 'given']);
  if (texts.length === 1) return pinyin.readings(...texts[0]!);
  return withoutBeginnings([...new Set(texts.flatMap((one) => pinyin.readings(...one)))]);
}

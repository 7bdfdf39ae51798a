// What a person reads of a resource, for _text and _content: the narrative without its markup, or every text of the
// resource. Names of members, addresses of other resources and packed data are nothing to read.
// R4 search.html#content.

import { foldString } from '../fhir/fold.ts';
import { isObject, type JsonObject } from '../fhir/json/tree.ts';
import type { TextPart } from './query.ts';

/** Between two texts: no phrase reaches across. */
const BREAK = '\n';
const NOT_READ = new Set(['resourceType', 'id', 'meta', 'reference', 'system', 'data']);
/** Inside a line: what they mark is one word with what stands beside it. */
const INLINE = /<\/?(?:a|abbr|b|big|cite|code|em|i|kbd|q|s|small|span|strong|sub|sup|tt|u|var)\b[^<>]*>/gi;
const MARKUP = /<[^<>]*>/g;
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos|nbsp));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const LETTER = /[\p{L}\p{N}]/u;
/** Scripts that set no spaces: a word may begin anywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** Folded, ready for hasPhrase. */
export function readableText(resource: JsonObject, part: TextPart): string {
  const texts: string[] = [];
  if (part === 'content') gather(resource, false, texts);
  else if (isObject(resource.text) && typeof resource.text.div === 'string')
    texts.push(withoutMarkup(resource.text.div));
  return texts.map(foldString).join(BREAK);
}

/** The phrase begins where a word begins; both are folded. The empty phrase is nowhere. */
export function hasPhrase(text: string, phrase: string): boolean {
  if (phrase === '') return false;
  const anywhere = !LETTER.test(phrase[0]!) || UNSPACED.test(phrase[0]!);
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (anywhere || at === 0 || !LETTER.test(text[at - 1]!) || UNSPACED.test(text[at - 1]!)) return true;
  }
  return false;
}

function gather(value: unknown, isExtension: boolean, texts: string[]): void {
  if (Array.isArray(value)) {
    for (const one of value) {
      if (typeof one === 'string') texts.push(one);
      else gather(one, isExtension, texts);
    }
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (NOT_READ.has(name) || (isExtension && name === 'url')) continue;
      if (typeof member !== 'string')
        gather(member, name === 'extension' || name === 'modifierExtension', texts);
      else texts.push(name === 'div' ? withoutMarkup(member) : member);
    }
  }
}

function withoutMarkup(div: string): string {
  return withoutComments(div)
    .replace(INLINE, '')
    .replace(MARKUP, ' ')
    .replace(ENTITY, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()]!;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
}

function withoutComments(text: string): string {
  let rest = '';
  let from = 0;
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', from)) {
    rest += text.slice(from, at);
    const end = text.indexOf('-->', at + 4);
    if (end < 0) return rest;
    from = end + 3;
  }
  return rest + text.slice(from);
}

// _text and _content: words of which all must stand there, "phrases", or, and, brackets:
// _text=(bone OR liver) and metastases. R4 search.html#content.

import { foldString } from '../fhir/fold.ts';
import type { TextPart, Where } from '../storage/query.ts';
import { badValue } from './types/asked.ts';
import { allOf, anyOf } from './where.ts';

/** Words and phrases in one value at most. */
const PHRASES_MAX = 20;
/** A phrase in any quotation marks, a bracket, or a word. */
const PIECE = /["“”](?<phrase>[^"“”]*)["“”]|(?<bracket>[()（）])|(?<word>[^\s"“”()（）]+)|(?<odd>["“”])/gu;

/** Throws FhirError 400. */
export function parseTextQuery(text: string, of: TextPart, code: string): Where {
  const pieces = piecesOf(text, code);
  const wrong = (want: string) => badValue({ code }, text, want);
  let at = 0;

  const isWord = (word: 'and' | 'or') =>
    pieces[at]?.kind === 'word' && pieces[at]!.text.toLowerCase() === word;
  const any = (depth: number): Where => {
    const parts = [all(depth)];
    for (; isWord('or'); parts.push(all(depth))) at++;
    return anyOf(parts);
  };
  const all = (depth: number): Where => {
    const parts: Where[] = [];
    for (; at < pieces.length && !isWord('or') && pieces[at]!.text !== ')'; ) {
      if (parts.length > 0 && isWord('and')) at++;
      parts.push(one(depth));
    }
    if (parts.length === 0) throw wrong('a word is missing beside "or", or between brackets.');
    return allOf(parts);
  };
  const one = (depth: number): Where => {
    const piece = pieces[at++];
    if (piece?.kind === 'bracket' && piece.text === '(') {
      if (depth > PHRASES_MAX) throw wrong('its brackets are nested too deeply.');
      const inside = any(depth + 1);
      if (pieces[at++]?.text !== ')') throw wrong('a closing bracket is missing.');
      return inside;
    }
    const isOperator = piece?.kind === 'word' && /^(and|or)$/i.test(piece.text);
    if (!piece || piece.kind === 'bracket' || isOperator)
      throw wrong('a word is missing beside "and" or "or".');
    const phrase = foldString(piece.text);
    if (phrase === '') throw wrong('it holds nothing to look for.');
    return { kind: 'text', of, phrase };
  };

  const where = any(0);
  if (at < pieces.length) throw wrong('a closing bracket was never opened.');
  return where;
}

interface Piece {
  kind: 'phrase' | 'bracket' | 'word';
  text: string;
}

function piecesOf(text: string, code: string): Piece[] {
  const pieces: Piece[] = [];
  for (const { groups } of text.matchAll(PIECE)) {
    const { phrase, bracket, word } = groups as Record<string, string | undefined>;
    if (phrase !== undefined) pieces.push({ kind: 'phrase', text: phrase });
    else if (bracket !== undefined)
      pieces.push({ kind: 'bracket', text: bracket === '(' || bracket === '（' ? '(' : ')' });
    else if (word !== undefined) pieces.push({ kind: 'word', text: word });
    else throw badValue({ code }, text, 'a quotation mark has no partner.');
  }
  if (pieces.length > PHRASES_MAX * 3)
    throw badValue({ code }, text, `it has more than ${PHRASES_MAX} words: ask for fewer.`);
  return pieces;
}

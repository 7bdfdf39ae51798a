// Finding one's way in JSON text that has already been parsed, so that an edit can change a few characters
// and leave the rest as it was written. Nothing here checks the grammar again.

import { atOnce } from '../pace.ts';

export interface Span {
  start: number;
  end: number;
}

export interface Member extends Span {
  name: string;
  /** Where the name's opening quote stands; start and end are those of the value. */
  nameStart: number;
}

const QUOTE = 0x22;

/** Members of the object whose brace stands at `at`. */
export function membersOf(text: string, at: number): Member[] {
  const members: Member[] = [];
  let i = skipSpace(text, at + 1);
  while (text.charCodeAt(i) === QUOTE) {
    const nameStart = i;
    const nameEnd = endOfString(text, i);
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const end = endOfValue(text, start);
    members.push({ name: nameOf(text, nameStart, nameEnd), nameStart, start, end });
    i = skipSpace(text, end);
    if (text.charCodeAt(i) !== 0x2c) break;
    i = skipSpace(text, i + 1);
  }
  return members;
}

/** Elements of the array whose bracket stands at `at`. */
export function elementsOf(text: string, at: number): Span[] {
  return [...eachElement(text, at)];
}

/** The same, one by one: each is looked for when it is asked for. */
export function* eachElement(text: string, at: number): Generator<Span, undefined> {
  let i = skipSpace(text, at + 1);
  while (i < text.length && text.charCodeAt(i) !== 0x5d) {
    const end = endOfValue(text, i);
    yield { start: i, end };
    i = skipSpace(text, end);
    if (text.charCodeAt(i) !== 0x2c) break;
    i = skipSpace(text, i + 1);
  }
}

/** Offset just behind the value that starts at `at`. */
export function endOfValue(text: string, at: number): number {
  const c = text.charCodeAt(at);
  if (c === QUOTE) return endOfString(text, at);
  if (c !== 0x7b && c !== 0x5b) return endOfScalar(text, at);
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const d = text.charCodeAt(i);
    if (d === QUOTE) i = endOfString(text, i) - 1;
    else if (d === 0x7b || d === 0x5b) depth++;
    else if ((d === 0x7d || d === 0x5d) && --depth === 0) return i + 1;
  }
  return text.length;
}

/** The same text without whitespace outside strings. */
export function compact(text: string): string {
  return atOnce(compactInParts(text));
}

/** Characters; a millisecond or less. */
const PART_LENGTH = 64 * 1024;

/** The same in parts: a long text must not hold up others. */
export function* compactInParts(text: string): Generator<undefined, string> {
  let result = '';
  let from = 0;
  let partEnd = PART_LENGTH;
  for (let i = 0; i < text.length; i++) {
    if (i >= partEnd) {
      partEnd = i + PART_LENGTH;
      yield;
    }
    const c = text.charCodeAt(i);
    if (c === QUOTE) i = endOfString(text, i) - 1;
    else if (isSpace(c)) {
      result += text.slice(from, i);
      i = skipSpace(text, i) - 1;
      from = i + 1;
    }
  }
  return result + text.slice(from);
}

export function skipSpace(text: string, at: number): number {
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function isSpace(c: number): boolean {
  return c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;
}

function endOfString(text: string, at: number): number {
  for (let i = at + 1; ; i++) {
    i = text.indexOf('"', i);
    if (i === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(i - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return i + 1;
  }
}

function endOfScalar(text: string, at: number): number {
  let i = at;
  while (i < text.length && !isSpace(text.charCodeAt(i)) && !',]}'.includes(text[i]!)) i++;
  return i;
}

function nameOf(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  return raw.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : raw;
}

// Where elements stand in a JSON text. Only what lies on the way to them is looked into; the rest is skipped.

import { isChoiceOf, type PathStep } from './path.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Of an object: where each member's name stands, and its value. Of a list: where each item stands. */
interface Container {
  members: Map<string, { at: number; value: number }>;
  items: number[];
}

/** Never throws, whatever the text: of one with a fault it finds what it can. Answers the offset of the element, or of the nearest one around it that is there. */
export function createJsonPlaces(text: string): (steps: readonly PathStep[]) => number {
  const containers = new Map<number, Container>();
  const containerAt = (offset: number): Container => {
    let known = containers.get(offset);
    if (!known) {
      known = readContainer(text, offset);
      containers.set(offset, known);
    }
    return known;
  };
  const root = skipSpace(text, 0);
  return (steps) => {
    let place = root;
    let value = root;
    for (const { name, index } of steps) {
      const { members } = containerAt(value);
      const written = members.has(name) ? name : otherNameOf(name, members);
      const member = written === undefined ? undefined : members.get(written);
      if (!member) return place;
      place = member.at;
      value = member.value;
      if (text.charCodeAt(value) !== OPEN_BRACKET) continue;
      const item = containerAt(value).items[index];
      if (item === undefined) return place;
      place = item;
      value = item;
    }
    return place;
  };
}

/** A choice with its type, or what stands beside a primitive. */
function otherNameOf(name: string, members: Container['members']): string | undefined {
  for (const written of members.keys()) {
    if (isChoiceOf(written, name)) return written;
  }
  for (const written of members.keys()) {
    if (written.startsWith('_') && (written.slice(1) === name || isChoiceOf(written.slice(1), name)))
      return written;
  }
  return undefined;
}

function readContainer(text: string, offset: number): Container {
  const container: Container = { members: new Map(), items: [] };
  const opens = text.charCodeAt(offset);
  if (opens !== OPEN_BRACE && opens !== OPEN_BRACKET) return container;
  let at = skipSpace(text, offset + 1);
  while (at < text.length) {
    const sign = text.charCodeAt(at);
    if (sign === CLOSE_BRACE || sign === CLOSE_BRACKET) break;
    let value = at;
    if (opens === OPEN_BRACE) {
      const end = skipValue(text, at);
      value = skipSpace(text, skipSpace(text, end) + 1);
      container.members.set(nameIn(text.slice(at, end)), { at, value });
    } else container.items.push(at);
    at = skipSpace(text, skipValue(text, value));
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return container;
}

/** Names of FHIR need no escapes. */
function nameIn(quoted: string): string {
  return quoted.replaceAll('"', '');
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

/** The offset behind the value that begins here. */
function skipValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  do {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) at = skipString(text, at);
    else if (sign === OPEN_BRACE || sign === OPEN_BRACKET) {
      depth++;
      at++;
    } else if (sign === CLOSE_BRACE || sign === CLOSE_BRACKET) {
      depth--;
      at++;
    } else if (depth > 0) at++;
    else {
      while (at < text.length && !isEnd(text.charCodeAt(at))) at++;
    }
  } while (depth > 0 && at < text.length);
  return at;
}

/** Behind a number, true, false or null. */
function isEnd(code: number): boolean {
  return code <= 0x20 || code === 0x2c || code === CLOSE_BRACE || code === CLOSE_BRACKET;
}

function skipString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length) {
    const sign = text.charCodeAt(at);
    if (sign === QUOTE) return at + 1;
    at += sign === BACKSLASH ? 2 : 1;
  }
  return at;
}

// Changes of JSON text at a path: what RFC 6902 and FHIRPath Patch have in common. Each gives new text, in which
// everything else keeps its digits and order. A path that does not exist is undefined, not an error.

import { elementsOf, endOfValue, type Member, membersOf, type Span, skipSpace } from './scan.ts';
import { type Path, splice } from './splice.ts';

/** The span of the value at a path. */
export function find(text: string, path: Path): Span | undefined {
  const start = skipSpace(text, 0);
  let span: Span | undefined = { start, end: endOfValue(text, start) };
  for (const step of path) {
    span = childOf(text, span, step);
    if (!span) return undefined;
  }
  return span;
}

/** Puts a value in place of the one at the path. */
export function replaceAt(text: string, path: Path, value: string): string | undefined {
  const span = find(text, path);
  return span && splice(text, [{ ...span, text: value }]);
}

/**
 * Adds a value: as a member of an object, replacing one of that name, or into an array before the element of
 * that index; the length of the array appends.
 */
export function addAt(text: string, path: Path, value: string): string | undefined {
  if (path.length === 0) return value;
  const parent = find(text, path.slice(0, -1));
  const last = path.at(-1)!;
  if (!parent) return undefined;
  if (text[parent.start] === '{' && typeof last === 'string') return addMember(text, parent, last, value);
  if (text[parent.start] === '[' && typeof last === 'number') return addElement(text, parent, last, value);
  return undefined;
}

/** Takes the value at the path away, with its name and comma. The whole document cannot go. */
export function removeAt(text: string, path: Path): string | undefined {
  const parent = path.length === 0 ? undefined : find(text, path.slice(0, -1));
  if (!parent) return undefined;
  const last = path.at(-1)!;
  const siblings: (Span & { nameStart?: number })[] =
    text[parent.start] === '{' ? membersOf(text, parent.start) : elementsOf(text, parent.start);
  const index =
    typeof last === 'number' ? last : siblings.findIndex((sibling) => (sibling as Member).name === last);
  const sibling = siblings[index];
  if (!sibling || (typeof last === 'number') !== (text[parent.start] === '[')) return undefined;
  const start = (s: Span & { nameStart?: number }) => s.nameStart ?? s.start;
  const next = siblings[index + 1];
  const before = siblings[index - 1];
  const [from, to] = next
    ? [start(sibling), start(next)]
    : before
      ? [before.end, sibling.end]
      : [start(sibling), sibling.end];
  return splice(text, [{ start: from, end: to, text: '' }]);
}

/** Number of elements of the array at a path; undefined when there is none. */
export function lengthAt(text: string, path: Path): number | undefined {
  const span = find(text, path);
  return span && text[span.start] === '[' ? elementsOf(text, span.start).length : undefined;
}

function childOf(text: string, span: Span, step: string | number): Span | undefined {
  if (text[span.start] === '{' && typeof step === 'string') {
    return membersOf(text, span.start).find((member) => member.name === step);
  }
  return text[span.start] === '[' && typeof step === 'number'
    ? elementsOf(text, span.start)[step]
    : undefined;
}

function addMember(text: string, parent: Span, name: string, value: string): string {
  const members = membersOf(text, parent.start);
  const old = members.find((member) => member.name === name);
  if (old) return splice(text, [{ start: old.start, end: old.end, text: value }]);
  const at = members.at(-1)?.end ?? parent.start + 1;
  const comma = members.length > 0 ? ',' : '';
  return splice(text, [{ start: at, end: at, text: `${comma}${JSON.stringify(name)}:${value}` }]);
}

function addElement(text: string, parent: Span, index: number, value: string): string | undefined {
  const elements = elementsOf(text, parent.start);
  if (index < 0 || index > elements.length) return undefined;
  const next = elements[index];
  if (next) return splice(text, [{ start: next.start, end: next.start, text: `${value},` }]);
  const at = elements.at(-1)?.end ?? parent.start + 1;
  return splice(text, [{ start: at, end: at, text: elements.length > 0 ? `,${value}` : value }]);
}

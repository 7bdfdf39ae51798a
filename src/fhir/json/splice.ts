// Edits of JSON text by position: what is not edited keeps its digits, order and escapes.

import { elementsOf, endOfValue, membersOf, type Span, skipSpace } from './scan.ts';

export interface Edit extends Span {
  /** Replaces what stands between start and end. */
  text: string;
}

export type Path = readonly (string | number)[];

/** Applies edits that do not overlap, in any order. */
export function splice(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text;
  const ordered = [...edits].sort((a, b) => a.start - b.start);
  let result = '';
  let from = 0;
  for (const edit of ordered) {
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}

interface Branch {
  /** Index of the path that ends here. */
  index: number | undefined;
  next: Map<string | number, Branch>;
}

/** Spans of the values at these paths, in one pass; undefined where nothing stands. */
export function spansOf(text: string, paths: readonly Path[]): (Span | undefined)[] {
  const root: Branch = { index: undefined, next: new Map() };
  paths.forEach((path, index) => {
    let branch = root;
    for (const step of path) {
      let next = branch.next.get(step);
      if (!next) {
        next = { index: undefined, next: new Map() };
        branch.next.set(step, next);
      }
      branch = next;
    }
    branch.index = index;
  });
  const spans: (Span | undefined)[] = new Array(paths.length).fill(undefined);
  const start = skipSpace(text, 0);
  descend(text, { start, end: endOfValue(text, start) }, root, spans);
  return spans;
}

function descend(text: string, span: Span, branch: Branch, spans: (Span | undefined)[]): void {
  if (branch.index !== undefined) spans[branch.index] = span;
  if (branch.next.size === 0) return;
  if (text[span.start] === '{') {
    for (const member of membersOf(text, span.start)) {
      const next = branch.next.get(member.name);
      if (next) descend(text, member, next, spans);
    }
  } else if (text[span.start] === '[') {
    elementsOf(text, span.start).forEach((element, i) => {
      const next = branch.next.get(i);
      if (next) descend(text, element, next, spans);
    });
  }
}

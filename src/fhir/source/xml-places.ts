// Where elements stand in an XML text that has been read before: it is well-formed, and has no DTD.

import { isChoiceOf, type PathStep } from './path.ts';

interface Element {
  name: string;
  at: number;
  children: Element[];
}

const TAG =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*)>/g;

/** Answers the offset of the element, or of the nearest one around it that is there. Attributes are where their element is. */
export function createXmlPlaces(text: string): (steps: readonly PathStep[]) => number {
  const root = readElements(text);
  return (steps) => {
    let place = root;
    let holder = root;
    for (const { name, index } of steps) {
      const found = holder?.children.filter((child) => child.name === name || isChoiceOf(child.name, name))[
        index
      ];
      if (!found) break;
      place = found;
      // A resource stands inside the element that holds it.
      const inner = found.children.length === 1 ? found.children[0]! : undefined;
      holder = inner && /^[A-Z]/.test(inner.name) ? inner : found;
    }
    return place?.at ?? 0;
  };
}

function readElements(text: string): Element | undefined {
  const open: Element[] = [];
  let root: Element | undefined;
  for (const { 1: closes, 2: qualified, 3: rest, index } of text.matchAll(TAG)) {
    if (qualified === undefined) continue;
    if (closes === '/') {
      open.pop();
      continue;
    }
    const element = { name: qualified.slice(qualified.indexOf(':') + 1), at: index, children: [] };
    open.at(-1)?.children.push(element);
    root ??= element;
    if (!rest?.endsWith('/')) open.push(element);
  }
  return root;
}

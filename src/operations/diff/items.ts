// The items of a member: those of its list, or itself.

import { elementsOf, type Member } from '../../fhir/json/scan.ts';

/** Texts in order; undefined for null, which keeps a place in a list of primitives. */
export function itemsOf(text: string, members: Member[], name: string): (string | undefined)[] {
  const member = members.find((one) => one.name === name);
  if (!member) return [];
  const spans = text[member.start] === '[' ? elementsOf(text, member.start) : [member];
  return spans.map(({ start, end }) => {
    const item = text.slice(start, end);
    return item === 'null' ? undefined : item;
  });
}

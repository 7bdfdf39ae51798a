// The occurrences of an element in an object: lists and single values, choices, primitives with their `_name`.

import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';
import type { BaseElement, Member } from './base-types.ts';

export interface ElementItem {
  /** Absent when only extensions are given for a primitive. */
  value: Json | undefined;
  extra: JsonObject | undefined;
  /** FHIR type: of a choice the one that was chosen. */
  type: string;
}

const FEW = 3;

/** Never throws: what is of another shape is not found. */
export function readItems(holder: JsonObject, element: BaseElement): ElementItem[] {
  const items: ElementItem[] = [];
  const { members } = element;
  if (members.length > FEW) {
    // Of a wide choice: what is there is looked at, not everything that could be.
    for (const name in holder) {
      if (!name.includes(element.name)) continue;
      const member = members.find(
        ({ json, beside }) => name === json || (name === beside && !(json in holder)),
      );
      if (member) readMember(items, holder[member.json], besideOf(holder, member), member);
    }
    return items;
  }
  for (const member of members) {
    const value = holder[member.json];
    const beside = besideOf(holder, member);
    if (value !== undefined || beside !== undefined) readMember(items, value, beside, member);
  }
  return items;
}

function besideOf(holder: JsonObject, member: Member): Json | undefined {
  return member.beside === undefined ? undefined : holder[member.beside];
}

function readMember(
  items: ElementItem[],
  value: Json | undefined,
  beside: Json | undefined,
  member: Member,
): void {
  const { type, element } = member;
  if (!element.list) {
    items.push({ value: value ?? undefined, extra: isObject(beside) ? beside : undefined, type });
    return;
  }
  const values = Array.isArray(value) ? value : undefined;
  const extras = Array.isArray(beside) ? beside : undefined;
  const count = Math.max(values?.length ?? 0, extras?.length ?? 0);
  for (let i = 0; i < count; i++) {
    const extra = extras?.[i];
    items.push({ value: values?.[i] ?? undefined, extra: isObject(extra) ? extra : undefined, type });
  }
}

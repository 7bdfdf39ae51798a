// A Questionnaire read for its answers: items by linkId, and which stands within which. R4 questionnaire.html.

import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';

export interface FormItem {
  linkId: string;
  type: string;
  /** As it is written, for what only one rule asks. */
  source: JsonObject;
  required: boolean;
  repeats: boolean;
  items: FormItem[];
  /** Its place in the list it stands in. */
  index: number;
  /** The item it stands in; undefined at the top. */
  within: FormItem | undefined;
}

export interface Form {
  /** The Questionnaire itself. */
  source: JsonObject;
  items: FormItem[];
  /** The first of each linkId: they are unique (que-2). */
  byLinkId: ReadonlyMap<string, FormItem>;
}

/** Items without a linkId cannot be answered and are left out. */
export function readForm(questionnaire: JsonObject): Form {
  const byLinkId = new Map<string, FormItem>();
  const items = readItems(questionnaire.item, undefined, byLinkId);
  return { source: questionnaire, items, byLinkId };
}

function readItems(
  items: Json | undefined,
  within: FormItem | undefined,
  byLinkId: Map<string, FormItem>,
): FormItem[] {
  return objectsIn(items).flatMap((source, index) => {
    if (typeof source.linkId !== 'string') return [];
    const item: FormItem = {
      linkId: source.linkId,
      type: typeof source.type === 'string' ? source.type : '',
      source,
      required: source.required === true,
      repeats: source.repeats === true,
      items: [],
      index,
      within,
    };
    if (!byLinkId.has(item.linkId)) byLinkId.set(item.linkId, item);
    item.items = readItems(source.item, item, byLinkId);
    return [item];
  });
}

/** The objects of a list; [] when it is none. */
export function objectsIn(list: Json | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export interface Choice {
  /** `valueCoding` → `Coding`. */
  type: string;
  /** `valueCoding` */
  member: string;
  value: Json;
}

/** What an element of several types holds: `value[x]` for the stem `value`. */
export function choiceIn(holder: JsonObject, stem: string): Choice | undefined {
  for (const member in holder) {
    const value = holder[member];
    if (!member.startsWith(stem) || member.length === stem.length || value === undefined) continue;
    const type = member.slice(stem.length);
    if (/^[A-Z]/.test(type)) return { type, member, value };
  }
  return undefined;
}

/** The values of an extension on an element, in their order. */
export function extensionValues(element: JsonObject, url: string): Json[] {
  return objectsIn(element.extension)
    .filter((extension) => extension.url === url)
    .flatMap((extension) => {
      const given = choiceIn(extension, 'value');
      return given ? [given.value] : [];
    });
}

/** The text of a value, short enough for a sentence. */
export function shownAnswer(value: Json): string {
  if (!isObject(value)) return short(String(value));
  if (value.value !== undefined) {
    const unit = value.unit ?? value.code;
    return short(unit === undefined ? String(value.value) : `${String(value.value)} ${String(unit)}`);
  }
  if (value.code !== undefined)
    return short(`${value.system ? `${String(value.system)}#` : ''}${String(value.code)}`);
  return short(String(value.display ?? value.reference ?? value.title ?? 'the value'));
}

function short(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

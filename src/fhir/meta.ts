// Profiles, security labels and tags of a resource as sets, changed in its text so that the rest keeps its digits.
// A label or tag is known by system and code; version and display do not count. R4 resource.html#Meta,
// resource-operation-meta-add.html.

import { addAt, find, removeAt, replaceAt } from './json/change.ts';
import { isObject, type JsonObject } from './json/tree.ts';

/** The three lists of meta that operations change. */
export interface MetaSets {
  profile: string[];
  security: JsonObject[];
  tag: JsonObject[];
}

const CODED = ['security', 'tag'] as const;

/** What a Meta holds of them; what is no list, or no coding, is left alone. */
export function metaSets(meta: unknown): MetaSets {
  const lists: JsonObject = isObject(meta) ? meta : {};
  const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  return {
    profile: listOf(lists.profile).filter((one): one is string => typeof one === 'string'),
    security: listOf(lists.security).filter(isObject),
    tag: listOf(lists.tag).filter(isObject),
  };
}

/** Meta of the resource whose compact JSON text this is. */
export function metaOf(text: string): JsonObject {
  const span = find(text, ['meta']);
  const meta: unknown = span && JSON.parse(text.slice(span.start, span.end));
  return isObject(meta) ? meta : {};
}

function codingKey({ system, code }: JsonObject): string {
  return JSON.stringify([system ?? '', code ?? '']);
}

/** Adds to `into` what is not there yet. */
export function mergeMeta(into: MetaSets, added: MetaSets): void {
  for (const profile of added.profile) if (!into.profile.includes(profile)) into.profile.push(profile);
  for (const name of CODED) {
    const known = new Set(into[name].map(codingKey));
    into[name].push(...added[name].filter((coding) => !known.has(codingKey(coding))));
  }
}

/** The text with what is not there yet added at the end of the lists. */
export function addMeta(text: string, added: MetaSets): string {
  const there = metaSets(metaOf(text));
  let result = text;
  for (const profile of added.profile) {
    if (!there.profile.includes(profile)) result = append(result, 'profile', JSON.stringify(profile));
    there.profile.push(profile);
  }
  for (const name of CODED) {
    const known = new Set(there[name].map(codingKey));
    for (const coding of added[name]) {
      if (!known.has(codingKey(coding))) result = append(result, name, JSON.stringify(coding));
      known.add(codingKey(coding));
    }
  }
  return result;
}

/** The text without those; a list that becomes empty goes, as FHIR wants. */
export function removeMeta(text: string, removed: MetaSets): string {
  const there = metaSets(metaOf(text));
  const profiles = there.profile.filter((one) => !removed.profile.includes(one));
  let result = put(text, 'profile', profiles, there.profile.length);
  for (const name of CODED) {
    const gone = new Set(removed[name].map(codingKey));
    const kept = there[name].filter((coding) => !gone.has(codingKey(coding)));
    result = put(result, name, kept, there[name].length);
  }
  return result;
}

function append(text: string, name: keyof MetaSets, value: string): string {
  const list = metaOf(text)[name];
  if (Array.isArray(list)) return addAt(text, ['meta', name, list.length], value)!;
  if (find(text, ['meta'])) return addAt(text, ['meta', name], `[${value}]`)!;
  return addAt(text, ['meta'], `{${JSON.stringify(name)}:[${value}]}`)!;
}

function put(text: string, name: keyof MetaSets, kept: readonly unknown[], before: number): string {
  if (kept.length === before) return text;
  const without =
    kept.length > 0
      ? replaceAt(text, ['meta', name], JSON.stringify(kept))!
      : removeAt(text, ['meta', name])!;
  // Extensions of profiles stand beside them by position, which has changed.
  return name === 'profile' ? (removeAt(without, ['meta', '_profile']) ?? without) : without;
}

// What a newer line must not take away: a blank cell deletes nothing, and what others wrote into a record stays.

import type { Json, JsonObject, Resource } from '../fhir/json/tree.ts';
import { isObject } from '../fhir/json/tree.ts';

/** The new resource with what only the stored one has: members, identifiers by system, extensions by URL. */
export function keepOthers(stored: Resource, next: Resource): Resource {
  const result: JsonObject = { ...next };
  for (const [member, value] of Object.entries(stored)) {
    if (member === 'meta' || member === 'id' || member === 'text' || value === undefined) continue;
    if (!(member in result)) {
      if (!outdated(member, stored, next)) result[member] = value;
    } else if (member === 'identifier')
      result[member] = union(result[member]!, value, ({ system }) => String(system));
    else if (member === 'extension') result[member] = union(result[member]!, value, ({ url }) => String(url));
  }
  // A date that is stored says more than "unknown" today.
  for (const member of Object.keys(next)) {
    const base = member.slice(1);
    if (!member.startsWith('_') || base in next || !(base in result)) continue;
    if (stored[member] === undefined) delete result[member];
    else result[member] = stored[member];
  }
  const profiles = unionOfProfiles(next.meta, stored.meta);
  if (profiles) result.meta = { ...(next.meta as JsonObject), profile: profiles };
  return result as Resource;
}

/** Members of a stored panel stay: a blank cell today does not unsay what was measured. */
export function keepMembers(stored: Resource, next: Resource): Resource {
  const mine = (next.hasMember ?? []) as JsonObject[];
  const known = new Set(mine.map(({ reference }) => reference));
  const kept = ((stored.hasMember ?? []) as JsonObject[]).filter(({ reference }) => !known.has(reference));
  return kept.length === 0 ? next : { ...next, hasMember: [...mine, ...kept] };
}

/** `_birthDate` belongs to `birthDate`: the extensions of a value that has changed are no longer true. */
function outdated(member: string, stored: Resource, next: Resource): boolean {
  if (!member.startsWith('_')) return false;
  const base = member.slice(1);
  return next[base] !== undefined && next[base] !== stored[base];
}

function union(next: Json, stored: Json, keyOf: (item: JsonObject) => string): Json {
  if (!Array.isArray(next) || !Array.isArray(stored)) return next;
  const keys = new Set(next.filter(isObject).map(keyOf));
  return [...next, ...stored.filter((item) => isObject(item) && !keys.has(keyOf(item)))];
}

function unionOfProfiles(next: Json | undefined, stored: Json | undefined): Json[] | undefined {
  const mine = isObject(next) && Array.isArray(next.profile) ? next.profile : [];
  const theirs = isObject(stored) && Array.isArray(stored.profile) ? stored.profile : [];
  const more = theirs.filter((profile) => !mine.includes(profile));
  return more.length > 0 ? [...mine, ...more] : undefined;
}

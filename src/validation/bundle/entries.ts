// The entries of a Bundle by what refers to them. R4 bundle.html#references.

import { isObject, type JsonObject } from '../../fhir/json/tree.ts';

export interface Entries {
  /**
   * The entries a reference leads to; more than one where they are versions and the reference names none. `from` is the
   * fullUrl of the entry that the reference stands in: what is relative is relative to its base.
   */
  find(reference: string, from: string | undefined): readonly JsonObject[];
  /** Those of a `Type/id`, whatever their base. */
  alike(relative: string): readonly JsonObject[];
}

const HISTORY = '/_history/';
const RESTFUL = /^(https?:\/\/.*\/)([A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/;
const NONE: readonly JsonObject[] = [];

export const NO_ENTRIES: Entries = { find: () => NONE, alike: () => NONE };

export function entriesOf(bundle: JsonObject): Entries {
  if (bundle.resourceType !== 'Bundle' || !Array.isArray(bundle.entry)) return NO_ENTRIES;
  const byUrl = new Map<string, JsonObject[]>();
  const bySuffix = new Map<string, JsonObject[]>();
  const byName = new Map<string, JsonObject[]>();
  for (const entry of bundle.entry) {
    if (!isObject(entry) || !isObject(entry.resource)) continue;
    const { fullUrl, resource } = entry;
    if (typeof fullUrl === 'string') {
      add(byUrl, fullUrl, entry);
      const suffix = RESTFUL.exec(fullUrl)?.[2];
      if (suffix !== undefined) add(bySuffix, suffix, entry);
    }
    if (typeof resource.id === 'string')
      add(byName, `${String(resource.resourceType)}/${resource.id}`, entry);
  }
  return {
    find(reference, from) {
      const fragment = reference.indexOf('#');
      const whole = fragment < 0 ? reference : reference.slice(0, fragment);
      const at = whole.lastIndexOf(HISTORY);
      const text = at < 0 ? whole : whole.slice(0, at);
      const found = candidates(text, from, byUrl, bySuffix);
      // A history has the newest version of each first.
      if (at < 0) return bundle.type === 'history' ? found.slice(0, 1) : found;
      return found.filter((entry) => versionOf(entry) === whole.slice(at + HISTORY.length));
    },
    alike: (relative) => byName.get(relative) ?? NONE,
  };
}

/** From an entry without a RESTful fullUrl a relative reference may lead to any entry that is served as such. */
function candidates(
  text: string,
  from: string | undefined,
  byUrl: ReadonlyMap<string, JsonObject[]>,
  bySuffix: ReadonlyMap<string, JsonObject[]>,
): readonly JsonObject[] {
  if (isAbsolute(text)) return byUrl.get(text) ?? NONE;
  const base = baseOf(from);
  return (base === undefined ? bySuffix.get(text) : byUrl.get(base + text)) ?? NONE;
}

/** `https://a/fhir/` of `https://a/fhir/Patient/1`. */
export function baseOf(fullUrl: string | undefined): string | undefined {
  return fullUrl === undefined ? undefined : RESTFUL.exec(fullUrl)?.[1];
}

export function isAbsolute(reference: string): boolean {
  return /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(reference);
}

export function versionOf({ resource }: JsonObject): string | undefined {
  const meta = isObject(resource) ? resource.meta : undefined;
  return isObject(meta) && typeof meta.versionId === 'string' ? meta.versionId : undefined;
}

function add(map: Map<string, JsonObject[]>, key: string, entry: JsonObject): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}

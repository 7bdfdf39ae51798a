// Links and pictures of a narrative: nothing active, and `#…` leads to something in the resource or its Bundle.
// R4 narrative.html#id.

import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';

/** Is there an element, a contained resource or a part of a narrative with this id? */
export type HasTarget = (root: JsonObject, id: string) => boolean;

/** Remembers the ids of the resource that was asked for last. */
export function createHasTarget(): HasTarget {
  const known = new WeakMap<JsonObject, ReadonlySet<string>>();
  return (root, id) => {
    let ids = known.get(root);
    if (!ids) {
      const found = new Set<string>();
      collectIds(root, '', found);
      ids = found;
      known.set(root, ids);
    }
    return ids.has(id);
  };
}

const IN_NARRATIVE = /\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function collectIds(value: Json | undefined, name: string, ids: Set<string>): void {
  if (typeof value === 'string') {
    if (name === 'id') ids.add(value);
    else if (name === 'div')
      for (const [, double, single] of value.matchAll(IN_NARRATIVE)) ids.add(double ?? single ?? '');
  } else if (Array.isArray(value)) {
    for (const item of value) collectIds(item, name, ids);
  } else if (isObject(value)) {
    for (const member in value) collectIds(value[member], member, ids);
  }
}

const ACTIVE = /^\s*(javascript|vbscript|data:text\/html)/i;
const NOT_OPENED = /^(urn|cid):/i;
/** RFC 3986 has none of them; they are written in per cent. */
const ILLEGAL = /[\s"<>\\^`{}]/;
const BASE64 = /^data:[^,]*;base64,[A-Za-z0-9+/=\s]*$/;

/** What is wrong with the target of a link or picture, as the end of a sentence; undefined: nothing. */
export function linkFault(url: string): string | undefined {
  if (url === '') return 'is empty: leave it out, or say where it leads';
  if (ACTIVE.test(url)) return 'has a script: remove it';
  if (/^data:/i.test(url)) {
    const [head = '', ...rest] = url.split(',');
    if (rest.length !== 1) return 'is no right data: URL: write one comma before the data';
    return head.endsWith(';base64') && !BASE64.test(url)
      ? 'has data that is not base64: correct it'
      : undefined;
  }
  if (NOT_OPENED.test(url)) return 'has an address that nobody can open: link to a web page';
  const illegal = ILLEGAL.exec(url)?.[0];
  return illegal === undefined
    ? undefined
    : `has the character "${illegal}", which no URL has: write it in per cent`;
}

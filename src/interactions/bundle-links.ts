// References inside a transaction: what points to another entry by its fullUrl, or by a condition, is rewritten
// to the id that the entry gets. In references, uris, extensions, contained resources and narrative links.
// R4 http.html#trules, bundle.html#references.

import type { TypeModel } from '../fhir/elements.ts';
import { type Edit, type Path, spansOf, splice } from '../fhir/json/splice.ts';
import { isObject, type JsonObject, type Resource } from '../fhir/json/tree.ts';
import { lateBody } from './late-body.ts';
import type { ResourceBody } from './request.ts';

/** A string that may have to be rewritten. */
export interface Link {
  path: Path;
  kind: 'reference' | 'uri' | 'narrative';
  value: string;
}

const URI_TYPES = new Set(['uri', 'url', 'canonical', 'oid', 'uuid']);

/** All links of a resource, in document order. */
export function linksOf(resource: Resource, model: TypeModel): Link[] {
  const links: Link[] = [];
  collect(resource, resource.resourceType, [], model, links);
  return links;
}

function collect(object: JsonObject, type: string, path: Path, model: TypeModel, links: Link[]): void {
  for (const [name, value] of Object.entries(object)) {
    if (name === 'resourceType' || value === undefined) continue;
    // `_name` carries id and extensions of a primitive.
    const member = name.startsWith('_') ? { type: 'Element' } : model.member(type, name);
    if (member) collectValue(value, member.type, [...path, name], model, links, type);
  }
}

function collectValue(
  value: unknown,
  type: string,
  path: Path,
  model: TypeModel,
  links: Link[],
  owner: string,
): void {
  if (Array.isArray(value)) {
    value.forEach((item, i) => {
      collectValue(item, type, [...path, i], model, links, owner);
    });
  } else if (typeof value === 'string') {
    if (owner === 'Reference' && path.at(-1) === 'reference') links.push({ path, kind: 'reference', value });
    else if (URI_TYPES.has(type)) links.push({ path, kind: 'uri', value });
    else if (type === 'xhtml') links.push({ path, kind: 'narrative', value });
  } else if (isObject(value)) {
    const inner = typeof value.resourceType === 'string' ? value.resourceType : type;
    collect(value, inner, path, model, links);
  }
}

/** The resource with links replaced where `target` names another; the same object when none is. */
export function rewriteLinks(
  body: ResourceBody,
  links: Link[],
  target: (link: Link) => string | undefined,
): ResourceBody {
  const changed = links.flatMap((link) => {
    const value = link.kind === 'narrative' ? rewriteNarrative(link, target) : target(link);
    return value === undefined || value === link.value ? [] : [{ path: link.path, value }];
  });
  if (changed.length === 0) return body;
  const spans = spansOf(
    body.text,
    changed.map(({ path }) => path),
  );
  const edits = changed.flatMap(({ value }, i): Edit[] => {
    const span = spans[i];
    return span ? [{ start: span.start, end: span.end, text: JSON.stringify(value) }] : [];
  });
  return lateBody(splice(body.text, edits), { content: body.content });
}

/** `href` and `src` of the XHTML. */
function rewriteNarrative(link: Link, target: (link: Link) => string | undefined): string {
  return link.value.replace(/(\s(?:href|src)\s*=\s*)(["'])(.*?)\2/g, (whole, before, quote, url) => {
    const value = target({ ...link, value: url });
    return value === undefined ? whole : `${before}${quote}${value}${quote}`;
  });
}

// Tags and security labels outlive an update that does not name them: a client that does not know a label cannot
// drop it by accident. What should go is taken away by $meta-delete or a patch. Profiles are claims about the
// content, so an update says them anew. R4 resource.html#Meta, resource-operation-meta-delete.html.

import { parseJson } from '../fhir/json/parse.ts';
import { isObject, type Resource } from '../fhir/json/tree.ts';
import { addMeta, metaOf, metaSets } from '../fhir/meta.ts';
import type { Version } from '../storage/store.ts';
import type { ResourceBody } from './request.ts';

/** Says that a resource was read in part; it is about one answer, not about the resource. */
const SUBSETTED = 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue';

/** The body with the labels of the version that it follows; the same object when it names them all. */
export function keepLabels(body: ResourceBody, current: Version | undefined): ResourceBody {
  if (current?.text === undefined) return body;
  const { security, tag } = metaSets(metaOf(current.text));
  const kept = { profile: [], security, tag: tag.filter((one) => one.system !== SUBSETTED) };
  if ((kept.security.length === 0 && kept.tag.length === 0) || !hasLists(body.resource.meta)) return body;
  const added = addMeta(body.text, kept);
  if (added === body.text) return body;
  const { value, text, numbers } = parseJson(added);
  return { resource: value as Resource, text, numbers, content: body.content };
}

/** What has another shape is left for validation to refuse. */
function hasLists(meta: unknown): boolean {
  if (meta === undefined) return true;
  const isList = (list: unknown) => list === undefined || Array.isArray(list);
  return isObject(meta) && isList(meta.security) && isList(meta.tag);
}

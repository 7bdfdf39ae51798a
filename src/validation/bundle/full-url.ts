// fullUrl of a Bundle entry: there, absolute, and in agreement with the resource. R4 bundle.html#bundle-unique.

import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import { describe } from '../checks/primitive.ts';
import type { ItemCheck, Visit } from '../visit.ts';

const RESTFUL = /^https?:\/\/.*\/([A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/;
/** Their entries may be without: what is not stored yet has no address. */
const WITHOUT: ReadonlySet<unknown> = new Set([
  'transaction',
  'transaction-response',
  'batch',
  'batch-response',
]);

export function checkFullUrl(isResourceType: (name: string) => boolean): ItemCheck {
  return (entry, _extra, _type, visit) => {
    if (!isObject(entry)) return;
    const { fullUrl } = entry;
    const exchanged = WITHOUT.has(visit.owner()?.object?.type);
    if (fullUrl === undefined) {
      if (exchanged) return;
      const diagnostics = 'The entry has no fullUrl: give it the address of its resource, or urn:uuid:….';
      visit.error('required', 'full-url', diagnostics);
    }
    if (typeof fullUrl !== 'string') return;
    if (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(fullUrl))
      checkAgreement(entry, fullUrl, exchanged, isResourceType, visit);
    else {
      const diagnostics = `${describe(fullUrl)} is not absolute: write a whole URL or urn:uuid:….`;
      visit.error('value', 'full-url', diagnostics, 'fullUrl');
    }
  };
}

/** A fullUrl that looks like an address on a FHIR server is that of the resource. */
function checkAgreement(
  { resource, request }: JsonObject,
  fullUrl: string,
  exchanged: boolean,
  isResourceType: (name: string) => boolean,
  visit: Visit,
): void {
  if (!isObject(resource) || typeof resource.resourceType !== 'string') return;
  const { resourceType, id, url } = resource;
  const [, type, served] = RESTFUL.exec(fullUrl) ?? [];
  const isRestful = type !== undefined && isResourceType(type);
  if (isRestful && typeof id !== 'string') {
    if (exchanged || isObject(request)) return;
    const diagnostics = `fullUrl names ${type}/${served} and the resource has no id: add it.`;
    visit.error('value', 'full-url', diagnostics, 'fullUrl');
  } else if (isRestful && (type !== resourceType || served !== id)) {
    const diagnostics = `fullUrl names ${type}/${served} and the resource is ${resourceType}/${String(id)}: make them agree.`;
    visit.error('value', 'full-url', diagnostics, 'fullUrl');
  } else if (
    !isRestful &&
    typeof url === 'string' &&
    url === fullUrl &&
    !fullUrl.endsWith(`/${String(id)}`)
  ) {
    const diagnostics = `fullUrl is the canonical URL of the resource and does not end with its id ${String(id)}: write the address of the resource.`;
    visit.error('value', 'full-url', diagnostics, 'fullUrl');
  }
}

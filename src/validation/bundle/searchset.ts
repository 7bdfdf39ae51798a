// Entries of a search result: their mode, and the types that were searched for. R4 bundle.html#searchset.

import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';

export function checkSearchset(
  bundle: JsonObject,
  isResourceType: (name: string) => boolean,
  visit: Visit,
): void {
  if (!Array.isArray(bundle.entry)) return;
  const types = searchedTypes(bundle, isResourceType);
  bundle.entry.forEach((entry, i) => {
    if (!isObject(entry)) return;
    const { resource, search } = entry;
    const place = `entry[${i}]`;
    if (!isObject(resource)) {
      const diagnostics = 'An entry of a search result has a resource: add it, or remove the entry.';
      visit.error('required', 'searchset', diagnostics, place);
      return;
    }
    const mode = isObject(search) ? search.mode : undefined;
    const type = String(resource.resourceType);
    if (mode === 'outcome') {
      if (type === 'OperationOutcome') return;
      const diagnostics = `An outcome of a search is an OperationOutcome and this is a ${type}: say "match" or "include".`;
      visit.error('value', 'searchset', diagnostics, `${place}.search.mode`);
      return;
    }
    if (mode === undefined) return;
    if (typeof resource.id !== 'string') {
      const diagnostics = 'What a search finds is stored and has an id: add it.';
      visit.error('required', 'searchset', diagnostics, `${place}.resource`);
    }
    if (mode !== 'match' || types.length === 0 || types.includes(type)) return;
    const diagnostics = `The search was for ${types.join(', ')} and this match is a ${type}: say "include" or "outcome".`;
    visit.error('value', 'searchset', diagnostics, `${place}.search.mode`);
  });
}

/** As the link "self" tells them; [] when it does not. */
function searchedTypes(bundle: JsonObject, isResourceType: (name: string) => boolean): string[] {
  const links = Array.isArray(bundle.link) ? bundle.link : [];
  const self = links.find((link) => isObject(link) && link.relation === 'self');
  if (!isObject(self) || typeof self.url !== 'string') return [];
  const [path = '', query = ''] = self.url.split('?');
  const last = path.slice(path.lastIndexOf('/') + 1);
  if (isResourceType(last)) return [last];
  const asked = query.split('&').find((parameter) => parameter.startsWith('_type='));
  return asked === undefined ? [] : asked.slice('_type='.length).split(/,|%2C/i).filter(isResourceType);
}

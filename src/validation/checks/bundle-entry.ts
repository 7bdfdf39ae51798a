// fullUrl of a Bundle entry: absolute, and in agreement with the id of the resource. R4 bundle.html#bundle-unique.

import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { describe } from './primitive.ts';

const RESTFUL = /^https?:\/\/.*\/([A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/;

export const checkBundleEntry: ItemCheck = (entry, _extra, _type, visit) => {
  if (!isObject(entry) || typeof entry.fullUrl !== 'string') return;
  const { fullUrl, resource } = entry;
  if (!/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(fullUrl)) {
    visit.error(
      'value',
      'full-url',
      `${describe(fullUrl)} is not absolute: write a whole URL or urn:uuid:….`,
      'fullUrl',
    );
    return;
  }
  if (!isObject(resource) || typeof resource.id !== 'string') return;
  const { resourceType, id } = resource;
  const [, type, served] = RESTFUL.exec(fullUrl) ?? [];
  if (type === resourceType && served !== id) {
    const diagnostics = `fullUrl names the id ${served} and the resource has ${describe(id)}: make them agree.`;
    visit.error('value', 'full-url', diagnostics, 'fullUrl');
  }
};

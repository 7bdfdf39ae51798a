// URLs that name definitions, and those that lead into the resource itself. R4 references.html#canonical.

import { isObject } from '../../fhir/json/tree.ts';
import type { ItemCheck } from '../visit.ts';
import { describe } from './primitive.ts';

/** `#id` in a uri refers to a contained resource as a Reference does. */
export const noteLocalReference: ItemCheck = (value, _extra, _type, visit) => {
  if (typeof value === 'string' && value.startsWith('#')) visit.noteLocalReference(value);
};

/** A canonical `#id` is a contained resource. */
export const checkLocalCanonical: ItemCheck = (value, _extra, _type, visit) => {
  if (typeof value !== 'string' || !value.startsWith('#')) return;
  visit.noteLocalReference(value);
  const { contained } = visit.root;
  const id = value.slice(1);
  if (Array.isArray(contained) && contained.some((resource) => isObject(resource) && resource.id === id))
    return;
  const diagnostics = `${describe(value)} is not among the contained resources: add it to contained, or write the whole URL.`;
  visit.error('value', 'reference', diagnostics);
};

/** The URL by which a definition is known everywhere: `CodeSystem.url`. */
export const checkOwnUrl: ItemCheck = (value, _extra, _type, visit) => {
  if (typeof value !== 'string' || /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(value)) return;
  const diagnostics = `${describe(value)} is not absolute: a definition is known by a whole URL.`;
  visit.error('value', 'primitive', diagnostics);
};

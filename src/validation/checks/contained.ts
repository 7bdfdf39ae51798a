// Contained resources: dom-2 to dom-5, with the sense dom-3 was meant to have. R4 references.html#contained.

import { isObject, type Json, type JsonObject } from '../../fhir/json/tree.ts';
import type { ItemCheck, Visit } from '../visit.ts';

/** Runs when the whole resource was walked, so that every local reference is known. */
export const checkContained: ItemCheck = (resource, _extra, _type, visit) => {
  const contained = isObject(resource) ? resource.contained : undefined;
  if (!Array.isArray(contained)) return;
  const ids = new Set<string>();
  contained.forEach((inner, i) => {
    if (!isObject(inner)) return;
    checkOne(inner, `contained[${i}]`, visit);
    if (typeof inner.id !== 'string') return;
    if (ids.has(inner.id)) {
      const diagnostics = `Two contained resources have the id "${inner.id.slice(0, 80)}": give one of them another, so that it is known which is meant.`;
      visit.error('business-rule', 'contained-id', diagnostics, `contained[${i}].id`);
    }
    ids.add(inner.id);
  });
};

function checkOne(inner: JsonObject, place: string, visit: Visit): void {
  const report = (key: string, diagnostics: string) => visit.error('invariant', key, diagnostics, place);
  if (inner.contained !== undefined) {
    report('dom-2', 'A contained resource contains another: move it into contained of the outer resource.');
  }
  const { id } = inner;
  const isReferred = typeof id === 'string' && visit.hasLocalReference(`#${id}`);
  if (!isReferred && !refersToContainer(inner)) {
    report('dom-3', 'Nothing refers to the contained resource: refer to it by #id, or remove it.');
  }
  const meta = inner.meta;
  if (!isObject(meta)) return;
  if (meta.versionId !== undefined || meta.lastUpdated !== undefined) {
    report(
      'dom-4',
      'A contained resource has no version of its own: remove versionId and lastUpdated from its meta.',
    );
  }
  if (meta.security !== undefined) {
    report('dom-5', 'A contained resource has no security label of its own: put it on the outer resource.');
  }
}

function refersToContainer(value: Json | undefined): boolean {
  if (value === '#') return true;
  if (Array.isArray(value)) return value.some(refersToContainer);
  return isObject(value) && Object.values(value).some(refersToContainer);
}

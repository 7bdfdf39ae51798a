// Stylesheets of a document: outside it, or a Binary in it. R4 documents.html#stylesheet.

import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';
import { isAbsolute } from './entries.ts';

export function checkStylesheets(bundle: JsonObject, visit: Visit): void {
  if (!Array.isArray(bundle.link)) return;
  bundle.link.forEach((link, i) => {
    if (!isObject(link) || link.relation !== 'stylesheet' || typeof link.url !== 'string') return;
    if (isAbsolute(link.url) || visit.entries.alike(link.url).length > 0) return;
    const diagnostics = `The stylesheet ${link.url.slice(0, 200)} is not in the document: add it as an entry, or write its whole URL.`;
    visit.error('not-found', 'bundle-link', diagnostics, `link[${i}].url`);
  });
}

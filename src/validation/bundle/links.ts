// Bundle.link: each relation once, and pages only where there are pages. R4 bundle.html#links.

import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { Visit } from '../visit.ts';

const PAGES: ReadonlySet<string> = new Set(['first', 'previous', 'next', 'last']);
const PAGED: ReadonlySet<unknown> = new Set(['searchset', 'history']);

export function checkLinks(bundle: JsonObject, visit: Visit): void {
  if (!Array.isArray(bundle.link)) return;
  const seen = new Set<string>();
  bundle.link.forEach((link, i) => {
    const relation = isObject(link) ? link.relation : undefined;
    if (typeof relation !== 'string') return;
    const place = `link[${i}].relation`;
    const isPage = PAGES.has(relation);
    if (isPage && !PAGED.has(bundle.type)) {
      const diagnostics = `A Bundle of type ${String(bundle.type)} has no pages: remove the link "${relation}".`;
      visit.error('structure', 'bundle-link', diagnostics, place);
    } else if ((isPage || relation === 'self') && seen.has(relation)) {
      const diagnostics = `The link "${relation}" is there more than once: keep one.`;
      visit.error('structure', 'bundle-link', diagnostics, place);
    }
    seen.add(relation);
  });
}

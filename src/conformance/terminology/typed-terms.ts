// What people type to find a code, as terms to look for. R4 valueset-operation-expand.html, filter.

import { foldString } from '../../fhir/fold.ts';

/** Folded, in their order. A space beside a Chinese character separates as well, which folding would take away. */
export function typedTerms(text: string): string[] {
  return text.normalize('NFKC').split(/\s+/).map(foldString).filter(Boolean);
}

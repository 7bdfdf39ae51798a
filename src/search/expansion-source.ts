// Where value sets and code systems of a search come from: what is stored here first, then the definitions of R4 and
// of the profiles of this server.

import type { CodeSystem, ValueSet } from 'fhir/r4.js';
import type { Definitions } from '../conformance/definitions.ts';
import { codeTableOf, isSupplement } from '../conformance/terminology/code-table.ts';
import type { ExpansionSource } from '../conformance/terminology/expand.ts';
import type { Shelf } from './shelf.ts';

export function expansionSource(shelf: Shelf, definitions: Definitions): ExpansionSource {
  return {
    valueSet: (url) => (shelf.byUrl('ValueSet', url) as ValueSet | undefined) ?? definitions.valueSet(url),
    codeTable: (url) => {
      const stored = shelf.byUrl('CodeSystem', url) as CodeSystem | undefined;
      // A supplement says more about codes, not which there are.
      return stored && !isSupplement(stored) ? codeTableOf(stored) : definitions.codeTable(url);
    },
    systemOfSet: definitions.systemOfSet,
    isCaseSensitive: definitions.isCaseSensitive,
  };
}

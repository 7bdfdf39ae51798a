// The code systems that an expansion looks into: each is taken apart once, and one that cannot answer says why.

import type { CodeSystem } from 'fhir/r4.js';
import { type FhirError, fhirError } from '../../fhir/error.ts';
import { foldToken } from '../../fhir/fold.ts';
import type { CodeSet } from './code-set.ts';
import { type CodeTable, codeTableOf } from './code-table.ts';

export interface HeldSystems {
  /** Its codes and their hierarchy. `url` with or without `|version`. Throws FhirError 400. */
  hierarchy(url: string): CodeTable;
  /** Its codes and their properties. Throws FhirError 400. */
  content(url: string): CodeTable;
  /** undefined: not all of its codes are known here. */
  complete(url: string): CodeTable | undefined;
  /** These codes, folded as the system compares them. Throws FhirError 400 when a request asks for too many. */
  only(system: string, codes: Iterable<string>): CodeSet;
}

/** Codes that one request may work out, over all its sets. */
const CODES_MAX = 500_000;

export function createHeldSystems(source: {
  codeSystem(url: string): CodeSystem | undefined;
  isCaseSensitive(system: string): boolean;
}): HeldSystems {
  const tables = new Map<string, CodeTable>();
  let spent = 0;

  const tableOf = (found: CodeSystem, url: string): CodeTable => {
    const before = tables.get(url);
    if (before) return before;
    const table = codeTableOf(found);
    tables.set(url, table);
    return table;
  };
  const known = (url: string): CodeSystem => {
    const found = source.codeSystem(url);
    if (!found) throw refused(`The code system ${url} is not known here`, 'not-found');
    if (found.content !== 'complete')
      throw refused(`The content of the code system ${url} is not held here`, 'not-supported');
    return found;
  };

  return {
    content: (url) => tableOf(known(url), url),
    hierarchy(url) {
      const found = known(url);
      const { hierarchyMeaning } = found;
      if (hierarchyMeaning === undefined || hierarchyMeaning === 'is-a') return tableOf(found, url);
      throw refused(
        `The hierarchy of the code system ${url} means ${hierarchyMeaning}, not is-a`,
        'not-supported',
      );
    },
    complete(url) {
      const found = source.codeSystem(url);
      return found?.content === 'complete' ? tableOf(found, url) : undefined;
    },
    only(system, codes) {
      const isCaseSensitive = source.isCaseSensitive(system);
      const folded = new Set<string>();
      for (const code of codes) folded.add(foldToken(code, isCaseSensitive));
      spent += folded.size;
      if (spent > CODES_MAX)
        throw refused(`This search stands for more than ${CODES_MAX} codes`, 'too-costly');
      return new Map([[system, { only: folded }]]);
    },
  };
}

export function refused(what: string, code: 'not-found' | 'not-supported' | 'too-costly'): FhirError {
  const help =
    code === 'too-costly' ? 'Ask for fewer.' : 'Store it on this server, or ask for the codes one by one.';
  return fhirError('invalid', `${what}. ${help}`, { code });
}

// The code systems that an expansion looks into: each is taken apart once, and one that cannot answer says why.

import { FhirError } from '../../fhir/error.ts';
import { foldToken } from '../../fhir/fold.ts';
import type { CodeSet } from './code-set.ts';
import type { CodeTable } from './code-table.ts';

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
  codeTable(url: string): CodeTable | undefined;
  isCaseSensitive(system: string): boolean;
}): HeldSystems {
  const tables = new Map<string, CodeTable | undefined>();
  let spent = 0;

  const find = (url: string): CodeTable | undefined => {
    if (!tables.has(url)) tables.set(url, source.codeTable(url));
    return tables.get(url);
  };
  const known = (url: string): CodeTable => {
    const found = find(url);
    if (!found) throw refused(`The code system ${url} is not known here`, 'not-found');
    if (!found.complete)
      throw refused(`The content of the code system ${url} is not held here`, 'not-supported');
    return found;
  };

  return {
    content: known,
    hierarchy(url) {
      const found = known(url);
      if (found.isHierarchy) return found;
      throw refused(
        `The hierarchy of the code system ${url} means something else than is-a`,
        'not-supported',
      );
    },
    complete(url) {
      const found = find(url);
      return found?.complete ? found : undefined;
    },
    only(system, codes) {
      const isCaseSensitive = source.isCaseSensitive(system);
      const folded = new Set<string>();
      for (const code of codes) {
        folded.add(foldToken(code, isCaseSensitive));
        if (spent + folded.size > CODES_MAX)
          throw refused(`This stands for more than ${CODES_MAX} codes`, 'too-costly');
      }
      spent += folded.size;
      return new Map([[system, { only: folded }]]);
    },
  };
}

/** What the definitions that are held do not give. Of a search it is 400; operations answer in their own way. */
export class NotWorkedOut extends FhirError {}

export function refused(what: string, code: 'not-found' | 'not-supported' | 'too-costly'): NotWorkedOut {
  const help =
    code === 'too-costly' ? 'Ask for fewer.' : 'Store it on this server, or ask for the codes one by one.';
  return new NotWorkedOut('invalid', [{ severity: 'error', code, diagnostics: `${what}. ${help}` }]);
}

// The codes that :in, :above and :below of a token stand for, out of the definitions of this server and out of the
// value sets and code systems stored on it; what is stored comes first. R4 search.html#modifiers.

import type { ValueSet } from 'fhir/r4.js';
import type { SearchParameterDefinition } from '../conformance/definitions.ts';
import type { CodeSet } from '../conformance/terminology/code-set.ts';
import { FhirError, fhirError } from '../fhir/error.ts';
import { parseReference } from '../fhir/reference.ts';
import type { CodesOf, TokenSetMatch } from '../storage/query.ts';
import { splitValue, unescapeValue } from './split.ts';
import { badValue, clip } from './types/asked.ts';
import { impliedCodes } from './types/implied-system.ts';
import type { AskScope } from './types/search-type.ts';

/** `text`: a canonical URL with or without a version, or ValueSet/id. Throws FhirError 400. */
export function inValueSet(
  text: string,
  definition: SearchParameterDefinition,
  scope: AskScope,
): TokenSetMatch {
  const asked = splitValue(text, '|').map(unescapeValue).join('|');
  const target = parseReference(asked, scope.local);
  if (target.kind === 'local' && target.type === 'ValueSet') {
    const set = scope.shelf.byId('ValueSet', target.id) as ValueSet | undefined;
    // The address of a value set may be its canonical URL as well.
    if (set)
      return matchOf(
        understood(asked, () => scope.expander.ofSet(set)),
        definition,
        scope,
      );
  }
  return matchOf(
    understood(asked, () => scope.expander.ofUrl(asked)),
    definition,
    scope,
  );
}

/** `text`: system|code. Throws FhirError 400. */
export function aroundCode(
  text: string,
  how: 'above' | 'below',
  definition: SearchParameterDefinition,
  scope: AskScope,
): TokenSetMatch {
  const [system, code, ...more] = splitValue(text, '|').map(unescapeValue) as [string, string?, ...string[]];
  if (!system || !code || more.length > 0)
    throw badValue(
      definition,
      text,
      `:${how} takes system|code: which codes are ${how} it is known by its system.`,
    );
  const codes = understood(system, () => scope.expander.around(system, code, how));
  return matchOf(codes, definition, scope);
}

/** Codes without a system in elements whose binding implies it belong too. */
function matchOf(
  codes: CodeSet,
  definition: SearchParameterDefinition,
  { definitions }: AskScope,
): TokenSetMatch {
  const sets: CodesOf[] = [];
  for (const [system, part] of codes) {
    const set: CodesOf =
      'only' in part ? { system, only: [...part.only] } : { system, allBut: [...part.allBut] };
    const implied = impliedCodes(definition, set, definitions);
    sets.push(set, ...(implied ? [implied] : []));
  }
  return { kind: 'token-set', sets };
}

/** Stored definitions are as good as whoever wrote them: one of an odd shape is refused, whatever is odd about it. */
function understood(name: string, work: () => CodeSet): CodeSet {
  try {
    return work();
  } catch (error) {
    if (error instanceof FhirError) throw error;
    throw fhirError('invalid', `The definition of ${clip(name)} cannot be used: ${clip(String(error))}`, {
      code: 'processing',
    });
  }
}

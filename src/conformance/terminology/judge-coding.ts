// Is a coding right: does its system have the code, may it be chosen, is it called so? R4 terminologies.html#4.1.

import { foldString } from '../../fhir/fold.ts';
import type { CodeTable } from './code-table.ts';
import { type Concept, isAbstract, isInactive, speaks } from './concept.ts';
import { EXTERNAL_SYSTEMS } from './external-systems.ts';

export interface JudgedCoding {
  /** unknown: the system is not held here, or not all of it. */
  exists: 'yes' | 'no' | 'unknown';
  table: CodeTable | undefined;
  concept: Concept | undefined;
  abstract: boolean;
  inactive: boolean;
}

export function judgeCode(system: string, code: string, table: CodeTable | undefined): JudgedCoding {
  const concept = table?.concept(code);
  const exists = concept
    ? 'yes'
    : table?.complete
      ? 'no'
      : (EXTERNAL_SYSTEMS.get(system)?.has(code) ?? 'unknown');
  return {
    exists,
    table,
    concept,
    abstract: concept !== undefined && isAbstract(concept),
    inactive: concept !== undefined && isInactive(concept),
  };
}

const HAN = /\p{Script=Han}/u;

/**
 * Is the concept called so: its display or a designation, in one of these languages when any are given. Case, accents
 * and spaces do not count. undefined: it has no name that could be compared.
 */
export function isDisplayOf(
  display: string,
  concept: Concept,
  ownLanguage: string | undefined,
  languages: readonly string[] = [],
): boolean | undefined {
  const names = namesOf(concept, ownLanguage, languages);
  const compared = names.length > 0 ? names : namesOf(concept, ownLanguage, []);
  if (compared.length === 0) return undefined;
  // Nobody here knows what it is called in another script.
  if (HAN.test(display) && !compared.some((name) => HAN.test(name))) return undefined;
  const folded = foldString(display);
  return compared.some((name) => foldString(name) === folded);
}

function namesOf(
  { display, designations }: Concept,
  ownLanguage: string | undefined,
  languages: readonly string[],
): string[] {
  const isWanted = (language: string | undefined) =>
    languages.length === 0 ||
    (language !== undefined && languages.some((wanted) => speaks(language, wanted)));
  return [
    ...(display !== undefined && (ownLanguage === undefined || isWanted(ownLanguage)) ? [display] : []),
    ...designations.filter(({ language }) => isWanted(language)).map(({ value }) => value),
  ];
}

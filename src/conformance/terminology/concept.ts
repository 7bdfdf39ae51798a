// What a code system says about one of its codes. R4 codesystem.html, codesystem-concept-properties.html.

import type { CodeSystemConcept, CodeSystemConceptDesignation, CodeSystemConceptProperty } from 'fhir/r4.js';

export type Designation = CodeSystemConceptDesignation;
export type Property = CodeSystemConceptProperty;

export interface Concept {
  code: string;
  display?: string;
  definition?: string;
  designations: readonly Designation[];
  properties: readonly Property[];
}

/** Properties by which concepts name their parents or children, by their usual names. */
export const PARENTS: ReadonlySet<string> = new Set(['parent', 'subsumedBy']);
export const CHILD = 'child';

const RETIRED: ReadonlySet<unknown> = new Set(['retired', 'inactive']);

/** Only there to group others: not to be chosen. */
export function isAbstract({ properties }: Concept): boolean {
  return properties.some(
    ({ code, valueBoolean }) => (code === 'notSelectable' || code === 'abstract') && valueBoolean === true,
  );
}

/** Still understood, no longer to be used. A deprecated code may be. */
export function isInactive({ properties }: Concept): boolean {
  return properties.some(
    (property) =>
      (property.code === 'inactive' && propertyValue(property) === true) ||
      (property.code === 'status' && RETIRED.has(propertyValue(property))),
  );
}

export function propertyValue(property: Property): string | number | boolean | undefined {
  return (
    property.valueCode ??
    property.valueString ??
    property.valueBoolean ??
    property.valueInteger ??
    property.valueDecimal ??
    property.valueDateTime ??
    property.valueCoding?.code
  );
}

export function conceptOf({ code, display, definition, designation, property }: CodeSystemConcept): Concept {
  return {
    code,
    ...(display !== undefined && { display }),
    ...(definition !== undefined && { definition }),
    designations: designation ?? [],
    properties: property ?? [],
  };
}

/** The name of a concept in the first of these languages that it has one in; its own display otherwise. */
export function displayIn(
  languages: readonly string[],
  own: { display?: string | undefined; language?: string | undefined },
  designations: readonly Designation[],
): string | undefined {
  for (const wanted of languages) {
    if (own.display !== undefined && own.language && speaks(own.language, wanted)) return own.display;
    const named = designations.find(
      ({ language, use }) => language && speaks(language, wanted) && isName(use),
    );
    if (named) return named.value;
  }
  return own.display ?? designations[0]?.value;
}

/** zh-CN answers zh, and zh answers zh-CN when nothing nearer is there. */
export function speaks(language: string, wanted: string): boolean {
  const [a, b] = [language.toLowerCase(), wanted.toLowerCase()];
  return a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`);
}

/** Abbreviations and definitions among the designations are no names. */
function isName(use: Designation['use']): boolean {
  return (
    use?.code === undefined ||
    /^(display|900000000000003001|900000000000013009|preferred\w*)$/i.test(use.code)
  );
}

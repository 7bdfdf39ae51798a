// The codes of one code system with their hierarchy, R4 codesystem.html: here those of a CodeSystem resource, taken
// apart once. A system may also be held in another way, see Definitions.codeTable.

import type { CodeSystem, CodeSystemConcept, ValueSetComposeIncludeFilter } from 'fhir/r4.js';
import { CHILD, type Concept, conceptOf, PARENTS, propertyValue } from './concept.ts';

export interface CodeTable {
  url: string;
  version: string | undefined;
  /** For people. */
  name: string;
  /** Of the displays. */
  language: string | undefined;
  /** False when only a part of its codes is held, or none. */
  complete: boolean;
  caseSensitive: boolean;
  /** What stands below another code is a kind of it. */
  isHierarchy: boolean;
  /** How many codes. */
  size: number;
  has(code: string): boolean;
  concept(code: string): Concept | undefined;
  /** Codes at and below `code`; `code` itself only when it is there. */
  subsumedBy(code: string): ReadonlySet<string>;
  /** Codes at and above `code`. */
  subsuming(code: string): ReadonlySet<string>;
  /** Is `code` at or below `other`? */
  isAtOrBelow(code: string, other: string): boolean;
  /** Directly above, directly below. */
  parents(code: string): readonly string[];
  children(code: string): readonly string[];
  /** Values of a property of a concept, codings whole; undefined when the system defines no such property. */
  property(code: string, name: string): unknown[] | undefined;
  /** In the order of the system. */
  codes(): Iterable<string>;
  /** Of systems in a store: some of them, without going through those before. */
  page?(offset: number, count: number): string[];
  /**
   * Of systems in a store: the codes that meet all filters, found there. undefined: the filters are to be tried code
   * by code. `text`: only those that may be called so are needed, see $expand.
   */
  select?(filters: readonly ValueSetComposeIncludeFilter[], text?: string): Iterable<string> | undefined;
}

const NONE: readonly never[] = [];

/** It says more about the codes of another system and has none of its own. R4 codesystem.html#supplements. */
export function isSupplement(system: object): boolean {
  const { content, supplements } = system as Partial<CodeSystem>;
  return content === 'supplement' || supplements !== undefined;
}

/** `supplements` say more about its codes. */
export function codeTableOf(system: CodeSystem, supplements: readonly CodeSystem[] = []): CodeTable {
  const children = new Map<string, Set<string>>();
  const parents = new Map<string, Set<string>>();
  const concepts = new Map<string, Concept>();
  const link = (parent: string, child: string): void => {
    addTo(children, parent, child);
    addTo(parents, child, parent);
  };
  const walk = (list: readonly CodeSystemConcept[], parent?: string): void => {
    for (const concept of list) {
      concepts.set(concept.code, conceptOf(concept));
      if (parent !== undefined) link(parent, concept.code);
      for (const property of concept.property ?? []) {
        if (PARENTS.has(property.code)) link(String(propertyValue(property)), concept.code);
        if (property.code === CHILD) link(concept.code, String(propertyValue(property)));
      }
      walk(concept.concept ?? [], concept.code);
    }
  };
  walk(system.concept ?? []);

  const caseSensitive = system.caseSensitive === true;
  const folded = caseSensitive
    ? undefined
    : new Map([...concepts.keys()].map((code) => [code.toLowerCase(), code]));
  const known = (code: string): string | undefined =>
    concepts.has(code) ? code : folded?.get(code.toLowerCase());
  const defined = new Set(system.property?.map(({ code }) => code));
  for (const supplement of supplements) {
    for (const { code } of supplement.property ?? []) defined.add(code);
    addFrom(supplement.concept ?? [], concepts, known);
  }
  const reached = (code: string, links: ReadonlyMap<string, Set<string>>): ReadonlySet<string> => {
    const found = new Set<string>();
    const seen = new Set<string>();
    const waiting = [known(code)];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (concepts.has(next)) found.add(next);
      waiting.push(...(links.get(next) ?? []));
    }
    return found;
  };
  const direct = (code: string, links: ReadonlyMap<string, Set<string>>) => [
    ...(links.get(known(code) ?? '') ?? NONE),
  ];

  return {
    url: system.url ?? '',
    version: system.version,
    name: system.name ?? system.title ?? system.url ?? '',
    language: system.language,
    complete: system.content === 'complete',
    caseSensitive,
    isHierarchy: system.hierarchyMeaning === undefined || system.hierarchyMeaning === 'is-a',
    size: concepts.size,
    has: (code) => known(code) !== undefined,
    concept: (code) => concepts.get(known(code) ?? ''),
    codes: () => concepts.keys(),
    subsumedBy: (code) => reached(code, children),
    subsuming: (code) => reached(code, parents),
    isAtOrBelow: (code, other) => reached(code, parents).has(known(other) ?? ''),
    parents: (code) => direct(code, parents),
    children: (code) => direct(code, children),
    property(code, name) {
      if (!defined.has(name)) return undefined;
      const concept = concepts.get(known(code) ?? '');
      return (
        concept?.properties.filter((p) => p.code === name).map((p) => p.valueCoding ?? propertyValue(p)) ?? []
      );
    },
  };
}

function addFrom(
  list: readonly CodeSystemConcept[],
  concepts: Map<string, Concept>,
  known: (code: string) => string | undefined,
): void {
  for (const { code, designation, property, concept } of list) {
    const there = concepts.get(known(code) ?? '');
    if (there) {
      concepts.set(there.code, {
        ...there,
        designations: [...there.designations, ...(designation ?? [])],
        properties: [...there.properties, ...(property ?? [])],
      });
    }
    addFrom(concept ?? [], concepts, known);
  }
}

function addTo(links: Map<string, Set<string>>, from: string, to: string): void {
  const known = links.get(from);
  if (known) known.add(to);
  else links.set(from, new Set([to]));
}

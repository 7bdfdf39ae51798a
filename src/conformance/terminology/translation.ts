// Codes of one system as codes of another: ConceptMap, R4 conceptmap.html.

import type { ConceptMap, ConceptMapGroup, ConceptMapGroupElement } from 'fhir/r4.js';

export interface Code {
  system?: string;
  version?: string;
  code: string;
  display?: string;
}

export interface Match {
  equivalence: string;
  /** Absent where the map says that there is none. */
  concept?: Code;
  product: { element: string; concept: Code }[];
  /** The map that says so. */
  source: string;
}

export interface TranslationAsked {
  code: Code;
  /** Only into this system. */
  targetSystem?: string;
  /** Values of other elements that a map depends on, by the element's URI. */
  dependencies: ReadonlyMap<string, string>;
  /** From the targets of the map back to its sources. */
  reverse: boolean;
}

/** Equivalences that are no translation: there is a statement, and it says that nothing fits. */
const NO_MATCH: ReadonlySet<string> = new Set(['unmatched', 'disjoint']);
const REVERSED: Readonly<Record<string, string>> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};
/** Maps that lead to other maps for what they do not map. */
const DEPTH_MAX = 5;

/** `find`: other maps, for group.unmapped of mode other-map. */
export function translate(
  map: ConceptMap,
  asked: TranslationAsked,
  find: (url: string) => ConceptMap | undefined,
  depth = 0,
): Match[] {
  const found: Match[] = [];
  for (const group of map.group ?? []) {
    const [from, to] = asked.reverse ? [group.target, group.source] : [group.source, group.target];
    if (asked.code.system !== undefined && from !== undefined && from !== asked.code.system) continue;
    if (asked.targetSystem !== undefined && to !== undefined && to !== asked.targetSystem) continue;
    const matches = asked.reverse ? backwards(group, asked, map) : forwards(group, asked, map);
    if (matches) found.push(...matches);
    else if (!asked.reverse) found.push(...unmapped(group, asked, map, find, depth));
  }
  return found;
}

export function isMatch({ equivalence, concept }: Match): boolean {
  return concept !== undefined && !NO_MATCH.has(equivalence);
}

/** undefined: the group does not say anything of the code. */
function forwards(
  group: ConceptMapGroup,
  { code, dependencies }: TranslationAsked,
  map: ConceptMap,
): Match[] | undefined {
  const elements = group.element.filter((element) => element.code === code.code);
  if (elements.length === 0) return undefined;
  return elements.flatMap(({ target = [] }) =>
    target
      .filter(({ dependsOn = [] }) =>
        dependsOn.every(({ property, value }) => dependencies.get(property) === value),
      )
      .map(
        ({ code: to, display, equivalence, product = [] }): Match => ({
          equivalence,
          ...(to !== undefined && { concept: codeOf(group.target, group.targetVersion, to, display) }),
          product: product.map((one) => ({
            element: one.property,
            concept: codeOf(one.system, undefined, one.value, one.display),
          })),
          source: nameOf(map),
        }),
      ),
  );
}

function backwards(group: ConceptMapGroup, { code }: TranslationAsked, map: ConceptMap): Match[] | undefined {
  const found = group.element.flatMap((element: ConceptMapGroupElement) =>
    (element.target ?? [])
      .filter((target) => target.code === code.code && element.code !== undefined)
      .map(
        ({ equivalence }): Match => ({
          equivalence: REVERSED[equivalence] ?? equivalence,
          concept: codeOf(group.source, group.sourceVersion, element.code!, element.display),
          product: [],
          source: nameOf(map),
        }),
      ),
  );
  return found.length === 0 ? undefined : found;
}

function unmapped(
  { unmapped: rule, target, targetVersion }: ConceptMapGroup,
  asked: TranslationAsked,
  map: ConceptMap,
  find: (url: string) => ConceptMap | undefined,
  depth: number,
): Match[] {
  const one = (equivalence: string, concept: Code): Match[] => [
    { equivalence, concept, product: [], source: nameOf(map) },
  ];
  switch (rule?.mode) {
    case 'provided':
      return one('equal', codeOf(target, targetVersion, asked.code.code, asked.code.display));
    case 'fixed':
      return rule.code === undefined
        ? []
        : one('inexact', codeOf(target, targetVersion, rule.code, rule.display));
    case 'other-map': {
      const other = depth < DEPTH_MAX && rule.url !== undefined ? find(rule.url) : undefined;
      return other ? translate(other, asked, find, depth + 1) : [];
    }
    default:
      return [];
  }
}

function codeOf(
  system: string | undefined,
  version: string | undefined,
  code: string,
  display: string | undefined,
): Code {
  return {
    ...(system !== undefined && { system }),
    ...(version !== undefined && { version }),
    code,
    ...(display !== undefined && { display }),
  };
}

function nameOf({ url, id, version }: ConceptMap): string {
  if (url === undefined) return `ConceptMap/${id ?? ''}`;
  return version === undefined ? url : `${url}|${version}`;
}

// Which codes are in a value set, or above or below another: ValueSet.compose and CodeSystem hierarchies worked out.
// What cannot be worked out is refused: a search must not miss anything in silence.
// R4 valueset.html#compositions, codesystem.html#hierarchy.

import type { ValueSet, ValueSetComposeInclude } from 'fhir/r4.js';
import { type CodeSet, difference, intersection, NO_CODES, unionOf } from './code-set.ts';
import type { CodeTable } from './code-table.ts';
import { HIERARCHICAL } from './filter.ts';
import { createHeldSystems, refused } from './held-systems.ts';
import { implicitSet } from './implicit-sets.ts';
import { selectCodes } from './select.ts';

/** Answers canonical URLs with or without `|version`. */
export interface ExpansionSource {
  valueSet(url: string): ValueSet | undefined;
  codeTable(url: string): CodeTable | undefined;
  isCaseSensitive(system: string): boolean;
  systemOfSet?(url: string): string | undefined;
}

/** All throw FhirError 400. Each set and each system is worked out once in the life of an expander. */
export interface Expander {
  /** By canonical URL, with or without `|version`. */
  ofUrl(url: string): CodeSet;
  /** A set that was found in another way. */
  ofSet(set: ValueSet): CodeSet;
  /** The code itself and all that it subsumes, or that subsume it. */
  around(system: string, code: string, how: 'below' | 'above'): CodeSet;
}

/** Sets within one another at most. */
const DEPTH_MAX = 10;

export function createExpander(source: ExpansionSource): Expander {
  const systems = createHeldSystems(source);
  const known = new Map<string, CodeSet>();

  function expandNamed(url: string, within: readonly string[]): CodeSet {
    const before = known.get(url);
    if (before) return before;
    if (within.includes(url)) throw refused(`The value set ${url} includes itself`, 'not-supported');
    if (within.length > DEPTH_MAX)
      throw refused(`The value set ${within[0]} includes others too deeply`, 'too-costly');
    const set = source.valueSet(url) ?? implicitSet(url, source);
    if (!set) throw refused(`The value set ${url} is not known here`, 'not-found');
    const codes = expandSet(set, [...within, url]);
    known.set(url, codes);
    return codes;
  }

  function expandSet({ compose, expansion }: ValueSet, within: readonly string[]): CodeSet {
    if (compose) {
      const included = unionOf(compose.include.map((part) => expandPart(part, within)));
      if (!compose.exclude) return included;
      return difference(included, unionOf(compose.exclude.map((part) => expandPart(part, within))));
    }
    if (expansion?.contains) return expandedCodes(expansion.contains);
    throw refused(
      `The value set ${within.at(-1)} says neither how it is composed nor what is in it`,
      'not-supported',
    );
  }

  /** Everything that a part names must hold: its system with concepts or filters, and each of its sets. */
  function expandPart(part: ValueSetComposeInclude, within: readonly string[]): CodeSet {
    const sets = (part.valueSet ?? []).map((url) => expandNamed(url, within));
    if (part.system !== undefined) sets.unshift(expandSystem(part.system, part));
    const [first, ...others] = sets;
    return others.reduce(intersection, first ?? NO_CODES);
  }

  function expandSystem(system: string, { version, concept, filter }: ValueSetComposeInclude): CodeSet {
    if (concept)
      return systems.only(
        system,
        concept.map(({ code }) => code),
      );
    const url = version === undefined ? system : `${system}|${version}`;
    if (!filter) {
      const table = systems.complete(url);
      // Without its content a system is known by its name alone: all of it belongs.
      return table ? systems.only(system, table.codes()) : new Map([[system, { allBut: new Set<string>() }]]);
    }
    const isHierarchical = filter.some(({ op }) => HIERARCHICAL.has(op));
    const table = isHierarchical ? systems.hierarchy(url) : systems.content(url);
    const codes = selectCodes(filter, table);
    if (!codes) {
      const ops = filter.map(({ property, op }) => `${property} ${op}`).join(', ');
      throw refused(`The filter ${ops} on ${system} is not understood here`, 'not-supported');
    }
    return systems.only(system, codes);
  }

  function expandedCodes(contains: Contains): CodeSet {
    const bySystem = new Map<string, string[]>();
    for (const { system, code } of concreteIn(contains)) {
      const list = bySystem.get(system);
      if (list) list.push(code);
      else bySystem.set(system, [code]);
    }
    return unionOf([...bySystem].map(([system, codes]) => systems.only(system, codes)));
  }

  return {
    ofUrl: (url) => expandNamed(url, []),
    ofSet: (set) => expandSet(set, [set.url ?? 'without a URL']),
    around(system, code, how) {
      const table = systems.hierarchy(system);
      if (!table.has(code))
        throw refused(`The code system ${system} has no code "${code.slice(0, 80)}"`, 'not-found');
      return systems.only(system, how === 'below' ? table.subsumedBy(code) : table.subsuming(code));
    },
  };
}

type Contains = NonNullable<NonNullable<ValueSet['expansion']>['contains']>;

/** Entries that may be chosen, of all levels. */
function* concreteIn(contains: Contains): Iterable<{ system: string; code: string }> {
  for (const { system, code, abstract, contains: inner } of contains) {
    if (system !== undefined && code !== undefined && abstract !== true) yield { system, code };
    yield* concreteIn(inner ?? []);
  }
}

// Which codes are in a value set, or above or below another: ValueSet.compose and CodeSystem hierarchies worked out.
// What cannot be worked out is refused: a search must not miss anything in silence.
// R4 valueset.html#compositions, codesystem.html#hierarchy.

import type { CodeSystem, ValueSet, ValueSetComposeInclude } from 'fhir/r4.js';
import { type FhirError, fhirError } from '../../fhir/error.ts';
import { foldToken } from '../../fhir/fold.ts';
import { type CodeSet, difference, intersection, NO_CODES, sizeOf, union } from './code-set.ts';
import { type CodeTable, codeTableOf } from './code-table.ts';
import { compileFilter } from './filter.ts';

/** Answers canonical URLs with or without `|version`. */
export interface ExpansionSource {
  valueSet(url: string): ValueSet | undefined;
  codeSystem(url: string): CodeSystem | undefined;
  isCaseSensitive(system: string): boolean;
}

/** Codes named one by one in one set at most. */
const CODES_MAX = 100_000;
/** Sets within one another at most. */
const DEPTH_MAX = 10;
const HIERARCHICAL: ReadonlySet<string> = new Set(['is-a', 'descendent-of', 'is-not-a']);

/** Throws FhirError 400. */
export function codesOfValueSet(url: string, source: ExpansionSource): CodeSet {
  return expandNamed(url, [], source);
}

/** `set` was found by its id. Throws FhirError 400. */
export function codesOf(set: ValueSet, source: ExpansionSource): CodeSet {
  return expandSet(set, [set.url ?? ''], source);
}

/** The code itself and all that it subsumes, or that subsume it. Throws FhirError 400. */
export function codesAround(
  system: string,
  code: string,
  how: 'below' | 'above',
  source: ExpansionSource,
): CodeSet {
  const found = source.codeSystem(system);
  if (!found) throw refused(`The code system ${system} is not known here`, 'not-found');
  const table = hierarchyOf(found, system);
  if (!table.has(code))
    throw refused(`The code system ${system} has no code "${code.slice(0, 80)}"`, 'not-found');
  return onlyCodes(system, how === 'below' ? table.subsumedBy(code) : table.subsuming(code), source);
}

function expandNamed(url: string, within: readonly string[], source: ExpansionSource): CodeSet {
  if (within.includes(url)) throw refused(`The value set ${url} includes itself`, 'not-supported');
  if (within.length > DEPTH_MAX)
    throw refused(`The value set ${within[0]} includes others too deeply`, 'too-costly');
  const set = source.valueSet(url);
  if (!set) throw refused(`The value set ${url} is not known here`, 'not-found');
  return expandSet(set, [...within, url], source);
}

function expandSet(set: ValueSet, within: readonly string[], source: ExpansionSource): CodeSet {
  const { compose, expansion } = set;
  if (!compose) {
    if (!expansion?.contains)
      throw refused(
        `The value set ${within.at(-1)} says neither how it is composed nor what is in it`,
        'not-supported',
      );
    return expandedCodes(expansion.contains, source);
  }
  let codes = NO_CODES;
  for (const include of compose.include) {
    codes = union(codes, expandPart(include, within, source));
    if (sizeOf(codes) > CODES_MAX)
      throw refused(`The value set ${within[0]} holds more than ${CODES_MAX} codes`, 'too-costly');
  }
  for (const exclude of compose.exclude ?? []) codes = difference(codes, expandPart(exclude, within, source));
  return codes;
}

/** Everything that a part names must hold: its system with concepts or filters, and each of its sets. */
function expandPart(
  part: ValueSetComposeInclude,
  within: readonly string[],
  source: ExpansionSource,
): CodeSet {
  const sets = (part.valueSet ?? []).map((url) => expandNamed(url, within, source));
  if (part.system !== undefined) sets.unshift(expandSystem(part.system, part, source));
  const [first, ...others] = sets;
  return others.reduce(intersection, first ?? NO_CODES);
}

function expandSystem(
  system: string,
  { version, concept, filter }: ValueSetComposeInclude,
  source: ExpansionSource,
): CodeSet {
  if (concept)
    return onlyCodes(
      system,
      concept.map(({ code }) => code),
      source,
    );
  const found = source.codeSystem(version === undefined ? system : `${system}|${version}`);
  if (filter) {
    if (!found)
      throw refused(
        `The code system ${system} is not known here, so that its filters say nothing`,
        'not-found',
      );
    const table = filter.some(({ op }) => HIERARCHICAL.has(op))
      ? hierarchyOf(found, system)
      : contentOf(found, system);
    // A regular expression may run for hours, and anybody may have written it.
    const meets = filter.some(({ op }) => op === 'regex') ? undefined : compileFilter(filter, table);
    if (!meets) {
      const ops = filter.map(({ property, op }) => `${property} ${op}`).join(', ');
      throw refused(`The filter ${ops} on ${system} is not understood here`, 'not-supported');
    }
    return onlyCodes(
      system,
      [...table.codes()].filter((code) => meets(code) === 'yes'),
      source,
    );
  }
  // Without its content a system is known by its name alone: all of it belongs.
  if (found?.content !== 'complete') return new Map([[system, { allBut: new Set<string>() }]]);
  return onlyCodes(system, codeTableOf(found).codes(), source);
}

function contentOf(found: CodeSystem, system: string): CodeTable {
  if (found.content === 'complete') return codeTableOf(found);
  throw refused(`The content of the code system ${system} is not held here`, 'not-supported');
}

function hierarchyOf(found: CodeSystem, system: string): CodeTable {
  const { hierarchyMeaning } = found;
  if (hierarchyMeaning !== undefined && hierarchyMeaning !== 'is-a')
    throw refused(
      `The hierarchy of the code system ${system} means ${hierarchyMeaning}, not is-a`,
      'not-supported',
    );
  return contentOf(found, system);
}

type Contains = NonNullable<NonNullable<ValueSet['expansion']>['contains']>;

function expandedCodes(contains: Contains, source: ExpansionSource): CodeSet {
  let codes = NO_CODES;
  const bySystem = new Map<string, string[]>();
  const gather = (entries: Contains): void => {
    for (const { system, code, abstract, contains: inner } of entries) {
      if (system !== undefined && code !== undefined && abstract !== true)
        listIn(bySystem, system).push(code);
      gather(inner ?? []);
    }
  };
  gather(contains);
  for (const [system, list] of bySystem) codes = union(codes, onlyCodes(system, list, source));
  return codes;
}

function listIn(lists: Map<string, string[]>, name: string): string[] {
  const known = lists.get(name);
  if (known) return known;
  const list: string[] = [];
  lists.set(name, list);
  return list;
}

function onlyCodes(system: string, codes: Iterable<string>, source: ExpansionSource): CodeSet {
  const isCaseSensitive = source.isCaseSensitive(system);
  return new Map([[system, { only: new Set([...codes].map((code) => foldToken(code, isCaseSensitive))) }]]);
}

function refused(what: string, code: 'not-found' | 'not-supported' | 'too-costly'): FhirError {
  return fhirError('invalid', `${what}. Store it on this server, or ask for the codes one by one.`, { code });
}

// A value set as a list of codes with their names: what $expand answers. Which codes belong is worked out as for
// searches (expand.ts); here they are listed in order, one by one, so that a page of a large set costs little more
// than the page. R4 valueset.html#expansion.

import type { ValueSet, ValueSetComposeInclude, ValueSetComposeIncludeConcept } from 'fhir/r4.js';
import { foldToken } from '../../fhir/fold.ts';
import type { CodeSet } from './code-set.ts';
import type { CodeTable } from './code-table.ts';
import { type Concept, type Designation, isAbstract, isInactive } from './concept.ts';
import { createExpander, type ExpansionSource } from './expand.ts';
import { refused } from './held-systems.ts';
import { implicitSet } from './implicit-sets.ts';
import { selectCodes } from './select.ts';

/** A code of an expansion and what is known of it. */
export interface Entry {
  system: string;
  version: string | undefined;
  code: string;
  /** As the value set names it, else the code system. */
  display: string | undefined;
  /** Of that display. */
  language: string | undefined;
  designations: readonly Designation[];
  abstract: boolean;
  inactive: boolean;
  table: CodeTable | undefined;
}

/** Sets within one another at most. */
const DEPTH_MAX = 10;
/** Between two of these the work may give way. */
const TURN = 500;

/**
 * The entries in order, each code once; `undefined` now and then, where others may have their turn. Throws FhirError
 * for what cannot be worked out here. `text`: what people typed; entries that cannot be meant may be left out.
 */
export function* entriesOf(
  set: ValueSet,
  source: ExpansionSource,
  text?: string,
): Generator<Entry | undefined, void> {
  const expander = createExpander(source);
  // One system gives each of its codes once; of several parts, the same may come again.
  const seen = isOfOneSystem(set) ? undefined : new Set<string>();
  let steps = 0;
  for (const entry of ofSet(set, [set.url ?? 'without a URL'])) {
    if (++steps % TURN === 0) yield undefined;
    if (!seen) {
      yield entry;
      continue;
    }
    const name = `${entry.system}|${foldToken(entry.code, source.isCaseSensitive(entry.system))}`;
    if (seen.has(name)) continue;
    seen.add(name);
    yield entry;
  }

  function* ofSet({ compose, expansion }: ValueSet, within: readonly string[]): Generator<Entry> {
    if (!compose) {
      if (!expansion?.contains)
        throw refused(
          `The value set ${within.at(-1)} says neither how it is composed nor what is in it`,
          'not-supported',
        );
      yield* listed(expansion.contains);
      return;
    }
    const left = compose.exclude?.length
      ? expander.ofSet({ resourceType: 'ValueSet', status: 'active', compose: { include: compose.exclude } })
      : undefined;
    for (const part of compose.include ?? []) {
      for (const entry of ofPart(part, within)) if (!left || !isIn(left, entry)) yield entry;
    }
  }

  function* ofPart(part: ValueSetComposeInclude, within: readonly string[]): Generator<Entry> {
    const sets = part.valueSet ?? [];
    if (part.system !== undefined) {
      const also = sets.map((url) => expander.ofUrl(url));
      for (const entry of ofSystem(part.system, part))
        if (also.every((codes) => isIn(codes, entry))) yield entry;
      return;
    }
    const [first, ...others] = sets;
    if (first === undefined) return;
    const also = others.map((url) => expander.ofUrl(url));
    for (const entry of named(first, within)) if (also.every((codes) => isIn(codes, entry))) yield entry;
  }

  function* named(url: string, within: readonly string[]): Generator<Entry> {
    if (within.includes(url)) throw refused(`The value set ${url} includes itself`, 'not-supported');
    if (within.length > DEPTH_MAX)
      throw refused(`The value set ${within[0]} includes others too deeply`, 'too-costly');
    const found = source.valueSet(url) ?? implicitSet(url, source);
    if (!found) throw refused(`The value set ${url} is not known here`, 'not-found');
    yield* ofSet(found, [...within, url]);
  }

  function* ofSystem(system: string, { version, concept, filter }: ValueSetComposeInclude): Generator<Entry> {
    const url = version === undefined ? system : `${system}|${version}`;
    const table = source.codeTable(url);
    if (concept) {
      for (const one of concept) {
        if (table?.complete && !table.has(one.code)) continue;
        // As the system writes it, where case does not count.
        yield entryOf(system, version, { ...one, code: table?.concept(one.code)?.code ?? one.code }, table);
      }
      return;
    }
    if (!table?.complete) {
      throw refused(`The content of the code system ${table?.url ?? url} is not held here`, 'not-supported');
    }
    const codes = selectCodes(filter ?? [], table, text);
    if (!codes) {
      const ops = filter!
        .map(({ property, op, value }) => `${property} ${op} ${value}`.slice(0, 80))
        .join(', ');
      throw refused(`The filter ${ops} on ${system} is not understood here`, 'not-supported');
    }
    for (const code of codes) yield entryOf(system, version, { code }, table);
  }

  function isIn(codes: CodeSet, { system, code }: Entry): boolean {
    const found = codes.get(system);
    if (!found) return false;
    const folded = foldToken(code, source.isCaseSensitive(system));
    return 'only' in found ? found.only.has(folded) : !found.allBut.has(folded);
  }
}

/** Page and number of the entries of a set that is all of one system, where that can be said at once. */
export function pageOfSystem(
  { compose }: ValueSet,
  source: ExpansionSource,
  { offset, count }: { offset: number; count: number },
): { entries: Entry[]; total: number } | undefined {
  const [part, ...others] = compose?.include ?? [];
  if (part?.system === undefined || part.concept || part.filter || part.valueSet || others.length > 0)
    return undefined;
  const { system, version } = part;
  const table = source.codeTable(version === undefined ? system : `${system}|${version}`);
  if (!table?.page || compose?.exclude) return undefined;
  const codes = table.page(offset, count);
  return { entries: codes.map((code) => entryOf(system, version, { code }, table)), total: table.size };
}

/**
 * `written`: what a value set says about the code itself. The concept is looked up when something is asked of it: of a
 * page of a large system, for that page alone.
 */
export function entryOf(
  system: string,
  version: string | undefined,
  written: ValueSetComposeIncludeConcept,
  table: CodeTable | undefined,
): Entry {
  let known: Concept | undefined;
  let isKnown = false;
  const concept = (): Concept | undefined => {
    if (!isKnown) known = table?.concept(written.code);
    isKnown = true;
    return known;
  };
  return {
    system,
    version: table?.version ?? version,
    code: written.code,
    table,
    language: table?.language,
    get display() {
      return written.display ?? concept()?.display;
    },
    get designations() {
      return [...(written.designation ?? []), ...(concept()?.designations ?? [])];
    },
    get abstract() {
      const found = concept();
      return found !== undefined && isAbstract(found);
    },
    get inactive() {
      const found = concept();
      return found !== undefined && isInactive(found);
    },
  };
}

function isOfOneSystem({ compose }: ValueSet): boolean {
  const [part, ...others] = compose?.include ?? [];
  return part?.system !== undefined && !part.concept && others.length === 0;
}

type Contains = NonNullable<NonNullable<ValueSet['expansion']>['contains']>;

/** Of a set that comes as its expansion only. */
function* listed(contains: Contains): Generator<Entry> {
  for (const one of contains) {
    const { system, code, version, display, designation = [], abstract = false, inactive = false } = one;
    if (system !== undefined && code !== undefined) {
      const more = { version, display, designations: designation, abstract, inactive };
      yield { system, code, ...more, language: undefined, table: undefined };
    }
    yield* listed(one.contains ?? []);
  }
}

// Is a code in a value set? ValueSet.compose worked out on the code systems that are held, R4 valueset.html#compositions.

import type { ValueSet, ValueSetComposeInclude } from 'fhir/r4.js';
import { LRUCache } from 'lru-cache';
import { foldToken } from '../../fhir/fold.ts';
import type { CodeTable } from './code-table.ts';
import { type Answer, EXTERNAL_SYSTEMS } from './external-systems.ts';
import { compileFilter } from './filter.ts';
import { implicitSet } from './implicit-sets.ts';

export type { Answer } from './external-systems.ts';

/** `system` undefined: the code of an element bound to the set, whose system the set itself tells. */
export type Member = (system: string | undefined, code: string) => Answer;

export interface Membership {
  /** The set by canonical URL, with or without `|version`. */
  isInValueSet(url: string, system: string | undefined, code: string): Answer;
  /** A set that was found in another way. */
  ofSet(set: ValueSet): Member;
  isCaseSensitive(system: string): boolean;
}

export interface MembershipSource {
  valueSet(canonical: string): ValueSet | undefined;
  codeTable(canonical: string): CodeTable | undefined;
  systemOfSet?(url: string): string | undefined;
  /** See Definitions. */
  generation?(): number;
}

const REMEMBERED_SETS = 256;
const no: Member = () => 'no';
const unknown: Member = () => 'unknown';

export function createMembership(source: MembershipSource): Membership {
  const members = new LRUCache<string, Member>({ max: REMEMBERED_SETS });
  const sensitive = new Map<string, boolean>();
  let generation = source.generation?.();

  /** `within`: sets that are being worked out, so that one that includes itself ends. */
  function memberOf(url: string, within: readonly string[]): Member {
    const known = members.get(url);
    if (known) return known;
    const set = within.includes(url) ? undefined : find(url);
    const member = set ? compileSet(set, [...within, url]) : unknown;
    if (within.length === 0) members.set(url, member);
    return member;
  }

  /** A binding to a version that is not held is judged by the one that is. */
  function find(url: string): ValueSet | undefined {
    return source.valueSet(url) ?? source.valueSet(url.split('|')[0]!) ?? implicitSet(url, source);
  }

  function compileSet(set: ValueSet, within: readonly string[]): Member {
    const { compose, expansion } = set;
    if (!compose) {
      const codes = expansion?.contains && expandedCodes(expansion.contains);
      return codes
        ? (system, code) =>
            codes.some((c) => c.code === code && (system ?? c.system) === c.system) ? 'yes' : 'no'
        : unknown;
    }
    const included = (compose.include ?? []).map((include) => compileInclude(include, within));
    const excluded = (compose.exclude ?? []).map((exclude) => compileInclude(exclude, within));
    return (system, code) => {
      const inside = anyOf(included, system, code);
      if (inside === 'no' || excluded.length === 0) return inside;
      const outside = anyOf(excluded, system, code);
      if (outside === 'yes') return 'no';
      return outside === 'no' ? inside : 'unknown';
    };
  }

  /** Everything that an include names must hold: its system with concepts or filters, and each of its sets. */
  function compileInclude(include: ValueSetComposeInclude, within: readonly string[]): Member {
    const conditions = (include.valueSet ?? []).map((url) => memberOf(url, within));
    if (include.system !== undefined) conditions.push(compileSystem(include.system, include));
    if (conditions.length === 0) return no;
    return (system, code) => {
      let answer: Answer = 'yes';
      for (const condition of conditions) {
        const found = condition(system, code);
        if (found === 'no') return 'no';
        if (found === 'unknown') answer = 'unknown';
      }
      return answer;
    };
  }

  function compileSystem(url: string, { version, concept, filter }: ValueSetComposeInclude): Member {
    const ofSystem =
      (judge: (code: string) => Answer): Member =>
      (system, code) =>
        system !== undefined && system !== url ? 'no' : judge(code);
    if (concept) {
      const fold = (code: string) => foldToken(code, isCaseSensitive(url));
      const codes = new Set(concept.map(({ code }) => fold(code)));
      return ofSystem((code) => (codes.has(fold(code)) ? 'yes' : 'no'));
    }
    const table = source.codeTable(version === undefined ? url : `${url}|${version}`);
    const external = EXTERNAL_SYSTEMS.get(url);
    if (filter) {
      const meets = table
        ? compileFilter(filter, table)
        : external && ((code: string) => external.meets?.(code, filter) ?? 'unknown');
      return ofSystem((code) => meets?.(code) ?? 'unknown');
    }
    if (!table) return ofSystem((code) => external?.has(code) ?? 'unknown');
    return ofSystem((code) => (table.has(code) ? 'yes' : table.complete ? 'no' : 'unknown'));
  }

  function isCaseSensitive(system: string): boolean {
    let known = sensitive.get(system);
    if (known === undefined) {
      const table = source.codeTable(system);
      known = EXTERNAL_SYSTEMS.get(system)?.caseSensitive ?? table?.caseSensitive === true;
      // Any text can come as a system; only those that exist are worth remembering.
      if (table) sensitive.set(system, known);
    }
    return known;
  }

  return {
    isInValueSet(url, system, code) {
      const present = source.generation?.();
      if (present !== generation) members.clear();
      generation = present;
      return memberOf(url, [])(system, code);
    },
    ofSet: (set) => compileSet(set, [set.url ?? '']),
    isCaseSensitive,
  };
}

function anyOf(members: readonly Member[], system: string | undefined, code: string): Answer {
  let answer: Answer = 'no';
  for (const member of members) {
    const found = member(system, code);
    if (found === 'yes') return 'yes';
    if (found === 'unknown') answer = 'unknown';
  }
  return answer;
}

type Contains = NonNullable<NonNullable<ValueSet['expansion']>['contains']>;

function expandedCodes(contains: Contains): Contains {
  return contains.flatMap((entry) => [
    ...(entry.abstract ? [] : [entry]),
    ...expandedCodes(entry.contains ?? []),
  ]);
}

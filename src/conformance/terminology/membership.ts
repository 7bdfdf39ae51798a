// Is a code in a value set? ValueSet.compose worked out on the code systems that are held, R4 valueset.html#compositions.

import type { CodeSystem, ValueSet, ValueSetComposeInclude } from 'fhir/r4.js';
import { LRUCache } from 'lru-cache';
import { type CodeTable, codeTableOf } from './code-table.ts';
import { type Answer, EXTERNAL_SYSTEMS } from './external-systems.ts';
import { compileFilter } from './filter.ts';

export type { Answer } from './external-systems.ts';

/** `system` undefined: the code of an element bound to the set, whose system the set itself tells. */
type Member = (system: string | undefined, code: string) => Answer;

export interface Membership {
  isInValueSet(url: string, system: string | undefined, code: string): Answer;
  isCaseSensitive(system: string): boolean;
}

interface Source {
  valueSet(url: string): ValueSet | undefined;
  codeSystem(url: string): CodeSystem | undefined;
}

const REMEMBERED_SETS = 256;
const REMEMBERED_SYSTEMS = 64;
const no: Member = () => 'no';
const unknown: Member = () => 'unknown';

export function createMembership(source: Source): Membership {
  const members = new LRUCache<string, Member>({ max: REMEMBERED_SETS });
  const tables = new LRUCache<string, { table: CodeTable | undefined }>({ max: REMEMBERED_SYSTEMS });
  const sensitive = new Map<string, boolean>();

  function tableOf(system: string): CodeTable | undefined {
    let known = tables.get(system);
    if (!known) {
      const found = source.codeSystem(system);
      known = { table: found && found.content !== 'supplement' ? codeTableOf(found) : undefined };
      tables.set(system, known);
    }
    return known.table;
  }

  /** `within`: sets that are being worked out, so that one that includes itself ends. */
  function memberOf(url: string, within: readonly string[]): Member {
    const known = members.get(url);
    if (known) return known;
    const set = within.includes(url) ? undefined : source.valueSet(url);
    const member = set ? compileSet(set, [...within, url]) : unknown;
    if (within.length === 0) members.set(url, member);
    return member;
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
    const included = compose.include.map((include) => compileInclude(include, within));
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
    const conditions = (include.valueSet ?? []).map((url) => memberOf(url.split('|')[0]!, within));
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

  function compileSystem(url: string, { concept, filter }: ValueSetComposeInclude): Member {
    const ofSystem =
      (judge: (code: string) => Answer): Member =>
      (system, code) =>
        system !== undefined && system !== url ? 'no' : judge(code);
    if (concept) {
      const fold = isCaseSensitive(url) ? (code: string) => code : (code: string) => code.toLowerCase();
      const codes = new Set(concept.map(({ code }) => fold(code)));
      return ofSystem((code) => (codes.has(fold(code)) ? 'yes' : 'no'));
    }
    const table = tableOf(url);
    if (filter) {
      const meets = table && compileFilter(filter, table);
      return ofSystem((code) => meets?.(code) ?? 'unknown');
    }
    const external = EXTERNAL_SYSTEMS.get(url);
    if (!table) return ofSystem((code) => external?.has(code) ?? 'unknown');
    return ofSystem((code) => (table.has(code) ? 'yes' : table.complete ? 'no' : 'unknown'));
  }

  function isCaseSensitive(system: string): boolean {
    let known = sensitive.get(system);
    if (known === undefined) {
      known =
        EXTERNAL_SYSTEMS.get(system)?.caseSensitive ?? source.codeSystem(system)?.caseSensitive === true;
      // Any text can come as a system; only those that exist are worth remembering.
      if (source.codeSystem(system)) sensitive.set(system, known);
    }
    return known;
  }

  return {
    isInValueSet: (url, system, code) => memberOf(url.split('|')[0]!, [])(system, code),
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

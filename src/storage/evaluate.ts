// Judges a Where on index entries in memory: for the overlay of a Bundle, for Subscriptions, and as the
// oracle of the engines' property tests.

import type { Entry } from './index-entry.ts';
import { matches } from './match.ts';
import type { TextPart, Where } from './query.ts';
import { hasPhrase } from './readable-text.ts';
import type { Instant, Key } from './store.ts';

/** One live resource. */
export interface Facts {
  key: Key;
  at: Instant;
  entries: readonly Entry[];
  /** What a person reads of it, folded: readable-text.ts. Absent where nothing is asked of it. */
  readable?(part: TextPart): string;
}

/** What chains and `has` need of other resources: live ones that the caller may see. */
export interface Lookup {
  read(key: Key): Facts | undefined;
  /** Resources of `type` with a reference entry `param` to `key`. */
  referrers(type: string, param: string, key: Key): Iterable<Facts>;
}

export function evaluate(where: Where, facts: Facts, lookup: Lookup): boolean {
  switch (where.kind) {
    case 'and':
      return where.all.every((part) => evaluate(part, facts, lookup));
    case 'or':
      return where.any.some((part) => evaluate(part, facts, lookup));
    case 'not':
      return !evaluate(where.where, facts, lookup);
    case 'ids':
      return where.ids.includes(facts.key.id);
    case 'keys':
      return where.keys.some(({ type, id }) => type === facts.key.type && id === facts.key.id);
    case 'updated':
      return (
        (where.from === undefined || facts.at >= where.from) &&
        (where.before === undefined || facts.at < where.before)
      );
    case 'match':
      return own(facts, where.param).some((entry) => matches(entry, where.match));
    case 'other':
      return own(facts, where.param).some(
        (entry) =>
          entry.kind === where.matches[0]?.kind && !where.matches.some((match) => matches(entry, match)),
      );
    case 'missing':
      return !own(facts, where.param).some(
        (entry) =>
          where.targets === undefined ||
          (entry.kind === 'reference' && (entry.type === undefined || where.targets.includes(entry.type))),
      );
    case 'typed':
      return where.types.includes(facts.key.type) && evaluate(where.where, facts, lookup);
    case 'contains':
      return containedIn(facts).some(
        (inner) => where.types.includes(inner.key.type) && evaluate(where.where, inner, lookup),
      );
    case 'refers': {
      const names = new Set(where.keys.map(({ type, id }) => `${type}/${id}`));
      return own(facts, where.param).some(
        (entry) => entry.kind === 'reference' && names.has(`${entry.type}/${entry.id}`),
      );
    }
    case 'chain':
      return own(facts, where.param).some((entry) => {
        if (entry.kind !== 'reference' || !entry.type || !entry.id || !where.targets.includes(entry.type))
          return false;
        const target = entry.id.startsWith('#')
          ? contained(facts, entry.type, entry.id)
          : lookup.read({ type: entry.type, id: entry.id });
        return target !== undefined && evaluate(where.where, target, lookup);
      });
    case 'has':
      for (const referrer of lookup.referrers(where.type, where.param, facts.key))
        if (evaluate(where.where, referrer, lookup)) return true;
      return false;
    case 'tree': {
      const ids = treeFrom(where, lookup);
      return own(facts, where.param).some(
        (entry) => entry.kind === 'reference' && entry.type === where.type && ids.has(entry.id ?? ''),
      );
    }
    case 'text':
      return facts.readable !== undefined && hasPhrase(facts.readable(where.of), where.phrase);
  }
}

/** The ids at and below or above one resource; each is looked at once, so that circles end. */
function treeFrom({ type, id, link, how }: Extract<Where, { kind: 'tree' }>, lookup: Lookup): Set<string> {
  const ids = new Set([id]);
  for (const next of ids) {
    const key = { type, id: next };
    if (how === 'below') for (const child of lookup.referrers(type, link, key)) ids.add(child.key.id);
    else
      for (const entry of own(lookup.read(key), link))
        if (entry.kind === 'reference' && entry.type === type && entry.id && !entry.id.startsWith('#'))
          ids.add(entry.id);
  }
  return ids;
}

/** A resource's own entries, not those of what it contains. */
function own(facts: Facts | undefined, param: string): Entry[] {
  return facts?.entries.filter((entry) => entry.param === param && !entry.within) ?? [];
}

/** The resources that it contains, as far as anything is findable about them or refers to them. */
export function containedIn(container: Facts): Facts[] {
  // There are no containers inside containers.
  if (container.key.id.startsWith('#')) return [];
  const found = new Map<string, Facts>();
  for (const entry of container.entries) {
    const key = entry.within
      ? { type: entry.within.type, id: `#${entry.within.id}` }
      : entry.kind === 'reference' && entry.type && entry.id?.startsWith('#')
        ? { type: entry.type, id: entry.id }
        : undefined;
    if (key) found.set(`${key.type}/${key.id}`, contained(container, key.type, key.id));
  }
  return [...found.values()];
}

/** A contained resource as a step of a chain: it was never updated by itself, so `at` fits no range. */
function contained(container: Facts, type: string, id: string): Facts {
  const inside = (entry: Entry) => entry.within && `#${entry.within.id}` === id && entry.within.type === type;
  // A reference inside a contained resource may lead to a neighbour in the same container.
  const siblings = container.entries.filter((entry) => entry.within && !inside(entry));
  const entries = container.entries.filter(inside).map(({ within: _, ...entry }) => entry as Entry);
  return { key: { type, id }, at: Number.NaN, entries: [...entries, ...siblings] };
}

// A member that the type does not have, with the name that was probably meant. R4 json.html: no other members.

import type { BaseType } from '../base-types.ts';
import type { Visit } from '../visit.ts';

export function reportUnknownMember(name: string, type: BaseType, visit: Visit): void {
  const meant = visit.isFull ? undefined : nearest(name, type.members.keys());
  const advice = meant === undefined ? 'remove it, or use an extension.' : `did you mean ${meant}?`;
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  const diagnostics = `${type.name} has no element "${shown}": ${advice}`;
  visit.error('structure', 'unknown', diagnostics, /^_?[A-Za-z]\w{0,59}$/.test(name) ? name : undefined);
}

/** The candidate at most a third of the letters away, or undefined. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > 60) return undefined;
  let best: string | undefined;
  let bestDistance = Math.floor(name.length / 3) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[b.length]!;
}

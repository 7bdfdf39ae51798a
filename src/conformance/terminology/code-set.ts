// Sets of codes: for each system some codes, or all of it but some. Union, intersection and difference stay such sets,
// so that a value set can be worked out even where a system's content is not held.

/** Codes are folded as their system compares them. */
export type Codes = { only: ReadonlySet<string> } | { allBut: ReadonlySet<string> };

/** By system; a system that is not there has no code in the set. */
export type CodeSet = ReadonlyMap<string, Codes>;

export const NO_CODES: CodeSet = new Map();
const NONE: Codes = { only: new Set() };

export function union(a: CodeSet, b: CodeSet): CodeSet {
  const all = new Map(a);
  for (const [system, codes] of b) all.set(system, either(all.get(system) ?? NONE, codes));
  return all;
}

export function intersection(a: CodeSet, b: CodeSet): CodeSet {
  return combine(a, (system, codes) => both(codes, b.get(system) ?? NONE));
}

export function difference(a: CodeSet, b: CodeSet): CodeSet {
  return combine(a, (system, codes) => both(codes, complement(b.get(system) ?? NONE)));
}

/** Codes named one by one, of all systems. */
export function sizeOf(set: CodeSet): number {
  let size = 0;
  for (const codes of set.values()) size += namesIn(codes).size;
  return size;
}

function combine(set: CodeSet, change: (system: string, codes: Codes) => Codes): CodeSet {
  const changed = [...set].map(([system, codes]): [string, Codes] => [system, change(system, codes)]);
  return new Map(changed.filter(([, codes]) => !('only' in codes) || codes.only.size > 0));
}

function complement(codes: Codes): Codes {
  return 'only' in codes ? { allBut: codes.only } : { only: codes.allBut };
}

function both(a: Codes, b: Codes): Codes {
  if ('only' in a)
    return { only: filtered(a.only, (code) => ('only' in b ? b.only.has(code) : !b.allBut.has(code))) };
  if ('only' in b) return { only: filtered(b.only, (code) => !a.allBut.has(code)) };
  return { allBut: new Set([...a.allBut, ...b.allBut]) };
}

function filtered(set: ReadonlySet<string>, keep: (code: string) => boolean): ReadonlySet<string> {
  return new Set([...set].filter(keep));
}

function either(a: Codes, b: Codes): Codes {
  return complement(both(complement(a), complement(b)));
}

function namesIn(codes: Codes): ReadonlySet<string> {
  return 'only' in codes ? codes.only : codes.allBut;
}

// Sets of codes: for each system some codes, or all of it but some. Union, intersection and difference stay such sets,
// so that a value set can be worked out even where a system's content is not held.

/** Codes are folded as their system compares them. */
export type Codes = { only: ReadonlySet<string> } | { allBut: ReadonlySet<string> };

/** By system; a system that is not there has no code in the set. */
export type CodeSet = ReadonlyMap<string, Codes>;

export const NO_CODES: CodeSet = new Map();
const NONE: Codes = { only: new Set() };

export function unionOf(sets: readonly CodeSet[]): CodeSet {
  if (sets.length === 1) return sets[0]!;
  const bySystem = new Map<string, Codes[]>();
  for (const set of sets)
    for (const [system, codes] of set) {
      const list = bySystem.get(system);
      if (list) list.push(codes);
      else bySystem.set(system, [codes]);
    }
  return new Map([...bySystem].map(([system, list]) => [system, any(list)]));
}

export function intersection(a: CodeSet, b: CodeSet): CodeSet {
  return combine(a, (system, codes) => both(codes, b.get(system) ?? NONE));
}

export function difference(a: CodeSet, b: CodeSet): CodeSet {
  return combine(a, (system, codes) => both(codes, complement(b.get(system) ?? NONE)));
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

/** All of a system but what every one of them leaves out and none names. */
function any(list: readonly Codes[]): Codes {
  const named = new Set<string>();
  for (const codes of list) if ('only' in codes) for (const code of codes.only) named.add(code);
  const open = list.filter((codes) => 'allBut' in codes);
  const [first, ...others] = open;
  if (!first) return { only: named };
  const left = filtered(
    first.allBut,
    (code) => !named.has(code) && others.every(({ allBut }) => allBut.has(code)),
  );
  return { allBut: left };
}

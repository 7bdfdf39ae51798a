// Random choices that can be repeated: the same seed makes the same choices.

export interface Random {
  /** 0 to below `below`. */
  integer(below: number): number;
  pick<T>(list: readonly T[]): T;
  /** One of the choices, made. */
  any<T>(...choices: (() => T)[]): T;
  /** True once in `times`. */
  once(times: number): boolean;
  /** So many that are made, from `least` to `most`. */
  some<T>(least: number, most: number, make: () => T): T[];
}

/** Mulberry32: small, and good enough to choose test data. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const integer = (below: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
  const pick = <T>(list: readonly T[]) => list[integer(list.length)]!;
  return {
    integer,
    pick,
    any: (...choices) => pick(choices)(),
    once: (times) => integer(times) === 0,
    some: (least, most, make) => Array.from({ length: least + integer(most - least + 1) }, make),
  };
}

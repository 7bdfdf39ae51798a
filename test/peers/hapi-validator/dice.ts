// Chance that falls the same way each time: a run can be repeated by its seed.

export interface Dice {
  /** From 0 up to, not including, 1. */
  roll(): number;
  chance(probability: number): boolean;
  one<T>(list: readonly T[]): T;
}

/** The generator mulberry32. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    roll,
    chance: (probability) => roll() < probability,
    one: (list) => list[Math.floor(roll() * list.length)]!,
  };
}

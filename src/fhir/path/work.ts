// How much work an expression may make: some are written by strangers, and those that walk over everything for
// everything would take for ever. What is counted are the items that functions and paths take and give.

/** Steps that are left; shared by the evaluations that draw on the same allowance. */
export interface Work {
  left: number;
}

/** What has an allowance: the environment of an evaluation. */
export interface Counted {
  work?: Work | undefined;
}

/** The expression asks for more work than it may make. */
export class TooCostly extends Error {
  readonly kind = 'too-costly';
  constructor() {
    super('it takes too long on these data');
  }
}

/** Throws TooCostly when nothing is left. Without an allowance nothing is counted. */
export function spend({ work }: Counted, steps: number): void {
  if (work === undefined) return;
  work.left -= steps;
  if (work.left < 0) throw new TooCostly();
}

/** Each of these may be compared with each other one. */
export function spendPairs(env: Counted, count: number, others = count): void {
  if (count > 16) spend(env, count * others);
}

const TEXT_FOR_A_STEP = 64;
const TEXT_MAX = 10_000_000;

/** Before a text of this length is made. */
export function spendText(env: Counted, length: number): void {
  if (env.work === undefined) return;
  if (length > TEXT_MAX) throw new TooCostly();
  if (length > TEXT_FOR_A_STEP) spend(env, Math.ceil(length / TEXT_FOR_A_STEP));
}

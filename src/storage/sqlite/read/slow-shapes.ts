// Which kinds of searches have lately taken long, and how long. The same question about other values most likely takes long again:
// it need not hold up others before it turns out so.

import type { ReadCall } from './calls.ts';

/** Milliseconds that are long: so long a read may hold up everything else. */
export const LONG_MS = 2;
/** Milliseconds that a shape is remembered after it was slow. */
const REMEMBERED_MS = 60_000;
const SHAPES_MAX = 200;
/** Of one shape some values may be slow and others quick: so many quick ones in a row, and it is quick. */
const QUICK_ENOUGH = 3;

/** What a question asks about, and for whom, not the way it asks. */
const VALUES: ReadonlySet<string> = new Set([
  'after',
  'anyOf',
  'before',
  'code',
  'from',
  'hi',
  'id',
  'ids',
  'keys',
  'latitude',
  'lo',
  'longitude',
  'metres',
  'noneOf',
  'only',
  'phrase',
  'text',
  'url',
  'value',
]);

interface Slow {
  until: number;
  tookMs: number;
  /** Answers in a row that were quick. */
  quick: number;
}

export class SlowShapes {
  readonly #slow = new Map<string, Slow>();
  /** When the last of them is forgotten. */
  #until = 0;

  /** How long it will take, about; undefined: nothing says that it is slow. `now`: of a clock that never goes back. */
  expectedMs(call: ReadCall, now = performance.now()): number | undefined {
    if (now >= this.#until) {
      if (this.#slow.size > 0) this.#slow.clear();
      return undefined;
    }
    const known = this.#slow.get(shapeOf(call));
    return known && now < known.until ? known.tookMs : undefined;
  }

  /** How long it took at last. */
  note(call: ReadCall, tookMs: number, now = performance.now()): void {
    const shape = shapeOf(call);
    const known = this.#slow.get(shape);
    if (tookMs <= LONG_MS) {
      if (known && ++known.quick >= QUICK_ENOUGH) this.#slow.delete(shape);
      return;
    }
    this.#slow.delete(shape);
    if (this.#slow.size >= SHAPES_MAX) this.#slow.delete(this.#slow.keys().next().value!);
    this.#until = now + REMEMBERED_MS;
    this.#slow.set(shape, { until: this.#until, tookMs, quick: 0 });
  }
}

function shapeOf(call: ReadCall): string {
  return JSON.stringify(call, (name, value: unknown) => (VALUES.has(name) ? undefined : value));
}

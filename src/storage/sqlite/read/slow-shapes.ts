// Which kinds of searches have lately taken long. The same question about other values most likely takes long again:
// it need not hold up others before it turns out so.

import type { ReadCall } from './calls.ts';

/** Milliseconds that a shape is remembered after it was slow. */
const REMEMBERED_MS = 60_000;
const SHAPES_MAX = 200;

/** What a question asks about, not the way it asks. */
const VALUES: ReadonlySet<string> = new Set([
  'code',
  'text',
  'value',
  'lo',
  'hi',
  'id',
  'url',
  'ids',
  'keys',
  'after',
]);

export class SlowShapes {
  readonly #until = new Map<string, number>();

  isSlow(call: ReadCall): boolean {
    if (this.#until.size === 0) return false;
    const until = this.#until.get(shapeOf(call));
    return until !== undefined && performance.now() < until;
  }

  /** How long it took at last, and whether that is long. */
  note(call: ReadCall, isLong: boolean): void {
    const shape = shapeOf(call);
    this.#until.delete(shape);
    if (!isLong) return;
    if (this.#until.size >= SHAPES_MAX) this.#until.delete(this.#until.keys().next().value!);
    this.#until.set(shape, performance.now() + REMEMBERED_MS);
  }
}

function shapeOf(call: ReadCall): string {
  return JSON.stringify(call, (name, value: unknown) => (VALUES.has(name) ? undefined : value));
}

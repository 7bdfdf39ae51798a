// In which order long reads are done: what is expected to be over soon goes before what takes seconds, but every second
// that a read has waited counts as one that it takes less, so that none waits for ever.

interface Waiting<T> {
  item: T;
  /** The moment at which it came and, added to it, what it will take: the lowest is next. */
  rank: number;
}

export class LongQueue<T> {
  readonly #waiting: Waiting<T>[] = [];

  /** `expectedMs`: how long it will take, about; `now`: milliseconds of a clock that never goes back. */
  add(item: T, expectedMs: number, now = performance.now()): void {
    this.#waiting.push({ item, rank: now + expectedMs });
  }

  /** Takes out whose turn it is; of equal ones the first that came. */
  next(): T | undefined {
    let best = 0;
    for (const [i, one] of this.#waiting.entries()) if (one.rank < this.#waiting[best]!.rank) best = i;
    return this.#waiting.splice(best, 1)[0]?.item;
  }

  /** False when its turn has come before. */
  remove(item: T): boolean {
    const at = this.#waiting.findIndex((one) => one.item === item);
    if (at < 0) return false;
    this.#waiting.splice(at, 1);
    return true;
  }

  clear(): void {
    this.#waiting.length = 0;
  }
}

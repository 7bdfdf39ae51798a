// Memory for answers, used again once an answer is on its way. Fresh memory for each, some megabytes until the collector
// comes round, is never in the processor's cache: filling it took a tenth of a search (test/bench/http.ts).

/** Of one piece, bytes: a page of twenty resources. What needs more gets memory of its own. */
const PIECE = 64 * 1024;
/** Pieces that wait to be used again at most. */
const WAITING_MAX = 64;

export interface Piece {
  bytes: Buffer;
  /** Once, when nobody reads it any more. Whoever forgets it leaves it to the collector. */
  release?(): void;
}

export class PageMemory {
  /** Used last, used first: it is the warmest. */
  readonly #waiting: Buffer[] = [];

  /** At least so many bytes, with anything in them. */
  take(size: number): Piece {
    if (size > PIECE) return { bytes: Buffer.allocUnsafe(size) };
    const bytes = this.#waiting.pop() ?? Buffer.allocUnsafeSlow(PIECE);
    return {
      bytes,
      release: () => {
        if (this.#waiting.length < WAITING_MAX) this.#waiting.push(bytes);
      },
    };
  }
}

// Long work gives way: after so many milliseconds of it, requests that wait get their turn.

const SLICE_MS = 5;

/** Await what it answers, now and then. Awaiting settled promises alone never lets anybody else in. */
export type Pace = () => Promise<void> | undefined;

export function createPace(): Pace {
  let sliceEnd = performance.now() + SLICE_MS;
  return () => {
    if (performance.now() <= sliceEnd) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        sliceEnd = performance.now() + SLICE_MS;
        resolve();
      });
    });
  };
}

/** Does work that comes in parts without giving way. */
export function atOnce<T>(parts: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = parts.next();
    if (done) return value;
  }
}

/** Does work that comes in parts of a few milliseconds at most, and gives way between them. */
export async function inTurns<T>(parts: Generator<undefined, T>): Promise<T> {
  const pace = createPace();
  for (;;) {
    const { done, value } = parts.next();
    if (done) return value;
    await pace();
  }
}

// Long plans give way: after so many milliseconds of work, requests that wait get their turn.

const SLICE_MS = 10;

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

// Answers that are ready in the same turn of the event loop go out together at its end. Writing each at once wakes
// its receiver each time, and on a busy machine waking costs more than answering a small read: a third of all
// reads a second was lost that way (test/bench/http.ts).

/** A promise for the end of this turn, the same one for everybody who asks in it. */
export function createTurnEnd(): () => Promise<void> {
  let end: Promise<void> | undefined;
  return () => {
    end ??= new Promise((resolve) => {
      setImmediate(() => {
        end = undefined;
        resolve();
      });
    });
    return end;
  };
}

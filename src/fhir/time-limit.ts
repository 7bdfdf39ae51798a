// Work that may take longer than anyone waits, such as a stranger's regular expression on a stranger's text, with an
// end. Only code that is called through a context of node:vm can be stopped. A call costs a quarter of a millisecond.

import { createContext, Script } from 'node:vm';

/** Runs it; throws TimeLimitExceeded after so many milliseconds, and what `run` throws. */
export type TimeLimit = <T>(timeoutMs: number, run: () => T) => T;

export class TimeLimitExceeded extends Error {
  readonly kind = 'time-limit';
  constructor() {
    super('it takes too long');
  }
}

export function createTimeLimit(): TimeLimit {
  let script: Script | undefined;
  const box: { run: (() => unknown) | undefined } = { run: undefined };
  return <T>(timeoutMs: number, run: () => T): T => {
    if (!script) {
      createContext(box);
      script = new Script('run()');
    }
    const outer = box.run;
    box.run = run;
    try {
      return script.runInContext(box, { timeout: timeoutMs }) as T;
    } catch (error) {
      const { code } = error as { code?: unknown };
      throw code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new TimeLimitExceeded() : error;
    } finally {
      box.run = outer;
    }
  };
}

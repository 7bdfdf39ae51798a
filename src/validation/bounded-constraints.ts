// Constraints of definitions that were uploaded: some take longer than anybody will wait, so those that could get a
// moment only. What came with the server is known to be quick.

import { createContext, Script } from 'node:vm';
import type { ConstraintCompiler, Holds } from './holds.ts';
import type { Visit } from './visit.ts';

const TIMEOUT_MS = 250;
/** Functions that may work long on little data: each of them can go over all of it again and again. */
const MAY_TAKE_LONG = /\b(matches|replaceMatches|repeat|descendants|aggregate)\s*\(/;

/** Its functions throw where the time is over, for each resource once and then at once. */
export function boundConstraints(compile: ConstraintCompiler): ConstraintCompiler {
  return (expression) => {
    const holds = compile(expression);
    return MAY_TAKE_LONG.test(expression) ? bound(holds) : holds;
  };
}

function bound(holds: Holds): Holds {
  // What runs inside a context of node:vm can be stopped, wherever it was written.
  const box = createContext({ run: undefined as (() => boolean) | undefined });
  const script = new Script('run()');
  let tooSlow: Visit | undefined;
  return (value, extra, type, visit) => {
    const error = new Error(`it takes longer than ${TIMEOUT_MS} ms`);
    if (visit === tooSlow) throw error;
    const restore = visit.mark();
    box.run = () => holds(value, extra, type, visit);
    try {
      return script.runInContext(box, { timeout: TIMEOUT_MS }) === true;
    } catch (thrown) {
      if ((thrown as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw thrown;
      // Nothing that was begun has been ended: no `finally` runs when a script is stopped.
      restore();
      tooSlow = visit;
      throw error;
    } finally {
      box.run = undefined;
    }
  };
}

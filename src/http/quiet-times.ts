// When a busy time is over, what it left in memory is given back at once: V8 itself would wait for the next one.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Milliseconds without a request after which a busy time is over. */
const QUIET_AFTER_MS = 10_000;

export interface QuietTimes {
  /** A request has come. */
  busy(): void;
  stop(): void;
}

export function createQuietTimes(collect: () => void = collectGarbage): QuietTimes {
  let requests = 0;
  let seen = 0;
  const timer = setInterval(() => {
    // Busy before, nothing new since the last look: collect once.
    if (requests > 0 && requests === seen) {
      requests = 0;
      collect();
    }
    seen = requests;
  }, QUIET_AFTER_MS);
  timer.unref();
  return {
    busy: () => {
      requests++;
    },
    stop: () => clearInterval(timer),
  };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

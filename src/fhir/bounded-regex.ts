// Regular expressions that strangers wrote, tried on texts that strangers wrote: some take longer than the sun will
// shine, so each gets a moment only.

import { createTimeLimit } from './time-limit.ts';

const TIMEOUT_MS = 50;
const LENGTH_MAX = 10_000;

/** Does the whole pattern hold for the whole text? undefined: it is no pattern, or it cannot be told in time. */
export type BoundedMatch = (pattern: string, text: string) => boolean | undefined;

export function createBoundedMatch(): BoundedMatch {
  const limit = createTimeLimit();
  return (pattern, text) => {
    if (pattern.length > LENGTH_MAX || text.length > LENGTH_MAX) return undefined;
    const compiled = compile(pattern);
    if (!compiled) return undefined;
    try {
      return limit(TIMEOUT_MS, () => compiled.test(text));
    } catch {
      return undefined;
    }
  };
}

function compile(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^(?:${pattern})$`, flags);
    } catch {
      // Some patterns are right only without the u flag: `\-`.
    }
  }
  return undefined;
}

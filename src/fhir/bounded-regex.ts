// Regular expressions that strangers wrote, tried on texts that strangers wrote: some take longer than the sun will
// shine, so each gets a moment only.

import { createContext, Script } from 'node:vm';

const TIMEOUT_MS = 50;
const LENGTH_MAX = 10_000;

/** Does the whole pattern hold for the whole text? undefined: it is no pattern, or it cannot be told in time. */
export type BoundedMatch = (pattern: string, text: string) => boolean | undefined;

export function createBoundedMatch(): BoundedMatch {
  let attempt: ((pattern: RegExp, text: string) => boolean) | undefined;
  return (pattern, text) => {
    if (pattern.length > LENGTH_MAX || text.length > LENGTH_MAX) return undefined;
    const compiled = compile(pattern);
    if (!compiled) return undefined;
    attempt ??= createAttempt();
    try {
      return attempt(compiled, text);
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

/** Only code that runs in a context of node:vm can be stopped. */
function createAttempt(): (pattern: RegExp, text: string) => boolean {
  const box = createContext({ pattern: /./, text: '' });
  const script = new Script('pattern.test(text)');
  return (pattern, text) => {
    box.pattern = pattern;
    box.text = text;
    return script.runInContext(box, { timeout: TIMEOUT_MS }) === true;
  };
}

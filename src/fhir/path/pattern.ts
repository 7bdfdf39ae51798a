// Regular expressions in FHIRPath: matches(), replaceMatches(). Some of them try every way to divide a text, and there
// are more of these than anyone can wait for. Those that cannot are run as they are, others within a time limit.

import { createTimeLimit, TimeLimitExceeded } from '../time-limit.ts';
import { Undecided } from './item.ts';
import { TooCostly } from './work.ts';

export interface Pattern {
  test(text: string): boolean;
  replace(text: string, by: string): string;
}

const PATTERN_MAX = 10_000;
/** Ways to divide a text that are tried in a few milliseconds. */
const WAYS_MAX = 1_000_000;
const TIMEOUT_MS = 100;

/** Keeps the last pattern: nearly always it is a literal. Each method throws TooCostly; what is no pattern: Undecided. */
export function createPatterns(): (pattern: string) => Pattern {
  const limit = createTimeLimit();
  let last: { text: string; pattern: Pattern } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, pattern: createPattern(text, limit) };
    return last.pattern;
  };
}

function createPattern(source: string, limit: ReturnType<typeof createTimeLimit>): Pattern {
  if (source.length > PATTERN_MAX) throw new TooCostly();
  const once = compile(source, '');
  const all = compile(source, 'g');
  const ways = waysToDivide(source);
  const run = <T>(text: string, work: () => T): T => {
    if (ways(text.length) <= WAYS_MAX) return work();
    try {
      return limit(TIMEOUT_MS, work);
    } catch (error) {
      throw error instanceof TimeLimitExceeded ? new TooCostly() : error;
    }
  };
  return {
    test: (text) => run(text, () => once.test(text)),
    replace: (text, by) => run(text, () => text.replace(all, by)),
  };
}

/** Published patterns escape more than JavaScript's Unicode mode takes; they mean the same without it. */
function compile(pattern: string, flags: string): RegExp {
  for (const mode of ['su', 's']) {
    try {
      return new RegExp(pattern, flags + mode);
    } catch {
      // The next mode takes more.
    }
  }
  throw new Undecided(`no regular expression: ${pattern}`);
}

/** Texts so long that no pattern with repetition in a repetition can be slow on them. */
const SHORT = 16;

/**
 * At most, by the length of the text. A pattern without repetition inside a repetition tries one place for each of
 * its repetitions; with it, or with what it found before, there may be a way for every subset of places.
 */
function waysToDivide(pattern: string): (length: number) => number {
  const plain = pattern.replace(/\\[^1-9k]/g, 'a').replace(/\[(?:\\.|[^\]\\])*\]/g, 'a');
  const repetitions = plain.match(/[*+]|\{\d+,\d*\}|\?/g)?.length ?? 0;
  const isNested = /\)(?:[*+]|\{)/.test(plain) || /\\[1-9k]/.test(plain);
  if (isNested) return (length) => (length <= SHORT ? 1 : Number.POSITIVE_INFINITY);
  // One more for the place where a match may begin.
  return (length) => (length + 1) ** (repetitions + (plain.startsWith('^') ? 0 : 1));
}

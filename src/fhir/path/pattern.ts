// Regular expressions in FHIRPath: matches(), replaceMatches(). Some of them try every way to divide a text, and there
// are more of these than anyone can wait for. Those that cannot are run as they are, others within a time limit.

import { createTimeLimit, type TimeLimit, TimeLimitExceeded } from '../time-limit.ts';
import { Undecided } from './item.ts';
import { type Counted, spend, TooCostly } from './work.ts';

export interface Pattern {
  test(text: string, env: Counted): boolean;
  replace(text: string, by: string, env: Counted): string;
}

const PATTERN_MAX = 10_000;
/** Ways to divide a text that are tried in a few milliseconds. */
const WAYS_MAX = 1_000_000;
const TIMEOUT_MS = 250;
/** Steps that a time limit costs, and one that was reached. */
const LIMIT_STEPS = 200;
const TIMEOUT_STEPS = 1_000_000;
const REMEMBERED_MAX = 1_000;

/** Keeps the last pattern: nearly always it is a literal. Each method throws TooCostly; what is no pattern: Undecided. */
export function createPatterns(): (pattern: string) => Pattern {
  const limit = createTimeLimit();
  let last: { text: string; pattern: Pattern } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, pattern: createPattern(text, limit) };
    return last.pattern;
  };
}

function createPattern(source: string, limit: TimeLimit): Pattern {
  if (source.length > PATTERN_MAX) throw new TooCostly();
  const once = compile(source, '');
  const all = compile(source, 'g');
  const ways = waysToDivide(source);
  const limited = <T>(env: Counted, work: () => T): T => {
    spend(env, LIMIT_STEPS);
    try {
      return limit(TIMEOUT_MS, work);
    } catch (error) {
      if (!(error instanceof TimeLimitExceeded)) throw error;
      if (env.work) env.work.left -= TIMEOUT_STEPS;
      throw new TooCostly();
    }
  };
  const remembered = new Map<string, boolean>();
  return {
    test(text, env) {
      if (ways(text.length) <= WAYS_MAX) return once.test(text);
      let found = remembered.get(text);
      if (found === undefined) {
        found = limited(env, () => once.test(text));
        if (remembered.size >= REMEMBERED_MAX) remembered.clear();
        remembered.set(text, found);
      }
      return found;
    },
    replace: (text, by, env) =>
      ways(text.length) <= WAYS_MAX ? text.replace(all, by) : limited(env, () => text.replace(all, by)),
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

/** No pattern with repetition in a repetition is slow on texts of this length. */
const SHORT = 16;

/**
 * At most, by the length of the text. A pattern without repetition inside a repetition tries one place for each of
 * its repetitions; with it, or with what it found before, there may be a way for every subset of places.
 */
function waysToDivide(pattern: string): (length: number) => number {
  const plain = pattern.replace(/\\[^1-9k]/g, 'a').replace(/\[(?:\\.|[^\]\\])*\]/g, 'a');
  if (/\\[1-9k]/.test(plain) || hasNestedRepetition(plain)) {
    return (length) => (length <= SHORT ? 1 : Number.POSITIVE_INFINITY);
  }
  const repetitions = plain.match(/[*+?]|\{\d+,\d*\}/g)?.length ?? 0;
  // One more for the place where a match may begin.
  const places = repetitions + (plain.startsWith('^') ? 0 : 1);
  return (length) => (length + 1) ** places;
}

/** A group that repeats and has repetitions or alternatives within. Escapes and classes are gone from the pattern. */
function hasNestedRepetition(plain: string): boolean {
  const open = [false];
  for (let i = 0; i < plain.length; i++) {
    const sign = plain[i]!;
    if (sign === '(') {
      open.push(false);
      // `(?:` and the like are no repetition.
      if (plain[i + 1] === '?') i++;
    } else if (sign === ')') {
      const isManifold = open.pop() ?? false;
      const next = plain[i + 1];
      if (isManifold && (next === '*' || next === '+' || next === '{')) return true;
      if (isManifold) open[open.length - 1] = true;
    } else if ('*+?{|'.includes(sign)) open[open.length - 1] = true;
  }
  return false;
}

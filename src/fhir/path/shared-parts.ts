// Parts that several constraints of one element have in common, `component.where(code = 'a')` and the like, are worked
// out once for the element.

import type { Environment, Evaluate, Item, Items } from './item.ts';

/** Answers one function for all equal texts; it remembers its last answer. */
export type ShareParts = (text: string, compile: () => Evaluate) => Evaluate;

const PARTS_MAX = 2_000;

export function createSharedParts(): ShareParts {
  const parts = new Map<string, Evaluate>();
  return (text, compile) => {
    let part = parts.get(text);
    if (!part) {
      part = remembering(compile());
      // What was handed out stays as it is; only later expressions share it no more.
      if (parts.size >= PARTS_MAX) parts.clear();
      parts.set(text, part);
    }
    return part;
  };
}

/** The same item in the same environment gives the same answer: data do not change while they are judged. */
function remembering(evaluate: Evaluate): Evaluate {
  let lastItem: Item | undefined;
  let lastEnvironment: Environment | undefined;
  let lastAnswer: Items;
  return (focus, env) => {
    const item = focus.length === 1 ? focus[0] : undefined;
    if (item === undefined) return evaluate(focus, env);
    if (item !== lastItem || env !== lastEnvironment) {
      lastAnswer = evaluate(focus, env);
      lastItem = item;
      lastEnvironment = env;
    }
    return lastAnswer;
  };
}

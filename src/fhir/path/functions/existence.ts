// http://hl7.org/fhirpath/N1/#existence

import { distinct, isAmong } from '../compare.ts';
import type { Expression } from '../expression.ts';
import {
  computed,
  type Environment,
  FALSE,
  type Items,
  NOTHING,
  ofBoolean,
  TRUE,
  toBoolean,
} from '../item.ts';
import { compilePlainText, PLAIN_TEXT, textTest } from '../plain-text.ts';
import { compileTruth } from '../truth.ts';
import { spendPairs } from '../work.ts';
import { arity, type BuildFunction, plain, type Tools } from './function.ts';

export const existence: Record<string, BuildFunction> = {
  empty: plain((input) => (input.length === 0 ? TRUE : FALSE)),
  not: plain((input) => {
    const value = toBoolean(input);
    return value === undefined ? NOTHING : value ? FALSE : TRUE;
  }),
  exists: (args, tools) => {
    arity(args, 0, 1);
    if (args.length === 0) return (input) => (input.length > 0 ? TRUE : FALSE);
    const meets = criterion(args[0]!, tools);
    const at = placed(args[0]!);
    return (input, _, env) => ofBoolean(input.some((item, i) => meets([item], at(i, env))));
  },
  all: (args, tools) => {
    arity(args, 1);
    const meets = criterion(args[0]!, tools);
    const at = placed(args[0]!);
    return (input, _, env) => ofBoolean(input.every((item, i) => meets([item], at(i, env))));
  },
  allTrue: plain((input) => ofBoolean(input.every(({ value }) => value === true))),
  anyTrue: plain((input) => ofBoolean(input.some(({ value }) => value === true))),
  allFalse: plain((input) => ofBoolean(input.every(({ value }) => value === false))),
  anyFalse: plain((input) => ofBoolean(input.some(({ value }) => value === false))),
  count: plain((input) => [computed(input.length, 'System.Integer')]),
  isDistinct: (args, { model }) => {
    arity(args, 0);
    return (input, _, env) => ofBoolean(distinct(input, model, env).length === input.length);
  },
  distinct: (args, { model }) => {
    arity(args, 0);
    return (input, _, env) => distinct(input, model, env);
  },
  subsetOf: (args, tools) => {
    arity(args, 1);
    const others = tools.compile(args[0]!);
    return (input, focus, env) => {
      const all = others(focus, env);
      spendPairs(env, input.length, all.length);
      return ofBoolean(input.every((item) => isAmong(item, all, tools.model)));
    };
  },
  supersetOf: (args, tools) => {
    arity(args, 1);
    const others = tools.compile(args[0]!);
    return (input, focus, env) => {
      const all = others(focus, env);
      spendPairs(env, input.length, all.length);
      return ofBoolean(all.every((item) => isAmong(item, input, tools.model)));
    };
  },
};

/** A filter's condition: what is not plainly true does not meet it. */
export function criterion(expression: Expression, tools: Tools): (focus: Items, env: Environment) => boolean {
  const meets = plainlyTrue(expression, tools);
  const { left, texts } = textTest(expression) ?? {};
  if (!left || !texts) return meets;
  // `code = 'a'` and `code in ('a' | 'b')`, the usual conditions: a string needs no items made of the texts.
  const evaluateLeft = tools.compile(left);
  const plain = compilePlainText(left, tools.model);
  return (focus, env) => {
    const read = plain?.(focus);
    if (read !== undefined) return texts.has(read);
    const found = evaluateLeft(focus, env);
    if (found.length === 0) return false;
    const { value, type } = found[0]!;
    return found.length === 1 && typeof value === 'string' && PLAIN_TEXT.has(type)
      ? texts.has(value)
      : meets(focus, env);
  };
}

/** The environment for the item at a place: another one only where the expression asks for `$index`. */
export function placed(expression: Expression): (index: number, env: Environment) => Environment {
  return JSON.stringify(expression).includes('{"kind":"special","name":"index"}')
    ? (index, env) => ({ ...env, index })
    : (_, env) => env;
}

function plainlyTrue(expression: Expression, tools: Tools): (focus: Items, env: Environment) => boolean {
  const truth = compileTruth(expression, tools);
  if (truth) return (focus, env) => truth(focus, env) === true;
  const evaluate = tools.compile(expression);
  return (focus, env) => {
    const result = evaluate(focus, env);
    return result.length === 1 && result[0]!.value === true;
  };
}

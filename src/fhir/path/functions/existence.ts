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
    return (input, _, env) => ofBoolean(input.some((item) => meets([item], env)));
  },
  all: (args, tools) => {
    arity(args, 1);
    const meets = criterion(args[0]!, tools);
    return (input, _, env) => ofBoolean(input.every((item) => meets([item], env)));
  },
  allTrue: plain((input) => ofBoolean(input.every(({ value }) => value === true))),
  anyTrue: plain((input) => ofBoolean(input.some(({ value }) => value === true))),
  allFalse: plain((input) => ofBoolean(input.every(({ value }) => value === false))),
  anyFalse: plain((input) => ofBoolean(input.some(({ value }) => value === false))),
  count: plain((input) => [computed(input.length, 'System.Integer')]),
  isDistinct: (args, { model }) => {
    arity(args, 0);
    return (input) => ofBoolean(distinct(input, model).length === input.length);
  },
  distinct: (args, { model }) => {
    arity(args, 0);
    return (input) => distinct(input, model);
  },
  subsetOf: (args, tools) => {
    arity(args, 1);
    const others = tools.compile(args[0]!);
    return (input, focus, env) => {
      const all = others(focus, env);
      return ofBoolean(input.every((item) => isAmong(item, all, tools.model)));
    };
  },
  supersetOf: (args, tools) => {
    arity(args, 1);
    const others = tools.compile(args[0]!);
    return (input, focus, env) =>
      ofBoolean(others(focus, env).every((item) => isAmong(item, input, tools.model)));
  },
};

/** A filter's condition: what is not plainly true does not meet it. */
export function criterion(expression: Expression, tools: Tools): (focus: Items, env: Environment) => boolean {
  const evaluate = tools.compile(expression);
  const meets = (focus: Items, env: Environment) => {
    const result = evaluate(focus, env);
    return result.length === 1 && result[0]!.value === true;
  };
  const [left, text] = comparedText(expression);
  if (!left) return meets;
  // `code = 'a'`, the usual condition: two strings need no items made of them.
  const evaluateLeft = tools.compile(left);
  return (focus, env) => {
    const found = evaluateLeft(focus, env);
    if (found.length === 0) return false;
    const { value, type } = found[0]!;
    return found.length === 1 && typeof value === 'string' && PLAIN_TEXT.has(type)
      ? value === text
      : meets(focus, env);
  };
}

/** Strings that are compared as they are, unlike dates. */
const PLAIN_TEXT = new Set(['code', 'string', 'uri', 'url', 'canonical', 'id', 'System.String']);

function comparedText(expression: Expression): [left: Expression, text: string] | [] {
  if (expression.kind !== 'binary' || expression.operator !== '=') return [];
  const { left, right } = expression;
  if (left.kind !== 'member' || right.kind !== 'literal' || right.type !== 'String') return [];
  return [left, right.value as string];
}

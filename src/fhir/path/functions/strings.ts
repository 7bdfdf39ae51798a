// http://hl7.org/fhirpath/N1/#string-manipulation and #conversion, as far as invariants use them.

import type { Expression } from '../expression.ts';
import { computed, type Environment, type Items, NOTHING, ofBoolean, single, Undecided } from '../item.ts';
import { createPatterns } from '../pattern.ts';
import { spendText } from '../work.ts';
import { arity, type BuildFunction, type Tools } from './function.ts';

type Argument = string | number;

export const strings: Record<string, BuildFunction> = {
  startsWith: onText(1, 1, (text, [prefix]) => ofBoolean(text.startsWith(prefix as string))),
  endsWith: onText(1, 1, (text, [suffix]) => ofBoolean(text.endsWith(suffix as string))),
  contains: onText(1, 1, (text, [part]) => ofBoolean(text.includes(part as string))),
  matches: (args, tools) => {
    const patternOf = createPatterns();
    return onText(1, 1, (text, [pattern], env) => ofBoolean(patternOf(pattern as string).test(text, env)))(
      args,
      tools,
    );
  },
  replaceMatches: (args, tools) => {
    const patternOf = createPatterns();
    const replace = onText(2, 2, (text, [pattern, by], env) => {
      spendText(env, text.length * ((by as string).length + 1));
      return ofText(patternOf(pattern as string).replace(text, by as string, env));
    });
    return replace(args, tools);
  },
  replace: onText(2, 2, (text, [part, by], env) => {
    spendText(env, text.length * ((by as string).length + 1));
    return ofText(text.replaceAll(part as string, () => by as string));
  }),
  substring: onText(1, 2, (text, [start, length]) => {
    const from = start as number;
    if (from < 0 || from >= text.length) return NOTHING;
    return ofText(text.slice(from, length === undefined ? undefined : from + (length as number)));
  }),
  indexOf: onText(1, 1, (text, [part]) => ofInteger(text.indexOf(part as string))),
  length: onText(0, 0, (text) => ofInteger(text.length)),
  upper: onText(0, 0, (text) => ofText(text.toUpperCase())),
  lower: onText(0, 0, (text) => ofText(text.toLowerCase())),
  trim: onText(0, 0, (text) => ofText(text.trim())),
  toString: converted((value) => ofText(String(value))),
  toInteger: converted((value) => {
    if (typeof value === 'boolean') return ofInteger(Number(value));
    if (typeof value === 'number') return Number.isInteger(value) ? ofInteger(value) : NOTHING;
    return /^[+-]?\d+$/.test(value) ? ofInteger(Number(value)) : NOTHING;
  }),
  toDecimal: converted((value) =>
    typeof value !== 'string' || /^[+-]?\d+(\.\d+)?$/.test(value)
      ? [computed(Number(value), 'System.Decimal')]
      : NOTHING,
  ),
};

function onText(
  least: number,
  most: number,
  apply: (text: string, args: (Argument | undefined)[], env: Environment) => Items,
): BuildFunction {
  return (args, tools) => {
    arity(args, least, most);
    const values = args.map((arg) => argument(arg, tools));
    return (input, focus, env) => {
      const item = single(input);
      if (item?.value === undefined) return NOTHING;
      if (typeof item.value !== 'string') throw new Undecided('a string is expected');
      const given = values.map((value) => value(focus, env));
      return given.includes(undefined) ? NOTHING : apply(item.value, given, env);
    };
  };
}

function argument(
  expression: Expression,
  tools: Tools,
): (focus: Items, env: Environment) => Argument | undefined {
  const evaluate = tools.compile(expression);
  return (focus, env) => {
    const value = single(evaluate(focus, env))?.value;
    if (value === undefined || typeof value === 'string' || typeof value === 'number') return value;
    throw new Undecided('a string or number is expected');
  };
}

function converted(convert: (value: string | number | boolean) => Items): BuildFunction {
  return (args) => {
    arity(args, 0);
    return (input) => {
      const value = single(input)?.value;
      if (value === undefined) return NOTHING;
      if (typeof value === 'object') throw new Undecided('a primitive is expected');
      return convert(value as string | number | boolean);
    };
  };
}

function ofText(text: string): Items {
  return [computed(text, 'System.String')];
}

function ofInteger(value: number): Items {
  return [computed(value, 'System.Integer')];
}

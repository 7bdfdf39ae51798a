// Filtering, taking parts and joining: http://hl7.org/fhirpath/N1/#filtering-and-projection,
// #subsetting, #combining.

import { distinct, isAmong } from '../compare.ts';
import { type Environment, type Item, type Items, NOTHING, single, Undecided } from '../item.ts';
import { compileTypeTest } from '../types.ts';
import { spend, spendPairs, spendText } from '../work.ts';
import { criterion, placed } from './existence.ts';
import { arity, type BuildFunction, plain, type Tools, typeArgument } from './function.ts';

export const collections: Record<string, BuildFunction> = {
  where: (args, tools) => {
    arity(args, 1);
    const meets = criterion(args[0]!, tools);
    const at = placed(args[0]!);
    return (input, _, env) => {
      if (input.length === 0) return NOTHING;
      const kept = input.filter((item, i) => meets([item], at(i, env)));
      return kept.length === 0 ? NOTHING : kept;
    };
  },
  select: (args, tools) => {
    arity(args, 1);
    const project = tools.compile(args[0]!);
    const at = placed(args[0]!);
    return (input, _, env) =>
      input.flatMap((item, i) => {
        const found = project([item], at(i, env));
        spend(env, found.length);
        return found;
      });
  },
  /** What was found already is not followed again. */
  repeat: (args, tools) => {
    arity(args, 1);
    const project = tools.compile(args[0]!);
    return (input, _, env) => {
      const found: Item[] = [];
      const seen = new Set<string>();
      const waiting = [...input];
      for (let at = 0; at < waiting.length; at++) {
        for (const item of project([waiting[at]!], env)) {
          const text = textOf(item);
          spendText(env, text.length);
          spend(env, 1);
          if (seen.has(text)) continue;
          seen.add(text);
          found.push(item);
          waiting.push(item);
        }
      }
      return found;
    };
  },
  aggregate: (args, tools) => {
    arity(args, 1, 2);
    const next = tools.compile(args[0]!);
    const begin = args[1] && tools.compile(args[1]);
    return (input, focus, env) => {
      let total = begin?.(focus, env) ?? NOTHING;
      input.forEach((item, index) => {
        total = next([item], { ...env, index, total });
        spend(env, 1 + total.length);
      });
      return total;
    };
  },
  ofType: (args, { model }) => {
    arity(args, 1);
    const isOfType = compileTypeTest(typeArgument(args[0]), model);
    return (input) => (input.length === 0 ? NOTHING : input.filter(isOfType));
  },
  first: plain((input) => (input.length <= 1 ? input : [input[0]!])),
  last: plain((input) => (input.length <= 1 ? input : [input.at(-1)!])),
  tail: plain((input) => (input.length <= 1 ? NOTHING : input.slice(1))),
  single: plain((input) => {
    single(input);
    return input;
  }),
  skip: part((input, count) => input.slice(Math.max(0, count))),
  take: part((input, count) => input.slice(0, Math.max(0, count))),
  combine: joined((input, others) => [...input, ...others]),
  union: joined((input, others, { model }, env) => distinct([...input, ...others], model, env)),
  intersect: joined((input, others, { model }, env) => {
    spendPairs(env, input.length, others.length);
    const common = input.filter((item) => isAmong(item, others, model));
    return distinct(common, model, env);
  }),
  exclude: joined((input, others, { model }, env) => {
    spendPairs(env, input.length, others.length);
    return input.filter((item) => !isAmong(item, others, model));
  }),
};

/** Type and content; equal items with members in another order count as two. */
function textOf({ type, value, element }: Item): string {
  return `${type} ${JSON.stringify(value)} ${element === undefined ? '' : JSON.stringify(element)}`;
}

function part(take: (input: Items, count: number) => Items): BuildFunction {
  return (args, tools) => {
    arity(args, 1);
    const count = tools.compile(args[0]!);
    return (input, focus, env) => take(input, numberOf(single(count(focus, env))));
  };
}

function joined(join: (input: Items, others: Items, tools: Tools, env: Environment) => Items): BuildFunction {
  return (args, tools) => {
    arity(args, 1);
    const others = tools.compile(args[0]!);
    return (input, focus, env) => join(input, others(focus, env), tools, env);
  };
}

function numberOf(item: Item | undefined): number {
  if (typeof item?.value !== 'number') throw new Undecided('a number is expected');
  return item.value;
}

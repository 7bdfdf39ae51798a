// Navigation, types and what FHIR adds: http://hl7.org/fhirpath/N1/#tree-navigation, R4 fhirpath.html#functions.

import { type Item, NOTHING, ofBoolean, single, Undecided } from '../item.ts';
import { compileChildren, compileSteps } from '../members.ts';
import { truthOf } from '../truth.ts';
import { compileTypeTest } from '../types.ts';
import { spend } from '../work.ts';
import { arity, type BuildFunction, plain, typeArgument } from './function.ts';

export const fhir: Record<string, BuildFunction> = {
  is: (args, { model }) => {
    arity(args, 1);
    const isOfType = compileTypeTest(typeArgument(args[0]), model);
    return (input) => {
      const item = single(input);
      return item ? ofBoolean(isOfType(item)) : NOTHING;
    };
  },
  /** Of several items R4 search parameters mean each, so it filters as ofType() does. */
  as: (args, { model }) => {
    arity(args, 1);
    const isOfType = compileTypeTest(typeArgument(args[0]), model);
    return (input) => (input.length === 0 ? NOTHING : input.filter(isOfType));
  },
  hasValue: plain((input) => {
    const [item] = input;
    return ofBoolean(input.length === 1 && item!.value !== undefined && typeof item!.value !== 'object');
  }),
  extension: (args, tools) => {
    arity(args, 1);
    const url = tools.compile(args[0]!);
    const extensions = compileSteps([{ name: 'extension' }], tools.model);
    return (input, focus, env) => {
      const found = extensions(input);
      if (found.length === 0) return NOTHING;
      const wanted = single(url(focus, env))?.value;
      return found.filter(({ value }) => (value as { url?: unknown }).url === wanted);
    };
  },
  children: (args, { model }) => {
    arity(args, 0);
    const children = compileChildren(model);
    return (input, _, env) =>
      input.flatMap((item) => {
        const found = children(item);
        spend(env, found.length);
        return found;
      });
  },
  descendants: (args, { model }) => {
    arity(args, 0);
    const children = compileChildren(model);
    return (input, _, env) => {
      const found: Item[] = [];
      const below = (item: Item): void => {
        for (const child of children(item)) {
          spend(env, 1);
          found.push(child);
          below(child);
        }
      };
      for (const item of input) below(item);
      return found;
    };
  },
  resolve: (args) => {
    arity(args, 0);
    return (input, _, env) => {
      const { resolve } = env;
      if (input.length === 0 || !resolve) return NOTHING;
      return input.map((item) => resolve(item, env)).filter((item) => item !== undefined);
    };
  },
  memberOf: judgement('memberOf'),
  conformsTo: judgement('conformsTo'),
  iif: (args, tools) => {
    arity(args, 2, 3);
    const condition = truthOf(args[0]!, tools);
    const [yes, no] = args.slice(1).map((arg) => tools.compile(arg));
    return (input, _, env) => (condition(input, env) ? yes!(input, env) : (no?.(input, env) ?? NOTHING));
  },
  /** Its name and projection only serve to look on; the input passes through. */
  trace: (args) => {
    arity(args, 1, 2);
    return (input) => input;
  },
};

/** What the one who evaluates knows about an item and a canonical URL. R4 fhirpath.html#functions. */
function judgement(name: 'memberOf' | 'conformsTo'): BuildFunction {
  return (args, tools) => {
    arity(args, 1);
    const canonical = tools.compile(args[0]!);
    return (input, focus, env) => {
      const item = single(input);
      const url = single(canonical(focus, env))?.value;
      if (!item || typeof url !== 'string') return NOTHING;
      const judge = env[name];
      if (!judge) throw new Undecided(`${name}() cannot be told here`);
      return ofBoolean(judge(item, url));
    };
  };
}

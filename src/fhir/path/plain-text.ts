// Strings that are compared as they are, read at once: `code = 'a'` is what most constraints ask for.

import type { TypeModel } from '../elements.ts';
import type { Expression } from './expression.ts';
import type { Environment, Items } from './item.ts';
import { spend } from './work.ts';

/** Unlike dates, whose precision counts. */
export const PLAIN_TEXT: ReadonlySet<string> = new Set([
  'code',
  'string',
  'uri',
  'url',
  'canonical',
  'id',
  'System.String',
]);

/**
 * Reads a member of the only item of the focus, without making an item of it. undefined: the expression is no plain
 * member. The function answers undefined where there is no such string: then its items must be asked.
 */
export function compilePlainText(
  expression: Expression,
  model: TypeModel,
): ((focus: Items) => string | undefined) | undefined {
  if (expression.kind !== 'member' || expression.on || expression.name[0]! <= 'Z') return undefined;
  const { name } = expression;
  let lastType: string | undefined;
  let isLastPlain = false;
  return (focus) => {
    if (focus.length !== 1) return undefined;
    const { value, type } = focus[0]!;
    if (type !== lastType) {
      isLastPlain = isPlainMember(type, name, model);
      lastType = type;
    }
    if (!isLastPlain || typeof value !== 'object' || value === null) return undefined;
    const text = (value as Record<string, unknown>)[name];
    return typeof text === 'string' ? text : undefined;
  };
}

function isPlainMember(type: string, name: string, model: TypeModel): boolean {
  if (model.kind(type) === 'primitive') return false;
  const shape = model.elements(type)?.get(name);
  const [only = '', ...others] = shape?.types ?? [];
  return shape?.max === 1 && !shape.choice && others.length === 0 && PLAIN_TEXT.has(only);
}

/**
 * `code.coding.exists(code = 'a')` of one item, read without making items of what stands on the way. undefined: it is of
 * another kind. The function answers undefined where the data are: then their items must be asked.
 */
export function compileAnyText(
  on: Expression,
  condition: Expression,
  model: TypeModel,
): ((focus: Items, env: Environment) => boolean | undefined) | undefined {
  const names = memberNames(on);
  const { left, texts } = textTest(condition) ?? {};
  if (!names || !texts || left?.kind !== 'member' || left.on || isTypeLike(left.name)) return undefined;
  const { name } = left;
  const shadow = `_${name}`;
  let lastType: string | undefined;
  let isLastPlain = false;

  function some(holder: Record<string, unknown>, depth: number, env: Environment): boolean | undefined {
    if (depth === names!.length) {
      spend(env, 1);
      const text = holder[name];
      if (typeof text === 'string') return texts!.has(text);
      return text === undefined && holder[shadow] === undefined ? false : undefined;
    }
    const value = holder[names![depth]!];
    if (!Array.isArray(value)) return isHolder(value) ? some(value, depth + 1, env) : false;
    for (const one of value) {
      const found = isHolder(one) ? some(one, depth + 1, env) : false;
      if (found !== false) return found;
    }
    return false;
  }

  return (focus, env) => {
    if (focus.length !== 1) return undefined;
    const { value, type } = focus[0]!;
    if (type !== lastType) {
      const end = typeAt(type, names, model);
      isLastPlain = end !== undefined && isPlainMember(end, name, model);
      lastType = type;
    }
    return isLastPlain && isHolder(value) ? some(value, 0, env) : undefined;
  };
}

/** `code`, `coding` of `code.coding`; undefined: there is anything else in it. */
function memberNames(expression: Expression): string[] | undefined {
  const names: string[] = [];
  for (let at: Expression | undefined = expression; at; at = at.on) {
    if (at.kind !== 'member' || isTypeLike(at.name)) return undefined;
    names.unshift(at.name);
  }
  return names;
}

function isTypeLike(name: string): boolean {
  return name[0]! <= 'Z';
}

/** Where these members lead; undefined: they are choices, primitives or resources somewhere. */
function typeAt(start: string, names: readonly string[], model: TypeModel): string | undefined {
  let type = start;
  if (model.kind(type) === 'primitive') return undefined;
  for (const name of names) {
    const shape = model.elements(type)?.get(name);
    const [only, ...others] = shape?.types ?? [];
    if (only === undefined || others.length > 0 || shape!.choice) return undefined;
    const kind = model.kind(only);
    if (kind === 'primitive' || kind === 'resource') return undefined;
    type = only;
  }
  return type;
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `code = 'a'` and `code in ('a' | 'b')`; undefined: it is another condition. */
export function textTest(expression: Expression): { left: Expression; texts: Set<string> } | undefined {
  if (expression.kind !== 'binary') return undefined;
  const { operator, left, right } = expression;
  if (left.kind !== 'member') return undefined;
  const texts =
    operator === 'in' || (operator === '=' && right.kind === 'literal') ? textsIn(right) : undefined;
  return texts && { left, texts: new Set(texts) };
}

/** The strings of `'a' | 'b' | 'c'`; undefined when there is anything else in it. */
function textsIn(expression: Expression): string[] | undefined {
  if (expression.kind === 'literal')
    return expression.type === 'String' ? [expression.value as string] : undefined;
  if (expression.kind !== 'binary' || expression.operator !== '|') return undefined;
  const left = textsIn(expression.left);
  const right = textsIn(expression.right);
  return left && right && [...left, ...right];
}

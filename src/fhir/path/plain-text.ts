// Strings that are compared as they are, read at once: `code = 'a'` is what most constraints ask for.

import type { TypeModel } from '../elements.ts';
import type { Expression } from './expression.ts';
import type { Items } from './item.ts';

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
  const isPlain = (type: string): boolean => {
    const shape = model.elements(type)?.get(name);
    const [only = '', ...others] = shape?.types ?? [];
    return shape?.max === 1 && !shape.choice && others.length === 0 && PLAIN_TEXT.has(only);
  };
  let lastType: string | undefined;
  let isLastPlain = false;
  return (focus) => {
    if (focus.length !== 1) return undefined;
    const { value, type } = focus[0]!;
    if (type !== lastType) {
      isLastPlain = model.kind(type) !== 'primitive' && isPlain(type);
      lastType = type;
    }
    if (!isLastPlain || typeof value !== 'object' || value === null) return undefined;
    const text = (value as Record<string, unknown>)[name];
    return typeof text === 'string' ? text : undefined;
  };
}

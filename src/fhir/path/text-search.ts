// `code.coding.exists(code = 'a')`, the commonest condition of all, looked up in the JSON itself: no items are made of
// what lies on the way.

import type { TypeModel } from '../elements.ts';
import type { Item } from './item.ts';

/** Types whose strings are compared as they are, unlike dates. */
export const PLAIN_TEXT: ReadonlySet<string> = new Set([
  'code',
  'string',
  'uri',
  'url',
  'canonical',
  'id',
  'System.String',
]);

/** undefined: from an item of this type the names lead through choices, primitives or resources. */
export type TextSearch = (from: Item, texts: ReadonlySet<string>) => boolean | undefined;

/** Is one of the texts found at the end of the names? The last element must not repeat. */
export function compileTextSearch(names: readonly string[], model: TypeModel): TextSearch {
  const plain = new Map<string, boolean>();
  const last = names.length - 1;

  const isPlain = (type: string): boolean => {
    let at = type;
    for (let depth = 0; depth <= last; depth++) {
      const shape = model.elements(at)?.get(names[depth]!);
      if (!shape || shape.choice || shape.types.length !== 1) return false;
      at = shape.types[0]!;
      if (depth === last) return shape.max === 1 && PLAIN_TEXT.has(at);
      if (model.kind(at) !== 'complex' && model.kind(at) !== 'backbone') return false;
    }
    return false;
  };

  const search = (holder: unknown, depth: number, texts: ReadonlySet<string>): boolean => {
    if (Array.isArray(holder)) {
      for (const item of holder) if (search(item, depth, texts)) return true;
      return false;
    }
    if (typeof holder !== 'object' || holder === null) return false;
    const value = (holder as Record<string, unknown>)[names[depth]!];
    if (depth < last) return search(value, depth + 1, texts);
    return typeof value === 'string' && texts.has(value);
  };

  return (from, texts) => {
    let known = plain.get(from.type);
    if (known === undefined) {
      known = isPlain(from.type);
      plain.set(from.type, known);
    }
    return known ? search(from.value, 0, texts) : undefined;
  };
}

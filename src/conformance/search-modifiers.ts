// The modifiers that each kind of search parameter understands, besides :missing. R4 search.html#modifiers.

import type { SearchParameterType } from './definitions.ts';

/** `[type]` stands for the name of a resource type. */
export const SEARCH_MODIFIERS: Readonly<Record<SearchParameterType, readonly string[]>> = {
  string: ['exact', 'contains'],
  token: ['not', 'text', 'of-type', 'in', 'not-in', 'above', 'below'],
  reference: ['identifier', '[type]', 'above', 'below'],
  uri: ['above', 'below'],
  date: [],
  number: [],
  quantity: [],
  composite: [],
  special: [],
};

/** For people: `:not, :text, :missing`. */
export function modifiersOf(type: SearchParameterType): string {
  return [...SEARCH_MODIFIERS[type], 'missing'].map((name) => `:${name}`).join(', ');
}

/** For people, all kinds in one sentence. */
export function modifiersSentence(): string {
  const kinds = Object.entries(SEARCH_MODIFIERS).filter(([, names]) => names.length > 0);
  const list = kinds.map(([kind, names]) => `${kind} ${names.map((name) => `:${name}`).join(' ')}`);
  return `Search modifiers: ${list.join('; ')}; all kinds :missing.`;
}

import { describe, expect, it } from '@jest/globals';
import type { SearchParameterDefinition } from '../../src/conformance/definitions.ts';
import { modifiersSentence, SEARCH_MODIFIERS } from '../../src/conformance/search-modifiers.ts';
import { searchTypeOf } from '../../src/search/types/index.ts';

describe('the modifiers that are told', () => {
  it.each(Object.entries(SEARCH_MODIFIERS))('of the kind %s are those that it understands', (kind, names) => {
    const type = searchTypeOf({ type: kind } as SearchParameterDefinition);
    expect([...type!.modifiers].sort()).toEqual([...names].sort());
    for (const name of names) expect(modifiersSentence()).toContain(`:${name}`);
  });
});

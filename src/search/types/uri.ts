// URI parameters: R4 search.html#uri. Compared as written, case and all.

import { SEARCH_MODIFIERS } from '../../conformance/search-modifiers.ts';
import { unescapeValue } from '../split.ts';
import { badModifier, matchAny } from './asked.ts';
import type { SimpleType } from './search-type.ts';

const MODIFIERS = SEARCH_MODIFIERS.uri;

export const uriType: SimpleType = {
  modifiers: MODIFIERS,

  /** A canonical with a version is found with and without it. */
  index({ value, type }, _definition, _scope, emit) {
    if (typeof value !== 'string' || value === '') return;
    emit({ kind: 'uri', value });
    const bar = type === 'canonical' ? value.indexOf('|') : -1;
    if (bar > 0) emit({ kind: 'uri', value: value.slice(0, bar) });
  },

  matches(text) {
    return [{ kind: 'uri', how: 'equals', value: unescapeValue(text) }];
  },

  parse(text, modifier, definition, scope) {
    if (modifier === undefined) return matchAny(definition, this.matches(text, definition, scope));
    if (modifier === 'below' || modifier === 'above') {
      return matchAny(definition, [{ kind: 'uri', how: modifier, value: unescapeValue(text) }]);
    }
    throw badModifier(definition, modifier, MODIFIERS);
  },
};

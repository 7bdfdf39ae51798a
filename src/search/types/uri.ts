// URI parameters: R4 search.html#uri. Compared as written, case and all.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { SEARCH_MODIFIERS } from '../../conformance/search-modifiers.ts';
import { foldToken } from '../../fhir/fold.ts';
import type { Where } from '../../storage/query.ts';
import { splitValue, unescapeValue } from '../split.ts';
import { allOf, anyOf } from '../where.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import type { AskScope, SimpleType } from './search-type.ts';

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
    if (modifier === undefined) {
      const exactly = matchAny(definition, this.matches(text, definition, scope));
      const versioned = versionOf(text, definition, scope);
      return versioned ? anyOf([exactly, versioned]) : exactly;
    }
    if (modifier === 'below' || modifier === 'above') {
      // "The :above and :below modifiers only apply to URLs, and not URNs such as OIDs."
      if (/^urn:/i.test(text))
        throw badValue(definition, text, `:${modifier} applies to URLs, and this is a URN.`);
      return matchAny(definition, [{ kind: 'uri', how: modifier, value: unescapeValue(text) }]);
    }
    throw badModifier(definition, modifier, MODIFIERS);
  },
};

/**
 * `url|version` of a conformance or knowledge resource: its url, and its version beside. "Servers SHOULD support
 * automatically detecting a |[version] portion."
 */
function versionOf(text: string, definition: SearchParameterDefinition, scope: AskScope): Where | undefined {
  const [url = '', version = '', ...more] = splitValue(text, '|').map(unescapeValue);
  if (definition.code !== 'url' || url === '' || version === '' || more.length > 0) return undefined;
  const versions = scope.definitions.searchParameters(definition.resourceType).get('version');
  if (versions?.type !== 'token') return undefined;
  return allOf([
    matchAny(definition, [{ kind: 'uri', how: 'equals', value: url }]),
    matchAny(versions, [{ kind: 'token', code: foldToken(version, false) }]),
  ]);
}

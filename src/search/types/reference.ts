// Reference parameters: R4 search.html#reference. A reference of ours is type and id, however it is written.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { SEARCH_MODIFIERS } from '../../conformance/search-modifiers.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import { type ParsedReference, parseCanonical, parseReference } from '../../fhir/reference.ts';
import type { ReferenceMatch, Where } from '../../storage/query.ts';
import { splitValue, unescapeValue } from '../split.ts';
import { anyOf, NOTHING } from '../where.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import { hierarchyOf } from './hierarchy.ts';
import type { AskScope, Emit, IndexScope, SimpleType } from './search-type.ts';
import { indexIdentifier, tokenMatches } from './token.ts';

const MODIFIERS = SEARCH_MODIFIERS.reference;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
/** A bare id is asked for under each of so many target types; beyond that it is left to the store. */
const EXPANDED_TARGETS_MAX = 10;

export const referenceType: SimpleType = {
  modifiers: MODIFIERS,

  index({ value, type }, _definition, scope, emit) {
    if (typeof value === 'string') {
      // canonical, and the uri in `source-uri` and its like.
      emitReference(parseCanonical(value, scope.local), scope, emit);
    } else if (isObject(value) && type === 'Reference') indexReference(value, scope, emit);
  },

  matches(text, definition, scope) {
    return definition.stored.flatMap(({ targets }) =>
      referenceMatches(text, narrow(definition.targets, targets), definition, scope),
    );
  },

  parse(text, modifier, definition, scope) {
    if (modifier === 'identifier')
      return matchAny(definition, tokenMatches(text, definition, scope), ':identifier');
    const how = modifier === 'below' || modifier === 'above' ? modifier : undefined;
    const type = modifier === undefined || how ? undefined : typeModifier(modifier, definition, scope);
    return anyOf(
      definition.stored.flatMap(({ param, targets }): Where[] => {
        const possible = narrow(definition.targets, targets);
        // `patient:Group`: a Group may be meant by the parameter elsewhere, but never here.
        if (type !== undefined && possible.length > 0 && !possible.includes(type)) return [NOTHING];
        const allowed = narrow(possible, type === undefined ? undefined : [type]);
        const matches = referenceMatches(text, allowed, definition, scope);
        if (how) return hierarchyOf(param, matches, how, definition, scope);
        return matches.length === 0 ? [NOTHING] : matches.map((match) => ({ kind: 'match', param, match }));
      }),
    );
  },
};

/** Types allowed by both; an empty list allows any. */
export function narrow(a: readonly string[], b: readonly string[] | undefined): readonly string[] {
  if (!b || b.length === 0) return a;
  return a.length === 0 ? b : a.filter((type) => b.includes(type));
}

/** `id`, `Type/id`, `Type/id/_history/v`, an absolute URL, a canonical with `|version`. */
function referenceMatches(
  text: string,
  targets: readonly string[],
  definition: SearchParameterDefinition,
  scope: AskScope,
): ReferenceMatch[] {
  const [url, version] = splitValue(text, '|', 2).map(unescapeValue) as [string, string?];
  if (ID.test(url) && version === undefined) return idMatches(url, targets);
  const target = parseCanonical(version === undefined ? url : `${url}|${version}`, scope.local);
  switch (target.kind) {
    case 'local': {
      if (targets.length > 0 && !targets.includes(target.type)) return [];
      const { type, id } = target;
      return [
        { kind: 'reference', type, id, ...(target.version === undefined ? {} : { version: target.version }) },
      ];
    }
    case 'url':
      return [
        {
          kind: 'reference',
          url: target.url,
          ...(target.version === undefined ? {} : { version: target.version }),
        },
      ];
    case 'urn':
      return [{ kind: 'reference', url: target.url }];
  }
  throw badValue(definition, text, 'a reference is an id, Type/id or an absolute URL.');
}

function idMatches(id: string, targets: readonly string[]): ReferenceMatch[] {
  if (targets.length === 0 || targets.length > EXPANDED_TARGETS_MAX) return [{ kind: 'reference', id }];
  return targets.map((type) => ({ kind: 'reference', type, id }));
}

function typeModifier(modifier: string, definition: SearchParameterDefinition, scope: AskScope): string {
  if (!scope.definitions.resourceTypes.has(modifier)) throw badModifier(definition, modifier, MODIFIERS);
  if (definition.targets.length > 0 && !definition.targets.includes(modifier)) {
    throw badModifier(definition, modifier, ['identifier', ...definition.targets]);
  }
  return modifier;
}

function indexReference(reference: JsonObject, scope: IndexScope, emit: Emit): void {
  if (typeof reference.reference === 'string') {
    emitReference(parseReference(reference.reference, scope.local), scope, emit);
  }
  if (isObject(reference.identifier)) {
    indexIdentifier(reference.identifier, scope, (value, suffix) => {
      if (suffix === undefined) emit(value, ':identifier');
    });
  }
}

/** A contained resource is `#id` under its type: a chain can step into it, but no value asks for it. */
export function emitReference(target: ParsedReference, scope: IndexScope, emit: Emit): void {
  switch (target.kind) {
    case 'local': {
      const { type, id, version } = target;
      emit(
        version === undefined ? { kind: 'reference', type, id } : { kind: 'reference', type, id, version },
      );
      break;
    }
    case 'url': {
      const { url, version } = target;
      emit(version === undefined ? { kind: 'reference', url } : { kind: 'reference', url, version });
      break;
    }
    case 'urn':
      emit({ kind: 'reference', url: target.url });
      break;
    case 'contained': {
      const type = scope.contained.get(target.id);
      if (type !== undefined) emit({ kind: 'reference', type, id: `#${target.id}` });
      break;
    }
  }
}

// Token parameters: R4 search.html#token. Codes, identifiers, booleans; text and display for :text.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { SEARCH_MODIFIERS } from '../../conformance/search-modifiers.ts';
import { foldToken } from '../../fhir/fold.ts';
import { isObject, type JsonObject } from '../../fhir/json/tree.ts';
import type { TokenMatch } from '../../storage/query.ts';
import { aroundCode, inValueSet } from '../codes.ts';
import { splitValue, unescapeValue } from '../split.ts';
import { not } from '../where.ts';
import { badModifier, badValue, matchAny } from './asked.ts';
import { impliesSystem } from './implied-system.ts';
import { listOf, primitiveText, textOf } from './primitive.ts';
import type { AskScope, Emit, IndexScope, SimpleType } from './search-type.ts';
import { emitString, textMatch } from './string.ts';

const MODIFIERS = SEARCH_MODIFIERS.token;
const PUNCTUATION_OF_NUMBERS = /[\s().\-/]/g;

export const tokenType: SimpleType = {
  modifiers: MODIFIERS,

  index({ value, type }, _definition, scope, emit) {
    if (!isObject(value)) {
      // The system of a `code` is implied by its binding: see implied-system.ts.
      const text = primitiveText(value);
      if (text !== undefined) emitToken('', text, scope, emit);
    } else if (type === 'Coding') indexCoding(value, scope, emit);
    else if (type === 'CodeableConcept') indexConcept(value, scope, emit);
    else if (type === 'Identifier') indexIdentifier(value, scope, emit);
    else if (type === 'ContactPoint') indexContactPoint(value, scope, emit);
  },

  matches(text, definition, scope) {
    return tokenMatches(text, definition, scope);
  },

  parse(text, modifier, definition, scope) {
    switch (modifier) {
      case undefined:
        return matchAny(definition, tokenMatches(text, definition, scope));
      case 'not':
        return not(matchAny(definition, tokenMatches(text, definition, scope)));
      case 'text':
        return matchAny(definition, [textMatch(text, definition)], ':text');
      case 'of-type':
        return matchAny(definition, [ofTypeMatch(text, definition, scope)], ':of-type');
      case 'in':
        return matchAny(definition, [inValueSet(text, definition, scope)]);
      case 'not-in':
        return not(matchAny(definition, [inValueSet(text, definition, scope)]));
      case 'above':
      case 'below':
        return matchAny(definition, [aroundCode(text, modifier, definition, scope)]);
    }
    throw badModifier(definition, modifier, MODIFIERS);
  },
};

/** `code`, `system|code`, `|code`, `system|`. */
export function tokenMatches(
  text: string,
  definition: SearchParameterDefinition,
  scope: AskScope,
): TokenMatch[] {
  const parts = splitValue(text, '|').map(unescapeValue);
  if (parts.length > 2) {
    throw badValue(
      definition,
      text,
      'a token is code, system|code, |code or system|; a bar inside is written \\|.',
    );
  }
  if (parts.length === 1) return anySystem(parts[0]!);
  const [system, code] = parts as [string, string];
  if (system === '' && code === '') throw badValue(definition, text, 'there is neither a system nor a code.');
  if (code === '') return [{ kind: 'token', system }];
  const match: TokenMatch = {
    kind: 'token',
    system,
    code: foldToken(code, system !== '' && scope.definitions.isCaseSensitive(system)),
  };
  if (system !== '' && impliesSystem(definition, system, code, scope.definitions)) {
    return [match, { kind: 'token', system: '', code: foldToken(code, false) }];
  }
  return [match];
}

/** Entries of case-sensitive systems are kept as written, all others in lower case: both are asked for. */
function anySystem(code: string): TokenMatch[] {
  const folded = foldToken(code, false);
  const match: TokenMatch = { kind: 'token', code: folded };
  return folded === code ? [match] : [match, { kind: 'token', code }];
}

/** `type system|type code|value`, R4 search.html#modifiers; kept as one code. */
function ofTypeMatch(text: string, definition: SearchParameterDefinition, scope: AskScope): TokenMatch {
  const parts = splitValue(text, '|').map(unescapeValue);
  if (parts.length !== 3 || parts.some((part) => part === '')) {
    throw badValue(
      definition,
      text,
      ':of-type takes three parts: system of the type|code of the type|value.',
    );
  }
  const [system, code, value] = parts as [string, string, string];
  return {
    kind: 'token',
    system,
    code: foldToken(`${code}|${value}`, scope.definitions.isCaseSensitive(system)),
  };
}

function indexCoding(coding: JsonObject, scope: IndexScope, emit: Emit): void {
  const system = textOf(coding.system) ?? '';
  const code = textOf(coding.code) ?? '';
  if (system !== '' || code !== '') emitToken(system, code, scope, emit);
  const display = textOf(coding.display);
  if (display !== undefined) emitString(display, emit, ':text');
}

function indexConcept(concept: JsonObject, scope: IndexScope, emit: Emit): void {
  for (const coding of listOf(concept.coding)) if (isObject(coding)) indexCoding(coding, scope, emit);
  const text = textOf(concept.text);
  if (text !== undefined) emitString(text, emit, ':text');
}

export function indexIdentifier(identifier: JsonObject, scope: IndexScope, emit: Emit): void {
  const value = textOf(identifier.value);
  const system = textOf(identifier.system) ?? '';
  if (value !== undefined || system !== '') emitToken(system, value ?? '', scope, emit);
  if (!isObject(identifier.type)) return;
  const text = textOf(identifier.type.text);
  if (text !== undefined) emitString(text, emit, ':text');
  if (value === undefined) return;
  for (const coding of listOf(identifier.type.coding)) {
    if (!isObject(coding)) continue;
    const typeSystem = textOf(coding.system);
    const typeCode = textOf(coding.code);
    if (typeSystem === undefined || typeCode === undefined) continue;
    const code = `${typeCode}|${value}`;
    const fold = foldToken(code, scope.definitions.isCaseSensitive(typeSystem));
    emit({ kind: 'token', system: typeSystem, code, fold }, ':of-type');
  }
}

/** A number is found as written and by its digits alone. */
function indexContactPoint(contact: JsonObject, scope: IndexScope, emit: Emit): void {
  const value = textOf(contact.value);
  if (value === undefined) return;
  emitToken('', value, scope, emit);
  if (contact.system === 'email' || contact.system === 'url') return;
  const digits = value.replace(PUNCTUATION_OF_NUMBERS, '');
  if (digits !== value && /^\+?\d+$/.test(digits)) emitToken('', digits, scope, emit);
}

export function emitToken(system: string, code: string, scope: IndexScope, emit: Emit): void {
  const isCaseSensitive = system !== '' && scope.definitions.isCaseSensitive(system);
  emit({ kind: 'token', system, code, fold: foldToken(code, isCaseSensitive) });
}

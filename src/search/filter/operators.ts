// What the operators of _filter mean for each kind of search parameter. R4 search_filter.html#ops: the operators are
// asked of the set of values of a parameter.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { type FhirError, fhirError } from '../../fhir/error.ts';
import { foldString } from '../../fhir/fold.ts';
import { OPEN } from '../../storage/index-entry.ts';
import type { SimpleMatch, StringMatch, TokenMatch, UriMatch, Where } from '../../storage/query.ts';
import { findParameter } from '../find-parameter.ts';
import { keepWithinLimits } from '../limits.ts';
import { missing } from '../missing.ts';
import { splitValue } from '../split.ts';
import { badValue, matchAny } from '../types/asked.ts';
import { parseDateMatch } from '../types/date.ts';
import { simpleTypeOf } from '../types/index.ts';
import { LEAST } from '../types/number.ts';
import type { AskScope } from '../types/search-type.ts';
import { anyOf, not } from '../where.ts';
import type { Operator } from './filter.ts';

const ORDERED = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'ap', 'sa', 'eb', 'pr'] as const;
const ORDERED_KINDS: ReadonlySet<string> = new Set(['date', 'number', 'quantity']);
const OPERATORS_OF: Readonly<Record<SearchParameterDefinition['type'], readonly Operator[]>> = {
  string: ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le', 'pr'],
  token: ['eq', 'ne', 'in', 'ni', 'ss', 'sb', 'pr'],
  date: [...ORDERED, 'co', 'po'],
  number: ORDERED,
  quantity: ORDERED,
  reference: ['re', 'eq', 'pr'],
  uri: ['eq', 'ne', 'pr'],
  composite: ['eq', 'pr'],
  special: ['eq'],
};
const STRINGS: Readonly<Partial<Record<Operator, StringMatch['how']>>> = {
  eq: 'same',
  co: 'contains',
  sw: 'starts',
  ew: 'ends',
  gt: 'gt',
  lt: 'lt',
  ge: 'ge',
  le: 'le',
};
/** The modifier that an operator is, for parameters whose author allows only some. */
const MODIFIERS: Readonly<Partial<Record<Operator, string>>> = {
  pr: 'missing',
  co: 'contains',
  ew: 'contains',
  in: 'in',
  ss: 'below',
  sb: 'above',
  ne: 'not',
};
/** "For convenience, the codes … are predefined and can be used in place of their associated full namespace." */
const NAMESPACES: Readonly<Record<string, string>> = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  ucum: 'http://unitsofmeasure.org',
};

/** `ni` and `pr false` are the opposite of `in` and `pr true` and have been turned round before. Throws FhirError 400. */
export function testOf(
  code: string,
  op: Operator,
  value: string,
  resourceType: string,
  scope: AskScope,
): Where {
  const { definition, type } = findParameter(code, resourceType, scope);
  checkOperator(op, definition);
  const text = withNamespace(value, definition);
  const isOrdered = ORDERED_KINDS.has(definition.type);
  keepWithinLimits(definition, op === 'pr' || !isOrdered ? MODIFIERS[op] : undefined, [
    isOrdered ? op + text : text,
  ]);
  switch (op) {
    case 'pr':
      return not(missing(definition.type, definition.stored));
    case 'in':
      return type.parse(text, 'in', definition, scope);
    // The value subsumes what is below it.
    case 'ss':
      return type.parse(text, 'below', definition, scope);
    case 'sb':
      return type.parse(text, 'above', definition, scope);
    case 'ne':
      if (definition.type === 'token' || definition.type === 'uri') return otherThan(text, definition, scope);
      if (definition.type !== 'string') break;
      return anyOf(
        (['lt', 'gt'] as const).map((how) => matchAny(definition, matchesOf(definition, how, text, scope))),
      );
  }
  // A quantity knows where it is kept in other units.
  if (definition.type === 'quantity') return type.parse(op + text, undefined, definition, scope);
  // A reference knows which types each of its stored parameters leads to.
  if (definition.type === 'reference' || definition.type === 'composite' || definition.type === 'special')
    return type.parse(text, undefined, definition, scope);
  return matchAny(definition, matchesOf(definition, op, text, scope));
}

/** The values of one part that satisfy the test, any of which will do. Throws FhirError 400. */
export function matchesOf(
  definition: SearchParameterDefinition,
  op: Operator,
  value: string,
  scope: AskScope,
): SimpleMatch[] {
  checkOperator(op, definition);
  if (op === 'pr') return [anyValue(definition)];
  const text = withNamespace(value, definition);
  if (definition.type === 'string') return [stringMatch(definition, op, text)];
  if (definition.type === 'date' && (op === 'co' || op === 'po')) {
    const { lo, hi } = parseDateMatch(text, definition, scope);
    return [{ kind: 'date', op: op === 'co' ? 'co' : 'ap', lo, hi }];
  }
  const type = simpleTypeOf(definition);
  if (!type || op === 'in' || op === 'ni' || op === 'ss' || op === 'sb') throw notHere(op, definition);
  const isOrdered = ORDERED_KINDS.has(definition.type);
  if (!isOrdered && op === 'ne') throw notHere(op, definition);
  return type.matches(isOrdered ? op + text : text, definition, scope);
}

/** Compared in lower case and without accents, as the plain search does. */
function stringMatch(definition: SearchParameterDefinition, op: Operator, value: string): StringMatch {
  const text = foldString(value);
  if (text === '') throw badValue(definition, value, 'it holds nothing to look for.');
  return { kind: 'string', how: STRINGS[op]!, text };
}

/** "An item in the set has an unequal value": another item may be equal. */
function otherThan(text: string, definition: SearchParameterDefinition, scope: AskScope): Where {
  const matches = matchesOf(definition, 'eq', text, scope) as (TokenMatch | UriMatch)[];
  return anyOf(definition.stored.map(({ param }): Where => ({ kind: 'other', param, matches })));
}

function anyValue(definition: SearchParameterDefinition): SimpleMatch {
  switch (definition.type) {
    case 'token':
    case 'reference':
      return { kind: definition.type };
    case 'string':
      return { kind: 'string', how: 'starts', text: '' };
    case 'date':
      return { kind: 'date', op: 'ap', lo: -OPEN, hi: OPEN };
    case 'number':
    case 'quantity':
      return { kind: definition.type, op: 'ge', value: LEAST, lo: LEAST, hi: LEAST };
    default:
      throw notHere('pr', definition);
  }
}

/** `loinc|1234-5`, also as a part of a composite value. */
function withNamespace(value: string, { type }: SearchParameterDefinition): string {
  if (type !== 'token' && type !== 'composite') return value;
  return splitValue(value, '$')
    .map((part) => {
      const [name, ...rest] = part.split('|') as [string, ...string[]];
      const key = name.toLowerCase();
      return rest.length > 0 && Object.hasOwn(NAMESPACES, key) ? [NAMESPACES[key], ...rest].join('|') : part;
    })
    .join('$');
}

function checkOperator(op: Operator, definition: SearchParameterDefinition): void {
  if (!OPERATORS_OF[definition.type].includes(op)) throw notHere(op, definition);
}

function notHere(op: Operator, { code, type }: SearchParameterDefinition): FhirError {
  const text = `The operator ${op} says nothing about the ${type} parameter ${code}. Use one of ${OPERATORS_OF[type].join(', ')}.`;
  return fhirError('invalid', text, { code: 'not-supported' });
}

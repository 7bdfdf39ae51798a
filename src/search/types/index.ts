// The kinds of search parameters.

import type { SearchParameterDefinition, SearchParameterType } from '../../conformance/definitions.ts';
import { createCompositeType } from './composite.ts';
import { dateType } from './date.ts';
import { nearType } from './near.ts';
import { numberType } from './number.ts';
import { quantityType } from './quantity.ts';
import { referenceType } from './reference.ts';
import type { SearchType, SimpleType } from './search-type.ts';
import { stringType } from './string.ts';
import { tokenType } from './token.ts';
import { uriType } from './uri.ts';

const SIMPLE_TYPES: Readonly<Partial<Record<SearchParameterType, SimpleType>>> = {
  token: tokenType,
  string: stringType,
  date: dateType,
  number: numberType,
  quantity: quantityType,
  reference: referenceType,
  uri: uriType,
};

const SEARCH_TYPES: Readonly<Partial<Record<SearchParameterType, SearchType>>> = {
  ...SIMPLE_TYPES,
  composite: createCompositeType((definition) => SIMPLE_TYPES[definition.type]),
  // The only special parameter of R4 that looks at an element.
  special: nearType,
};

export function searchTypeOf(definition: SearchParameterDefinition): SearchType | undefined {
  return SEARCH_TYPES[definition.type];
}

/** undefined for kinds that cannot be part of a composite. */
export function simpleTypeOf(definition: SearchParameterDefinition): SimpleType | undefined {
  return SIMPLE_TYPES[definition.type];
}

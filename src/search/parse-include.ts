// _include=Type:param[:target], with * for every reference. R4 search.html#include.

import { fhirError } from '../fhir/error.ts';
import { findParameter } from './find-parameter.ts';
import { clip } from './types/asked.ts';
import type { AskScope } from './types/search-type.ts';

export interface Include {
  /** The type whose references are followed; `*`: any. */
  type: string;
  /** Code of a reference parameter; `*`: all references. */
  param: string;
  /** Only resources of this type. */
  target?: string;
  /** Also from resources that were included themselves. */
  iterate: boolean;
}

/** Throws FhirError 400. */
export function parseInclude(value: string, iterate: boolean, types: string[], scope: AskScope): Include {
  if (value === '*') return { type: '*', param: '*', iterate };
  const [type, param, target, ...more] = value.split(':') as [string, string?, string?, ...string[]];
  if (!param || target === '' || more.length > 0) {
    const example = `${types[0]}:subject`;
    throw fhirError(
      'invalid',
      `_include=${clip(value)} is incomplete. Write [type]:[parameter] or [type]:[parameter]:[target type], e.g. ${example}.`,
    );
  }
  checkType(type, scope);
  if (target !== undefined) checkType(target, scope);
  if (param !== '*') {
    const { definition } = findParameter(param, type, scope);
    if (definition.type !== 'reference') {
      throw fhirError('invalid', `${param} of ${type} is no reference: there is nothing to include by it.`);
    }
  }
  return target === undefined ? { type, param, iterate } : { type, param, target, iterate };
}

function checkType(type: string, scope: AskScope): void {
  if (scope.definitions.resourceTypes.has(type)) return;
  throw fhirError('invalid', `There is no resource type "${clip(type)}" in FHIR R4.`, {
    code: 'not-supported',
  });
}

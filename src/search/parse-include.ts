// _include and _revinclude=Type:param[:target], with * for every reference. R4 search.html#include, #revinclude.

import { fhirError } from '../fhir/error.ts';
import { findParameter } from './find-parameter.ts';
import { clip } from './types/asked.ts';
import type { AskScope } from './types/search-type.ts';

export interface Include {
  /** The type whose references are followed; `*`: any. The same for _revinclude, which follows them backwards. */
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
  return parse('_include', value, iterate, `${types[0]}:subject`, scope);
}

/** Throws FhirError 400. */
export function parseReverseInclude(
  value: string,
  iterate: boolean,
  types: string[],
  scope: AskScope,
): Include {
  const include = parse('_revinclude', value, iterate, 'Provenance:target', scope);
  const { type, param, target } = include;
  const targets = scope.definitions.searchParameters(type).get(param)?.targets ?? [];
  // What never refers to a type that is searched can do so only by way of others.
  const named = target === undefined ? types : [target];
  if (iterate || targets.length === 0 || named.some((one) => targets.includes(one))) return include;
  throw fhirError(
    'invalid',
    `${param} of ${type} never refers to ${clip(named.join(', '))}: nothing can be included by it. It refers to ${targets.join(', ')}.`,
  );
}

function parse(
  name: '_include' | '_revinclude',
  value: string,
  iterate: boolean,
  example: string,
  scope: AskScope,
): Include {
  if (value === '*' || value === '*:*') return { type: '*', param: '*', iterate };
  const [type, param, target, ...more] = value.split(':') as [string, string?, string?, ...string[]];
  if (!param || target === '' || more.length > 0) {
    throw fhirError(
      'invalid',
      `${name}=${clip(value)} is incomplete. Write [type]:[parameter] or [type]:[parameter]:[target type], e.g. ${example}.`,
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

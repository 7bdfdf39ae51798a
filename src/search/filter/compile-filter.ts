// A _filter as a condition on one resource type: paths become chains, name[filter].part an element whose parts belong
// together. R4 search_filter.html.

import { FhirError, fhirError } from '../../fhir/error.ts';
import type { Where } from '../../storage/query.ts';
import { STORE_PARAMETERS } from '../find-parameter.ts';
import { followChain } from '../follow.ts';
import { parseStoreParameter } from '../store-parameters.ts';
import type { AskScope } from '../types/search-type.ts';
import { allOf, anyOf, not } from '../where.ts';
import { compileElement, isElement } from './compile-element.ts';
import type { Filter, Operator, Step, Test } from './filter.ts';
import { testOf } from './operators.ts';

/** Throws FhirError 400. */
export function compileFilter(filter: Filter, resourceType: string, scope: AskScope): Where {
  switch (filter.kind) {
    case 'test':
      return placed(filter, () => compileTest(filter, resourceType, scope));
    case 'not':
      return not(compileFilter(filter.filter, resourceType, scope));
    default: {
      const sides = [filter.left, filter.right].map((side) => compileFilter(side, resourceType, scope));
      return filter.kind === 'and' ? allOf(sides) : anyOf(sides);
    }
  }
}

/** `pr false` and `ni` speak of the whole set that a path leads to: there is none. */
function compileTest(test: Test, resourceType: string, scope: AskScope): Where {
  if (test.op === 'ni') return not(along(test.path, { ...test, op: 'in' }, resourceType, scope));
  if (test.op !== 'pr') return along(test.path, test, resourceType, scope);
  if (test.value !== 'true' && test.value !== 'false')
    throw fhirError('invalid', `pr takes true or false, not "${test.value.slice(0, 80)}".`, {
      code: 'value',
    });
  const present = along(test.path, { ...test, value: 'true' }, resourceType, scope);
  return test.value === 'true' ? present : not(present);
}

function along(path: readonly Step[], test: Test, resourceType: string, scope: AskScope): Where {
  const [step, ...rest] = path as [Step, ...Step[]];
  if (step.filter && isElement(step.name, resourceType, scope))
    return compileElement(step, rest, test, resourceType, scope);
  const [next] = rest;
  if (!next) {
    if (STORE_PARAMETERS.has(step.name)) return storeTest(step.name, test.op, test.value, scope);
    return testOf(step.name, test.op, test.value, resourceType, scope);
  }
  const { name: code, type, filter } = step;
  const name = { kind: 'chain', code, type, rest: { kind: 'plain', code: next.name } } as const;
  return followChain(name, resourceType, scope, (target) => {
    const where = along(rest, test, target, scope);
    return filter ? allOf([compileFilter(filter, target, scope), where]) : where;
  });
}

/** _id and _lastUpdated: every resource has one of each. */
function storeTest(code: string, op: Operator, value: string, scope: AskScope): Where {
  if (op === 'pr') return allOf([]);
  if (code === '_lastUpdated') {
    if (/^(eq|ne|gt|lt|ge|le|ap|sa|eb)$/.test(op))
      return parseStoreParameter(code, undefined, [op + value], scope);
  } else if (op === 'eq' || op === 'ne') {
    return parseStoreParameter(code, op === 'ne' ? 'not' : undefined, [value], scope);
  }
  throw fhirError('invalid', `The operator ${op} says nothing about ${code}.`, { code: 'not-supported' });
}

/** What is wrong with a test, and where it stands. */
function placed(test: Test, work: () => Where): Where {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FhirError) || error.message.startsWith('_filter,')) throw error;
    const [first, ...others] = error.issues;
    const diagnostics = `_filter, character ${test.at}: ${first!.diagnostics}`;
    throw new FhirError(error.kind, [{ ...first!, diagnostics }, ...others]);
  }
}

// name[filter].part: parts of one element that belong together. Composite parameters keep them together, so the filter
// and the last test become one composite match, or several of which any will do.

import type { SearchParameterDefinition } from '../../conformance/definitions.ts';
import { type FhirError, fhirError } from '../../fhir/error.ts';
import type { CompositeMatch, SimpleMatch, Where } from '../../storage/query.ts';
import { findParameter } from '../find-parameter.ts';
import { clip, matchAny } from '../types/asked.ts';
import { inEitherPlace, isOfUcumUnit } from '../types/quantity.ts';
import type { AskScope } from '../types/search-type.ts';
import { anyOf, NOTHING } from '../where.ts';
import { ELEMENT_NAMES, RELATIONS } from './elements.ts';
import type { Filter, Operator, Step, Test } from './filter.ts';
import { matchesOf, testOf } from './operators.ts';

/** Ways to satisfy one element at most. */
const WAYS_MAX = 100;

/** Does name[…] speak of an element of its own, and not of the resource that a reference leads to? */
export function isElement(name: string, resourceType: string, { definitions }: AskScope): boolean {
  if (RELATIONS[resourceType]?.[name] || ELEMENT_NAMES[resourceType]?.[name]) return true;
  return definitions.searchParameters(resourceType).get(name)?.type === 'composite';
}

/** Throws FhirError 400. */
export function compileElement(
  step: Step,
  rest: readonly Step[],
  test: Test,
  resourceType: string,
  scope: AskScope,
): Where {
  const [last, ...more] = rest as [Step, ...Step[]];
  if (more.length > 0 || last.filter)
    throw unclear(`${step.name}[…] is followed by one name of a part and no more`);
  const relations = RELATIONS[resourceType]?.[step.name];
  if (relations) return compileRelation(relations, step, last, test, resourceType, scope);
  const element = ELEMENT_NAMES[resourceType]?.[step.name];
  const code = element?.composite ?? step.name;
  const { definition } = findParameter(code, resourceType, scope);
  const indexOf = (name: string) => {
    const part = element?.parts[name] ?? name;
    const index = definition.components.findIndex((component) => component.definition.code === part);
    if (index >= 0) return index;
    const names = element
      ? Object.keys(element.parts)
      : definition.components.map((one) => one.definition.code);
    throw unclear(`${step.name} has no part ${clip(name)}, but ${names.join(' and ')}`);
  };
  const matchesAt = (name: string, op: Operator, value: string): Way[] => {
    const index = indexOf(name);
    const { definition: part } = definition.components[index]!;
    return matchesOf(part, op, value, scope).map((match) => new Map([[index, match]]));
  };
  const ways = both(waysOf(step.filter!, matchesAt), matchesAt(last.name, test.op, test.value));
  const asked = ways.map(
    (way): CompositeMatch => ({ kind: 'composite', parts: partsOf(way, definition, scope) }),
  );
  const asWritten = matchAny(definition, asked);
  return asked.some(({ parts }) => parts.some(isOfUcumUnit))
    ? inEitherPlace(asWritten, matchAny(definition, asked, ':ucum'))
    : asWritten;
}

/** One way to satisfy an element: what its parts must be. */
type Way = ReadonlyMap<number, SimpleMatch>;

function waysOf(filter: Filter, matchesAt: (name: string, op: Operator, value: string) => Way[]): Way[] {
  switch (filter.kind) {
    case 'not':
      throw unclear('"not" cannot be asked of the parts of one element');
    case 'or':
      return [...waysOf(filter.left, matchesAt), ...waysOf(filter.right, matchesAt)];
    case 'and':
      return both(waysOf(filter.left, matchesAt), waysOf(filter.right, matchesAt));
    case 'test': {
      const [step, ...more] = filter.path as [Step, ...Step[]];
      if (more.length > 0) throw unclear('A part of an element has no parts of its own');
      if (filter.op === 'pr' && filter.value !== 'true')
        throw unclear('"pr false" cannot be asked of a part');
      return matchesAt(step.name, filter.op, filter.value);
    }
  }
}

function both(a: readonly Way[], b: readonly Way[]): Way[] {
  if (a.length * b.length > WAYS_MAX) throw unclear('There are too many ways to satisfy this element');
  return a.flatMap((one) =>
    b.map((other) => {
      for (const index of other.keys()) if (one.has(index)) throw unclear('A part can be tested only once');
      return new Map([...one, ...other]);
    }),
  );
}

/** A part that nothing is asked of may be anything. */
function partsOf(way: Way, definition: SearchParameterDefinition, scope: AskScope): SimpleMatch[] {
  return definition.components.map(
    (component, index) => way.get(index) ?? matchesOf(component.definition, 'pr', 'true', scope)[0]!,
  );
}

/** The filter says which relations are meant, the last test is asked of the references of those. */
function compileRelation(
  relations: Readonly<Record<string, string>>,
  step: Step,
  last: Step,
  test: Test,
  resourceType: string,
  scope: AskScope,
): Where {
  if (last.name !== 'target')
    throw unclear(`${step.name} has no part ${clip(last.name)}, but type and target`);
  const chosen = Object.entries(relations).filter(([type]) => isChosen(step.filter!, type, relations));
  const params = [...new Set(chosen.map(([, param]) => param))];
  if (params.length === 0) return NOTHING;
  return anyOf(params.map((param) => testOf(param, test.op, test.value, resourceType, scope)));
}

function isChosen(filter: Filter, type: string, relations: Readonly<Record<string, string>>): boolean {
  switch (filter.kind) {
    case 'not':
      return !isChosen(filter.filter, type, relations);
    case 'and':
      return isChosen(filter.left, type, relations) && isChosen(filter.right, type, relations);
    case 'or':
      return isChosen(filter.left, type, relations) || isChosen(filter.right, type, relations);
    case 'test': {
      const { path, op, value } = filter;
      if (path.length !== 1 || path[0]!.name !== 'type' || (op !== 'eq' && op !== 'ne'))
        throw unclear('A relation is chosen by its type, e.g. [type eq has-member]');
      if (!Object.hasOwn(relations, value))
        throw unclear(`There is no relation ${clip(value)}, but ${Object.keys(relations).join(', ')}`);
      return (value === type) === (op === 'eq');
    }
  }
}

function unclear(what: string): FhirError {
  return fhirError('invalid', `${what}.`, { code: 'not-supported' });
}

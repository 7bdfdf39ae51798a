// The parameters of a search as a condition, an order and a page. R4 search.html, http.html#search.

import { FhirError, fhirError } from '../fhir/error.ts';
import type { Issue } from '../fhir/issue.ts';
import type { Parameter } from '../fhir/query-string.ts';
import type { Where } from '../storage/query.ts';
import { parseCriterionOfTypes } from './criterion-of-types.ts';
import { parseName, type SearchName } from './parse-name.ts';
import {
  emptyResultParameters,
  isForTheDoor,
  isResultParameter,
  type ResultParameters,
  takeResultParameter,
} from './result-parameters.ts';
import { askScope, type SearchContext } from './search-context.ts';
import { isSpecialCriterion } from './special-criteria.ts';
import { checkElements } from './subset.ts';
import { WEIGHT_MAX, weightOf } from './weight.ts';
import { allOf } from './where.ts';

export interface SearchRequest {
  /** One for a search on a type; several when all of them are searched. Never empty. */
  types: string[];
  /** `_type` has said which types: it is understood already. */
  typesNamed?: boolean;
  /** Decoded, in the order of the request. */
  parameters: readonly Parameter[];
  /** strict: what is not understood is refused; lenient: it is left out and reported (R4 http.html, Prefer). */
  handling: 'strict' | 'lenient';
  /**
   * The criteria of If-None-Exist or a conditional reference (R4 http.html#ccreate): they decide about a write, so
   * that there must be one, and nothing else beside them. `handling` is strict then, whatever it says.
   */
  condition?: boolean;
  context: SearchContext;
}

export interface ParsedSearch extends ResultParameters {
  types: string[];
  where: Where;
  /** Warnings: what was left out. */
  issues: Issue[];
  /** What was understood, for the self link. */
  used: Parameter[];
}

/** Criteria in one request at most. */
const CRITERIA_MAX = 100;

/** Throws FhirError 400, with all that is wrong. */
export function parseSearch(request: SearchRequest): ParsedSearch {
  const { types, condition = false } = request;
  const isLenient = request.handling === 'lenient' && !condition;
  const scope = askScope(request.context, condition);
  const result = emptyResultParameters();
  const wheres: Where[] = [];
  const issues: Issue[] = [];
  const used: Parameter[] = [];
  const errors: Issue[] = [];
  let weighed = 0;
  let weight = 0;

  const note = (name: string, error: unknown) => {
    if (!(error instanceof FhirError) || error.status !== 400) throw error;
    if (isLenient && isIgnorable(name, error)) {
      const diagnostics = `${error.message} The parameter ${name.slice(0, 80)} was left out of this search.`;
      issues.push({ severity: 'warning', code: 'not-supported', diagnostics });
    } else errors.push(...error.issues);
  };

  for (const [name, value] of request.parameters) {
    // "_" and empty values say nothing; _format and _pretty are the door's.
    if (name === '' || name === '_' || isEmptyValue(value) || (isForTheDoor(name) && !condition)) continue;
    try {
      if (condition && (isResultParameter(name) || isForTheDoor(name))) throw noCriterion(name);
      // `_type` has been followed by whoever gave the types.
      if (isResultParameter(name) && !(name === '_type' && request.typesNamed))
        takeResultParameter(result, name, value, types, scope);
      else if (name !== '_type') wheres.push(parseCriterionOfTypes(name, value, types, scope));
      used.push([name, value]);
    } catch (error) {
      note(name, error);
      // Of what is too much, the rest is more of the same.
      if (errors.at(-1)?.code === 'too-costly') break;
    }
    if (wheres.length > CRITERIA_MAX) {
      errors.push(...tooCostly(`A search has at most ${CRITERIA_MAX} criteria.`));
      break;
    }
    if (wheres.length > weighed) weight += weightOf(wheres[weighed++]!);
    if (weight > WEIGHT_MAX) {
      const text =
        'The values of this search have too many alternatives altogether, for each type that a chain may lead to. Ask in parts.';
      errors.push(...tooCostly(text));
      break;
    }
  }
  if (result.subset?.kind === 'elements') {
    try {
      const answered = typesAnswered(types, result, request.context);
      checkElements(result.subset, answered, request.context.definitions);
    } catch (error) {
      note('_elements', error);
      // Lenient: as if it had not been asked for.
      result.subset = undefined;
      used.splice(0, used.length, ...used.filter(([name]) => name !== '_elements'));
    }
  }
  if (result.onlyCounts) result.count = 0;
  if (condition && used.length === 0 && errors.length === 0) {
    const text = `The condition has no criterion: it would fit every ${types[0]}. Give it a search parameter with a value.`;
    throw fhirError('invalid', text, { code: 'required' });
  }
  if (errors.length > 0) throw new FhirError('invalid', errors);
  return { ...result, types, where: allOf(wheres), issues, used };
}

/** What is included, or contained, may be of any type. */
function typesAnswered(
  types: readonly string[],
  { includes, revincludes, contained }: ResultParameters,
  { definitions }: SearchContext,
): readonly string[] {
  const isMore = includes.length + revincludes.length > 0 || contained !== undefined;
  return isMore ? [...definitions.resourceTypes] : types;
}

/**
 * "Servers SHALL reject a modifier that they do not support", also under lenient handling; and bad values always, of
 * which a filter that names something unknown is one.
 */
function isIgnorable(text: string, error: FhirError): boolean {
  if (error.issues[0]?.code !== 'not-supported') return false;
  let name: SearchName = parseName(text);
  while (name.kind !== 'plain') name = name.rest;
  return name.modifier === undefined && !isSpecialCriterion(name.code);
}

function tooCostly(text: string): Issue[] {
  return fhirError('invalid', text, { code: 'too-costly' }).issues;
}

function noCriterion(name: string): FhirError {
  return fhirError(
    'invalid',
    `${name.slice(0, 80)} cannot be part of a condition. A condition holds criteria only.`,
  );
}

function isEmptyValue(value: string): boolean {
  return /^,*$/.test(value);
}

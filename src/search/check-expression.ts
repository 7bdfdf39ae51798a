// Does the FHIRPath expression of a search parameter find something that its type can hold? R4 searchparameter.html,
// search.html#table (which data types go with which kind of parameter).

import type { SearchParameterType } from '../conformance/definitions.ts';
import type { TypeModel } from '../fhir/elements.ts';
import { compilePath } from '../fhir/path/compile.ts';
import { parseExpression } from '../fhir/path/parse.ts';
import { type PossibleTypes, possibleTypes } from '../fhir/path/possible-types.ts';
import { clip } from './types/asked.ts';

const TEXTS = ['string', 'markdown', 'code', 'id'];
const ADDRESSES = ['uri', 'url', 'canonical', 'oid', 'uuid'];
const NUMBERS = ['decimal', 'integer', 'positiveInt', 'unsignedInt'];
const FITTING: Partial<Record<SearchParameterType, ReadonlySet<string>>> = {
  string: new Set([...TEXTS, ...ADDRESSES, 'HumanName', 'Address']),
  token: new Set([
    ...TEXTS,
    ...ADDRESSES,
    ...NUMBERS,
    'boolean',
    'Coding',
    'CodeableConcept',
    'Identifier',
    'ContactPoint',
  ]),
  date: new Set(['date', 'dateTime', 'instant', 'Period', 'Timing']),
  number: new Set([...NUMBERS, 'Range']),
  quantity: new Set(['Quantity', 'Age', 'Count', 'Distance', 'Duration', 'Money', 'Range', 'SampledData']),
  reference: new Set(['Reference', 'Resource', ...ADDRESSES]),
  uri: new Set(ADDRESSES),
};

/** Longer ones are no search parameters any more. */
const LENGTH_MAX = 2000;
const PATTERNS = /\b(?:matches|replaceMatches)\s*\(/;
/** What looks at everything, at pairs of things, or makes texts out of texts; no search parameter of R4 does. */
const UNBOUNDED =
  /\b(descendants|repeat|aggregate|distinct|isDistinct|intersect|exclude|union|combine|subsetOf|supersetOf|replace|join|trace)\s*\(/;

/** What is wrong with it, as the end of a sentence; undefined: nothing that can be told without data. */
export function expressionFault(
  expression: string,
  focusType: string,
  type: SearchParameterType,
  model: TypeModel,
): string | undefined {
  if (expression.length > LENGTH_MAX) return `is longer than ${LENGTH_MAX} characters`;
  if (PATTERNS.test(expression))
    return 'uses a regular expression, which one text could keep busy for hours: use startsWith, endsWith or contains';
  const unbounded = UNBOUNDED.exec(expression)?.[1];
  if (unbounded !== undefined)
    return `uses ${unbounded}(), whose cost grows beyond the size of a resource: name the elements that are meant`;
  let types: PossibleTypes;
  try {
    compilePath(expression, focusType, model);
    types = possibleTypes(parseExpression(expression), focusType, model);
  } catch (error) {
    return faultOf(error);
  }
  if (types === undefined) return undefined;
  if (types.size === 0) return `never finds anything in ${focusType}`;
  const fitting = FITTING[type];
  if (!fitting || [...types].some((one) => fitting.has(one))) return undefined;
  return `finds ${[...types].slice(0, 3).join(', ')}, which cannot be searched as ${type}`;
}

function faultOf(error: unknown): string {
  const { kind, message } = error as { kind?: string; message?: string };
  if (kind === 'path-syntax') return `cannot be read: ${clip(message!)}`;
  if (kind === 'no-such-element') return `goes wrong: ${clip(message!)}`;
  if (kind === 'unsupported') return `uses what this server does not know: ${clip(message!)}`;
  if (error instanceof RangeError) return 'is nested too deeply';
  throw error;
}

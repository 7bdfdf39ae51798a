// What $everything was asked for: _type, _since, start, end and _count, as one query over the compartment.

import { dateSpan, type Span } from '../fhir/dates.ts';
import { fhirError } from '../fhir/error.ts';
import type { Parameter } from '../fhir/query-string.ts';
import type { Context } from '../interactions/context.ts';
import type { FhirRequest } from '../interactions/request.ts';
import { careDateParams, withinCareDates } from '../search/care-dates.ts';
import { allOf } from '../search/where.ts';
import type { DateMatch, Query, Where } from '../storage/query.ts';
import type { Key, Version } from '../storage/store.ts';
import { simpleParameters } from './parameters.ts';

const PAGE_SIZE = 100;
const PAGE_SIZE_MAX = 1000;

export interface Asked {
  query: Query;
  /** Whether a resource that was not found by the query fits _type and _since. */
  takes(version: Version): boolean;
  /** The parameters as understood. */
  used: Parameter[];
}

/** Throws 400 for parameters that cannot be understood. */
export function askedOf(request: FhirRequest, key: Key, context: Context): Asked {
  // R4 gives a care date range to the Patient's operation only.
  const ofPatient = key.type === 'Patient' ? ['start', 'end'] : [];
  const used = simpleParameters(request, '$everything', [...ofPatient, '_since', '_type', '_count']);
  let types: string[] = [];
  let count = PAGE_SIZE;
  let since: number | undefined;
  const range: DateMatch[] = [];
  for (const [name, value] of used) {
    if (name === '_type') types.push(...typesOf(value, context));
    else if (name === '_count') count = countOf(value);
    else if (name === '_since') since = spanOf(name, value, context).lo;
    else range.push({ kind: 'date', op: name === 'start' ? 'ge' : 'le', ...spanOf(name, value, context) });
  }
  if (types.length === 0) types = [...context.definitions.resourceTypes];
  const wheres: Where[] = [
    { kind: 'match', param: '_compartment', match: { kind: 'reference', type: key.type, id: key.id } },
  ];
  if (since !== undefined) wheres.push({ kind: 'updated', from: since });
  if (range.length > 0) wheres.push(withinCareDates(careDateParams(types, context.definitions), range));
  const wanted = new Set(types);
  return {
    query: { types: [...wanted], where: allOf(wheres), sort: [], count },
    takes: ({ key: { type }, at }) => wanted.has(type) && (since === undefined || at >= since),
    used,
  };
}

function typesOf(value: string, { definitions }: Context): string[] {
  const types = value.split(',').filter((type) => type !== '');
  const odd = types.find((type) => !definitions.resourceTypes.has(type));
  if (odd === undefined) return types;
  throw fhirError('invalid', `_type holds "${odd.slice(0, 60)}", which is no resource type of R4.`, {
    code: 'value',
  });
}

function countOf(value: string): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) === 0) {
    throw fhirError('invalid', `_count=${value.slice(0, 40)} is not a number of resources from 1.`);
  }
  return Math.min(Number(value), PAGE_SIZE_MAX);
}

function spanOf(name: string, value: string, context: Context): Span {
  const span = dateSpan(value.replace(/ (?=\d\d:\d\d$)/, '+'), context.searchContext.zone);
  if (span) return span;
  throw fhirError('invalid', `${name}=${value.slice(0, 60)} is not a date, e.g. 2026-11-25.`);
}

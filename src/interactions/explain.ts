// Prefer: explain, a word of our own: a search is answered with how it was done instead of what it found. For those
// who see everything: estimates and counts tell of all resources.

import { seesEverything } from '../authorization/policy.ts';
import type { Principal } from '../authorization/principal.ts';
import { fhirError } from '../fhir/error.ts';
import type { Query } from '../storage/query.ts';
import type { Explanation } from '../storage/store.ts';
import type { FhirResponse } from './request.ts';

/** Milliseconds of what was done around the search itself. */
export interface Phases {
  parse: number;
  count?: number;
  include?: number;
}

/** Throws 403. */
export function authorizeExplaining(principal: Principal): void {
  if (seesEverything(principal)) return;
  throw fhirError(
    'forbidden',
    `${principal.name} may not have a search explained: that tells how many resources there are, seen or not. It takes a scope such as system/*.rs.`,
  );
}

/** 200 with a Parameters resource; docs/api.md says what is in it. */
export function explained(
  query: Query,
  explanation: Explanation,
  phases: Phases,
  included: number | undefined,
): FhirResponse {
  const { driver, driven, found, estimates, statements, planMs, runMs } = explanation;
  const { parse, ...more } = phases;
  const parameter = [
    text('query', JSON.stringify(query)),
    text('driver', driver),
    ...(driven === undefined ? [] : [number('driverRows', driven)]),
    number('found', found),
    ...(included === undefined ? [] : [number('included', included)]),
    ...Object.entries({ parse, plan: planMs, search: runMs, ...more }).map(([name, ms]) => ({
      name: 'phase',
      part: [text('name', name), milliseconds(ms!)],
    })),
    ...estimates.map(({ leaf, rows }) => ({
      name: 'estimate',
      part: [text('of', leaf), number('rows', rows)],
    })),
    ...statements.map((one) => ({
      name: 'statement',
      part: [
        text('purpose', one.purpose),
        text('sql', one.text),
        text('values', JSON.stringify(one.values)),
        number('rows', one.rows),
        milliseconds(one.ms),
        ...one.plan.map((line) => text('step', line)),
      ],
    })),
  ];
  return {
    status: 200,
    headers: { 'Preference-Applied': 'explain' },
    body: JSON.stringify({ resourceType: 'Parameters', parameter }),
  };
}

const text = (name: string, valueString: string) => ({ name, valueString });
const number = (name: string, valueInteger: number) => ({ name, valueInteger });
const milliseconds = (ms: number) => ({ name: 'milliseconds', valueDecimal: Math.round(ms * 1000) / 1000 });

// What a search is over: a type, several types or all, or a compartment. R4 http.html#search, compartmentdefinition.html.

import { authorize, seeOf } from '../authorization/policy.ts';
import type { Principal } from '../authorization/principal.ts';
import { isAllowed } from '../authorization/scopes.ts';
import { fhirError } from '../fhir/error.ts';
import type { Parameter } from '../fhir/query-string.ts';
import type { Where } from '../storage/query.ts';
import type { Key, Reading } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { Route } from './route.ts';

export type SearchRoute = Extract<
  Route,
  { interaction: 'search-type' | 'search-system' | 'search-compartment' }
>;

export interface SearchScope {
  /** Below the base URL, for links. */
  path: string;
  /** Never empty. */
  types: string[];
  /** `_type` has said which. */
  typesNamed: boolean;
  /** What holds besides the criteria. */
  within?: Where;
}

/** Throws 403 for types that the caller may not search, 404 and 410 for a compartment that is not there. */
export async function searchScope(
  target: SearchRoute,
  parameters: readonly Parameter[],
  reading: Reading,
  context: Context,
): Promise<SearchScope> {
  switch (target.interaction) {
    case 'search-type':
      authorize(context.principal, 'search', target.type);
      return { path: target.type, types: [target.type], typesNamed: false };
    case 'search-system':
      return { path: '', ...typesAsked(parameters, [...context.definitions.resourceTypes], context) };
    case 'search-compartment':
      return compartmentScope(target.compartment, target.type, parameters, reading, context);
  }
}

async function compartmentScope(
  owner: Key,
  type: string,
  parameters: readonly Parameter[],
  reading: Reading,
  context: Context,
): Promise<SearchScope> {
  const [found] = await context.store.read([owner], { ...reading, see: seeOf(context.principal) });
  if (!found) throw fhirError('not-found', `There is no ${owner.type}/${owner.id}.`);
  if (found.deleted) throw fhirError('gone', `${owner.type}/${owner.id} was deleted.`);
  const compartment = context.definitions.compartments.find((one) => one.type === owner.type)!;
  const members = [...context.definitions.resourceTypes].filter((one) => compartment.params(one).length > 0);
  const path = `${owner.type}/${owner.id}/${type}`;
  const within: Where = { kind: 'match', param: '_compartment', match: { kind: 'reference', ...owner } };
  if (type === '*') return { path, within, ...typesAsked(parameters, members, context) };
  if (!members.includes(type)) {
    throw fhirError(
      'not-found',
      `No ${type} is ever in the compartment of a ${owner.type}. Those that can be: ${members.join(', ')}.`,
      { code: 'not-supported' },
    );
  }
  authorize(context.principal, 'search', type);
  return { path, within, types: [type], typesNamed: false };
}

/** `_type`, or else all of the possible types that the caller may search. */
function typesAsked(
  parameters: readonly Parameter[],
  possible: readonly string[],
  context: Context,
): { types: string[]; typesNamed: boolean } {
  const values = parameters.filter(([name, value]) => name === '_type' && !/^,*$/.test(value));
  if (values.length === 0) return { types: searchable(possible, context.principal), typesNamed: false };
  if (values.length > 1)
    throw fhirError('invalid', '_type is given twice. Give it once: _type=Patient,Observation.');
  const types = [...new Set(values[0]![1].split(',').filter((type) => type !== ''))];
  for (const type of types) {
    if (!context.definitions.resourceTypes.has(type)) {
      throw fhirError('invalid', `_type holds "${type.slice(0, 60)}", which is no resource type of R4.`, {
        code: 'value',
      });
    }
    if (!possible.includes(type)) {
      throw fhirError('invalid', `_type holds ${type}, which is never in this compartment.`, {
        code: 'value',
      });
    }
    authorize(context.principal, 'search', type);
  }
  return { types, typesNamed: true };
}

function searchable(types: readonly string[], principal: Principal): string[] {
  const allowed = types.filter((type) => isAllowed(principal, 'search', type));
  // Says which scope is missing.
  if (allowed.length === 0) authorize(principal, 'search', '*');
  return allowed;
}

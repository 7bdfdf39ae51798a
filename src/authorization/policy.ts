// May this principal do that? And what does he see? The one filter for access.

import { fhirError } from '../fhir/error.ts';
import { SEE_ALL, type See, type Sight } from '../storage/see.ts';
import type { Principal } from './principal.ts';
import { type Action, isAllowed, typesNamed } from './scopes.ts';

/** Throws 403 naming the scope that is missing. */
export function authorize(principal: Principal, action: Action, type: string): void {
  if (isAllowed(principal, action, type)) return;
  throw fhirError(
    'forbidden',
    `${principal.name} may not ${action} ${type === '*' ? 'everything' : type}. A scope for it is missing, e.g. system/${type}.${action[0]}.`,
  );
}

/** What the store hands out to this principal. */
export function seeOf(principal: Principal): See {
  const others = sight(principal, '*');
  const named = typesNamed(principal);
  if (others === 'all' && named.length === 0) return SEE_ALL;
  return { types: Object.fromEntries(named.map((type) => [type, sight(principal, type)])), others };
}

/** Nothing is out of his sight. */
export function seesEverything(principal: Principal): boolean {
  const { types, others } = seeOf(principal);
  return [others, ...Object.values(types)].every((one) => one === 'all');
}

function sight(principal: Principal, type: string): Sight {
  return isAllowed(principal, 'read', type) || isAllowed(principal, 'search', type) ? 'all' : 'none';
}

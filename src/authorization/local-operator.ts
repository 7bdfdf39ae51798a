// AUTH=off: whoever reaches the loopback address may do everything, but has no part in a referral unless the
// trusted headers name one.

import type { Principal, Role } from './principal.ts';

/** Names of the trusted headers, in the order they are explained. */
export const TRUSTED_HEADERS = ['X-Lianti-Role', 'X-Lianti-Organization', 'X-Lianti-Practitioner'] as const;

export const LOCAL_OPERATOR: Principal = Object.freeze({
  name: 'local-operator',
  roles: [],
  scopes: ['system/*.cruds'],
});

export function actingAs(role: Role, organization: string, practitioner?: string): Principal {
  return { ...LOCAL_OPERATOR, roles: [role], organization, practitioner };
}

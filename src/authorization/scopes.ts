// SMART v2 scopes: `system/Observation.rs`, `user/*.cruds`. SMART App Launch 2.x, scopes-and-launch-context.

import type { Principal } from './principal.ts';

/** create, read (also vread and history), update, delete, search. */
export type Action = 'create' | 'read' | 'update' | 'delete' | 'search';

const LETTER: Record<Action, string> = { create: 'c', read: 'r', update: 'u', delete: 'd', search: 's' };
const SCOPE = /^(?:system|user)\/(\*|[A-Z][A-Za-z]+)\.(c?r?u?d?s?)$/;

export function isScope(text: string): boolean {
  return SCOPE.test(text) && !text.endsWith('.');
}

/** True when one of the principal's scopes allows the action on the type; `*` asks for every type. */
export function isAllowed(principal: Principal, action: Action, type: string): boolean {
  return principal.scopes.some((scope) => {
    const match = SCOPE.exec(scope);
    return match !== null && (match[1] === '*' || match[1] === type) && match[2]!.includes(LETTER[action]);
  });
}

/** Types that a scope names one by one. */
export function typesNamed(principal: Principal): string[] {
  return principal.scopes.flatMap((scope) => {
    const type = SCOPE.exec(scope)?.[1];
    return type && type !== '*' ? [type] : [];
  });
}

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
    const { of, letters } = scopeOf(scope) ?? {};
    return (of === '*' || of === type) && letters!.includes(LETTER[action]);
  });
}

/** Types that a scope names one by one. */
export function typesNamed(principal: Principal): string[] {
  return principal.scopes.flatMap((scope) => {
    const { of = '*' } = scopeOf(scope) ?? {};
    return of === '*' ? [] : [of];
  });
}

interface Scope {
  /** A type, or `*`. */
  of: string;
  letters: string;
}

/** Read by its separators: every request asks several times, and a regular expression takes ten times as long. */
function scopeOf(text: string): Scope | undefined {
  // Others, such as patient/*.rs, give less than they seem to.
  if (!text.startsWith('system/') && !text.startsWith('user/')) return undefined;
  const slash = text.indexOf('/');
  const dot = text.indexOf('.', slash);
  if (dot < 0) return undefined;
  return { of: text.slice(slash + 1, dot), letters: text.slice(dot + 1) };
}

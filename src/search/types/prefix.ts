// Prefixes of ordered values, R4 search.html#prefix.

import type { Comparison } from '../../storage/query.ts';

const FORM = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[\d+-])/;

/** `ge2020-01-01` → ge and 2020-01-01; without a prefix: eq. */
export function splitPrefix(text: string): { op: Comparison; rest: string } {
  const match = FORM.exec(text);
  return match ? { op: match[1] as Comparison, rest: text.slice(2) } : { op: 'eq', rest: text };
}

// The codes of a system that meet filters, in the order of the system.

import type { ValueSetComposeIncludeFilter } from 'fhir/r4.js';
import type { CodeTable } from './code-table.ts';
import { compileFilter } from './filter.ts';

/** undefined: a filter is not understood here. */
export function selectCodes(
  filters: readonly ValueSetComposeIncludeFilter[],
  table: CodeTable,
  text?: string,
): Iterable<string> | undefined {
  const stored = table.select?.(filters, text);
  if (stored) return stored;
  const meets = compileFilter(filters, table);
  return meets && keep(table.codes(), meets);
}

function* keep(codes: Iterable<string>, meets: (code: string) => string): Generator<string> {
  for (const code of codes) if (meets(code) === 'yes') yield code;
}

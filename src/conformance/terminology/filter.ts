// Filters of ValueSet.compose.include, R4 valueset-filter-operator.

import type { ValueSetComposeIncludeFilter } from 'fhir/r4.js';
import type { CodeTable } from './code-table.ts';
import type { Answer } from './external-systems.ts';

type Test = (code: string) => boolean;

/** All filters must hold. undefined when one of them cannot be worked out. */
export function compileFilter(
  filters: readonly ValueSetComposeIncludeFilter[],
  table: CodeTable,
): ((code: string) => Answer) | undefined {
  const tests: Test[] = [];
  for (const filter of filters) {
    const test = compileOne(filter, table);
    if (!test) return undefined;
    tests.push(test);
  }
  return (code) => {
    if (!table.has(code)) return table.complete ? 'no' : 'unknown';
    return tests.every((test) => test(code)) ? 'yes' : 'no';
  };
}

function compileOne(
  { property, op, value }: ValueSetComposeIncludeFilter,
  table: CodeTable,
): Test | undefined {
  if (op === 'regex' && property === 'code') {
    const pattern = new RegExp(`^(?:${value})$`);
    return (code) => pattern.test(code);
  }
  if (op === 'is-a' || op === 'descendent-of' || op === 'is-not-a') {
    // Which concepts are below another is only known when all are here.
    if (!table.complete) return undefined;
    const below = table.subsumedBy(value);
    if (op === 'is-not-a') return (code) => !below.has(code);
    return (code) => below.has(code) && (op === 'is-a' || code !== value);
  }
  if (property === 'code') {
    const codes = new Set(value.split(',').map((code) => code.trim()));
    if (op === '=') return (code) => code === value;
    if (op === 'in') return (code) => codes.has(code);
    return op === 'not-in' ? (code) => !codes.has(code) : undefined;
  }
  if (table.property('', property) === undefined) return undefined;
  const values = (code: string): string[] => table.property(code, property)!.map(String);
  if (op === '=') return (code) => values(code).includes(value);
  if (op === 'exists') return (code) => values(code).length > 0 === (value === 'true');
  const wanted = new Set(value.split(',').map((part) => part.trim()));
  if (op === 'in') return (code) => values(code).some((found) => wanted.has(found));
  if (op === 'not-in') return (code) => !values(code).some((found) => wanted.has(found));
  return undefined;
}

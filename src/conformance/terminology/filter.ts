// Filters of ValueSet.compose.include, R4 valueset-filter-operator.

import type { ValueSetComposeIncludeFilter } from 'fhir/r4.js';
import type { CodeTable } from './code-table.ts';
import { CHILD, PARENTS } from './concept.ts';
import type { Answer } from './external-systems.ts';
import { compileRegex } from './safe-regex.ts';

type Test = (code: string) => boolean;

/** Operators that go by the hierarchy. */
export const HIERARCHICAL: ReadonlySet<string> = new Set([
  'is-a',
  'descendent-of',
  'is-not-a',
  'generalizes',
]);

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
  if (HIERARCHICAL.has(op)) return compileHierarchical(op, value, table);
  const values = valuesOf(property, table);
  if (!values) return undefined;
  switch (op) {
    case '=':
      return (code) => values(code).includes(value);
    case 'exists':
      return (code) => values(code).length > 0 === (value === 'true');
    case 'in':
    case 'not-in': {
      const wanted = new Set(value.split(',').map((part) => part.trim()));
      return (code) => values(code).some((found) => wanted.has(found)) === (op === 'in');
    }
    case 'regex': {
      const matches = compileRegex(value);
      return matches && ((code) => values(code).some(matches));
    }
    default:
      return undefined;
  }
}

function compileHierarchical(op: string, value: string, table: CodeTable): Test | undefined {
  // Which concepts are below another is only known when all are here, and when below means a kind of.
  if (!table.complete || !table.isHierarchy) return undefined;
  if (op === 'generalizes') {
    const above = table.subsuming(value);
    return (code) => above.has(code);
  }
  // A store answers for one code; of a system in memory all that is below is worked out once.
  const below = table.select ? undefined : table.subsumedBy(value);
  const isBelow = (code: string) => below?.has(code) ?? table.isAtOrBelow(code, value);
  const own = table.concept(value)?.code;
  const exact = (code: string) => table.concept(code)!.code;
  if (op === 'is-not-a') return (code) => !isBelow(exact(code));
  return (code) => isBelow(exact(code)) && (op === 'is-a' || exact(code) !== own);
}

/** A Coding is written `system#code`, or its code alone. */
function textsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  const { system, code } = value as { system?: string; code?: string };
  return [String(code), `${system}#${code}`];
}

/** What a property of a code is, also of those that every system has; undefined: there is no such property. */
function valuesOf(property: string, table: CodeTable): ((code: string) => string[]) | undefined {
  if (property === 'code' || property === 'concept') return (code) => [table.concept(code)?.code ?? code];
  if (table.property('', property) !== undefined && !PARENTS.has(property) && property !== CHILD)
    return (code) => table.property(code, property)!.flatMap(textsOf);
  if (property === 'display') return (code) => [table.concept(code)?.display ?? []].flat();
  if (PARENTS.has(property)) return (code) => [...table.parents(code)];
  return property === CHILD ? (code) => [...table.children(code)] : undefined;
}

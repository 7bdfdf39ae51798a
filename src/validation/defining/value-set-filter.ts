// Filters of a value set: the property is one of the code system, and the value fits it.
// R4 valueset.html#ValueSet.compose.include.filter, codesystem.html#filters.

import type { CodeSystem } from 'fhir/r4.js';
import type { Severity } from '../../fhir/issue.ts';
import type { HasCode } from './codes.ts';

interface Filter {
  property: string;
  op: string;
  value: string;
}

interface Fault {
  severity: Severity;
  diagnostics: string;
}

/** Every code system has them. R4 codesystem.html#defined-props. */
const GENERAL: ReadonlySet<string> = new Set([
  'concept',
  'code',
  'display',
  'definition',
  'designation',
  'parent',
  'child',
]);
const HIERARCHICAL: ReadonlySet<string> = new Set([
  'is-a',
  'descendent-of',
  'is-not-a',
  'generalizes',
  'child-of',
  'descendent-leaf',
]);
const COMPARED = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)/;
const CODING = /^([a-zA-Z][a-zA-Z0-9+.-]*:[^\s|#]+)(?:\|([^\s#]+))?#(\S+)$/;
const OLD_CODING = /^([a-zA-Z][a-zA-Z0-9+.-]*:[^\s|#]+)\|(\S+)$/;

/** What is wrong; undefined: nothing, or nothing that can be told here. */
export function filterFault(
  { property, op, value }: Filter,
  system: string,
  codeSystem: CodeSystem | undefined,
  hasCode: HasCode,
): Fault | undefined {
  if (op === 'exists')
    return ['true', 'false'].includes(value)
      ? undefined
      : fault(`"exists" takes true or false, not ${shown(value)}.`);
  if (op === 'regex')
    return isRegex(value) ? undefined : fault(`${shown(value)} is no regular expression: correct it.`);
  const values = op === 'in' || op === 'not-in' ? value.split(',') : [value];
  if (property === 'concept' || property === 'code' || HIERARCHICAL.has(op)) {
    const missing = values.find((code) => hasCode(system, codeSystem?.version, code) === 'no');
    return missing === undefined
      ? undefined
      : fault(`${system} has no code ${shown(missing)}: correct the filter.`);
  }
  const defined = codeSystem?.property?.find(({ code, uri }) => code === property || uri === property);
  if (!defined) {
    const isKnown =
      !codeSystem || GENERAL.has(property) || codeSystem.filter?.some(({ code }) => code === property);
    return isKnown
      ? undefined
      : {
          severity: 'warning',
          diagnostics: `${system} defines no property ${shown(property)}: correct the filter.`,
        };
  }
  for (const one of values) {
    const wrong = valueFault(one, defined.type, hasCode);
    if (wrong !== undefined) return fault(`The property ${property} of ${system} ${wrong}.`);
  }
  return undefined;
}

/** The end of a sentence about the property. */
function valueFault(value: string, type: string, hasCode: HasCode): string | undefined {
  const bare = value.replace(COMPARED, '');
  if (type === 'boolean')
    return ['true', 'false'].includes(value) ? undefined : `is true or false, not ${shown(value)}`;
  if (type === 'integer') return /^-?\d+$/.test(bare) ? undefined : `is a whole number, not ${shown(value)}`;
  if (type === 'decimal')
    return /^-?\d+(\.\d+)?$/.test(bare) ? undefined : `is a number, not ${shown(value)}`;
  if (type === 'dateTime')
    return /^\d{4}(-\d{2}(-\d{2}(T\S+)?)?)?$/.test(bare) ? undefined : `is a date, not ${shown(value)}`;
  if (type === 'code')
    return value.trim() === value ? undefined : `is a code without spaces around it, not ${shown(value)}`;
  if (type !== 'Coding') return undefined;
  const [, system, version, code] = CODING.exec(value) ?? [];
  const [, oldSystem, oldCode] = system === undefined ? (OLD_CODING.exec(value) ?? []) : [];
  const [of, named] = [system ?? oldSystem, code ?? oldCode];
  if (of === undefined || named === undefined)
    return `is a coding: write system#code instead of ${shown(value)}`;
  return hasCode(of, version, named) === 'no'
    ? `is a coding and ${of} has no code ${shown(named)}`
    : undefined;
}

function isRegex(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

function fault(diagnostics: string): Fault {
  return { severity: 'error', diagnostics };
}

function shown(value: string): string {
  return `"${value.slice(0, 100)}"`;
}

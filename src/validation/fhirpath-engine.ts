// The fhirpath package behind the one function the validator needs. It is loaded when an expression first asks for
// it, because it costs more than a hundred milliseconds and tens of megabytes.

import { createRequire } from 'node:module';
import { isObject, type Json, type JsonObject } from '../fhir/json/tree.ts';
import { parseExpression } from '../fhir/path/parse.ts';
import { TooCostly } from '../fhir/path/work.ts';
import { createTimeLimit, type TimeLimit, TimeLimitExceeded } from '../fhir/time-limit.ts';
import { concreteType } from './checks/type.ts';
import { type Holds, NotKnownHere } from './holds.ts';
import type { Lookups, Visit } from './visit.ts';

type Compiled = (focus: unknown, variables: Record<string, unknown>) => unknown[];

interface Fhirpath {
  parse(path: string): unknown;
  compile(path: string | { base: string; expression: string }, model: unknown, options: object): Compiled;
}

/** %-variables of R4 fhirpath.html#variables that do not depend on the data. */
const CONSTANTS = {
  ucum: 'http://unitsofmeasure.org',
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
};

/** At most for one evaluation, and what counts as none. */
const EVALUATION_MS = 250;
const QUICK_MS = 10;
/** What the package says of functions that it has not, or only with a server. */
const NOT_KNOWN = /^Not implemented|asynchronous function/;
/** Nobody writes such a constraint by hand, and reading a long one takes the longer. */
const EXPRESSION_MAX = 20_000;
const PARSE_MS = 2_000;

/** Why an expression is no FHIRPath; undefined when it is. */
export function syntaxFault(expression: string): string | undefined {
  if (expression.length > EXPRESSION_MAX) {
    return `it has ${expression.length} characters, and at most ${EXPRESSION_MAX} are read`;
  }
  try {
    // Our own parser is quick, and knows nearly everything.
    parseExpression(expression);
    return undefined;
  } catch {
    try {
      const fhirpath = createRequire(import.meta.url)('fhirpath') as Fhirpath;
      createTimeLimit()(PARSE_MS, () => fhirpath.parse(expression));
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message.replace(/\s+/g, ' ').trim() : String(error);
    }
  }
}

/** Throws when the expression cannot be parsed; the function it returns throws when it cannot be evaluated. */
export function compileWithFhirpath(expression: string): Holds {
  const require = createRequire(import.meta.url);
  const fhirpath = require('fhirpath') as Fhirpath;
  const r4: unknown = require('fhirpath/fhir-context/r4');
  let visit: Visit | undefined;
  const userInvocationTable = besides(() => visit!);
  const compile = (base: string) =>
    fhirpath.compile({ base, expression }, r4, {
      async: false,
      traceFn: () => undefined,
      userInvocationTable,
    });
  const byType = new Map<string, Compiled>();
  const limit = createTimeLimit();
  return (value, extra, type, at) => {
    visit = at;
    const base = concreteType(value, type);
    let evaluate = byType.get(base);
    if (!evaluate) {
      // Its length is bounded; what it then does with the data is what may never end.
      evaluate = compileWithin(limit, () => compile(base));
      byType.set(base, evaluate);
    }
    const result = withinTime(limit, at, () =>
      evaluate(focusOf(value, extra), { ...CONSTANTS, resource: at.resource, rootResource: at.root }),
    );
    return isTrue(result);
  };
}

function compileWithin(limit: TimeLimit, compile: () => Compiled): Compiled {
  try {
    return limit(PARSE_MS, compile);
  } catch (error) {
    throw error instanceof TimeLimitExceeded ? new TooCostly() : told(error);
  }
}

function told(error: unknown): unknown {
  return error instanceof Error && NOT_KNOWN.test(error.message) ? new NotKnownHere(error.message) : error;
}

/** Throws TooCostly when the visit has no time left for it. What is quick costs it nothing. */
function withinTime<T>(limit: TimeLimit, visit: Visit, run: () => T): T {
  const { spareMs } = visit;
  if (spareMs < QUICK_MS) throw new TooCostly();
  const started = performance.now();
  const restore = visit.mark();
  try {
    return limit(Math.ceil(Math.min(EVALUATION_MS, spareMs)), run);
  } catch (error) {
    if (!(error instanceof TimeLimitExceeded)) throw told(error);
    // Nothing that was begun has been ended: no `finally` runs when a script is stopped.
    restore();
    throw new TooCostly();
  } finally {
    const took = performance.now() - started;
    if (took > QUICK_MS) visit.spareMs -= took;
  }
}

/** What the package can only ask a server for: the definitions in force and the data at hand tell it here. */
function besides(at: () => Visit): object {
  const asked = (judge: (value: Json, url: string, lookups: Lookups) => boolean) => ({
    fn: ([value]: Json[], url: string) => {
      const { lookups } = at();
      return value === undefined || !lookups ? [] : [judge(value, url, lookups)];
    },
    arity: { 1: ['String'] },
  });
  return {
    memberOf: asked((value, url, lookups) => lookups.memberOf(value, codeType(value), url)),
    conformsTo: asked((value, url, lookups) =>
      lookups.conformsTo(value, undefined, codeType(value), url, at()),
    ),
  };
}

/** Values come without their types. */
function codeType(value: Json): string {
  if (!isObject(value)) return 'code';
  if (typeof value.resourceType === 'string') return value.resourceType;
  return Array.isArray(value.coding) || value.text !== undefined ? 'CodeableConcept' : 'Coding';
}

/** A primitive with extensions only is handed over as an object of nothing else. */
function focusOf(value: Json | undefined, extra: JsonObject | undefined): unknown {
  return value === undefined ? (extra ?? []) : value;
}

/** Nothing is not true; one boolean is itself; anything else that is there counts as true. */
function isTrue(result: unknown[]): boolean {
  if (result.length === 1 && typeof result[0] === 'boolean') return result[0];
  return result.length > 0;
}

// The values of a search parameter in a resource, by a FHIRPath engine that the server does not use for it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import type { JsonObject } from '../../../src/fhir/json/tree.ts';
import { BASE } from './data.ts';

export interface Parameter {
  code: string;
  type: string;
  expression: string;
  /** Types of its targets as published, and as its expression leaves them on this type. */
  published: string[];
  targets: string[];
  /** Of a composite: the parameters of its parts and where their values stand. */
  components: { parameter: Parameter; expression: string }[];
}

export interface Value {
  /** FHIR's name of the type: `Quantity`, `dateTime`. */
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: values of every type
  value: any;
}

interface Published {
  url: string;
  code: string;
  base: string[];
  type: string;
  expression?: string;
  target?: string[];
  component?: { definition: string; expression: string }[];
}

const FILE = path.join(import.meta.dirname, '../../../build/definitions/search-parameters.json');
/** `resolve()` would read other resources: the type is told by the reference. */
const RESOLVE = /\.where\(resolve\(\) is (\w+)\)/g;
const compiled = new Map<string, (resource: object) => unknown[]>();

/** Those of R4 for a type, with an expression, by their code. */
export function parametersOf(types: readonly string[]): Map<string, Map<string, Parameter>> {
  const published = JSON.parse(readFileSync(FILE, 'utf8')) as Published[];
  const byUrl = new Map(published.map((one) => [one.url, one]));
  const read = (one: Published): Parameter => ({
    code: one.code,
    type: one.type,
    expression: one.expression ?? '',
    published: one.target ?? [],
    targets: one.target ?? [],
    components: (one.component ?? []).map(({ definition, expression }) => ({
      parameter: read(byUrl.get(definition)!),
      expression,
    })),
  });
  return new Map(
    types.map((type) => {
      const own = published.filter(
        ({ base, expression }) =>
          expression !== undefined && [type, 'DomainResource', 'Resource'].some((one) => base.includes(one)),
      );
      return [type, new Map(own.map((one) => [one.code, narrowed(read(one), type)]))];
    }),
  );
}

/** `Observation.subject.where(resolve() is Patient)` never leads to a Group. */
function narrowed(parameter: Parameter, type: string): Parameter {
  const parts = parameter.expression.split('|').filter((part) => part.trim().startsWith(`${type}.`));
  const only = parts.map((part) => [...part.matchAll(RESOLVE)].map(([, name]) => name!));
  if (parts.length === 0 || only.some((names) => names.length === 0)) return parameter;
  return { ...parameter, targets: parameter.targets.filter((target) => only.flat().includes(target)) };
}

/** Values that are there: an element with nothing but extensions is none. */
export function valuesOf(resource: JsonObject, { expression, type, targets }: Parameter): Value[] {
  if (type !== 'reference') return evaluated(resource, expression);
  // What is elsewhere, or has nothing but an identifier, may be of any type.
  const isAllowed = (one: Value, allowed: readonly string[]) => {
    const target = typeOf(one, resource);
    return target === undefined || allowed.length === 0 || allowed.includes(target);
  };
  const parts = expression.split('|').map((part) => part.trim());
  const found = parts.flatMap((part) => {
    const only = [...part.matchAll(RESOLVE)].map(([, name]) => name!);
    const values = evaluated(resource, part.replace(RESOLVE, ''));
    return values.filter((one) => isAllowed(one, only));
  });
  return found.filter((one) => isAllowed(one, targets));
}

/** The parts of a union one by one: the engine compares what it unites, and cannot compare quantities with a comparator. */
export function evaluated(resource: JsonObject, expression: string): Value[] {
  return expression.split('|').flatMap((part) => evaluatedPart(resource, part.trim()));
}

function evaluatedPart(resource: JsonObject, expression: string): Value[] {
  const types = new Set(run(resource, `(${plain(expression)}).select($this.type().name)`) as string[]);
  return [...types].flatMap((type) =>
    run(resource, `(${plain(expression)}).where($this.type().name = '${type}')`)
      .filter((value) => value !== undefined && value !== null)
      .map((value) => ({ type, value })),
  );
}

export interface Target {
  type?: string;
  id?: string;
  version?: string;
  /** Of another server. */
  url?: string;
  /** Of a contained resource. */
  contained?: string;
}

/** What a literal reference names; undefined for one without. */
export function targetOf({ value, type }: Value): Target | undefined {
  const text = type === 'Reference' ? (value.reference as string | undefined) : (value as string);
  if (text === undefined) return undefined;
  if (text.startsWith('#')) return { contained: text.slice(1) };
  const local = text.startsWith(`${BASE}/`) ? text.slice(BASE.length + 1) : text;
  if (/^[a-z]+:/i.test(local)) {
    // Of a canonical the version stands behind a bar.
    const [url, version] = (type === 'Reference' ? [text] : text.split('|')) as [string, string?];
    return { url, version };
  }
  const [named, id, , version] = local.split('/');
  return { type: named, id, version };
}

function typeOf(one: Value, resource: JsonObject): string | undefined {
  const target = targetOf(one);
  if (target?.contained === undefined) return target?.type;
  const contained = resource.contained as JsonObject[] | undefined;
  return contained?.find(({ id }) => id === target.contained)?.resourceType as string | undefined;
}

/** `as` takes one value only, in R4 it is meant for each. */
function plain(expression: string): string {
  return expression.replace(/\.as\((\w+)\)/g, '.ofType($1)');
}

function run(resource: JsonObject, expression: string): unknown[] {
  let work = compiled.get(expression);
  if (!work) {
    work = fhirpath.compile(expression, r4) as (resource: object) => unknown[];
    compiled.set(expression, work);
  }
  return work(resource);
}

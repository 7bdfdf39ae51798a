// The fhirpath package as an oracle: another implementation of the same language.

import { createRequire } from 'node:module';

interface Fhirpath {
  compile(
    path: string | { base: string; expression: string },
    model: unknown,
    options: object,
  ): (focus: unknown, variables: Record<string, unknown>) => unknown[];
}

const require = createRequire(import.meta.url);
const CONSTANTS = {
  ucum: 'http://unitsofmeasure.org',
  sct: 'http://snomed.info/sct',
  loinc: 'http://loinc.org',
};

/** Evaluates expressions on a focus of a type; compiled ones are kept. */
export function createOracle(): (
  expression: string,
  base: string,
  focus: unknown,
  resource: unknown,
) => unknown[] {
  const fhirpath = require('fhirpath') as Fhirpath;
  const r4: unknown = require('fhirpath/fhir-context/r4');
  const compiled = new Map<string, ReturnType<Fhirpath['compile']>>();
  return (expression, base, focus, resource) => {
    const key = `${base} ${expression}`;
    let evaluate = compiled.get(key);
    if (!evaluate) {
      evaluate = fhirpath.compile({ base, expression }, r4, { async: false, traceFn: () => undefined });
      compiled.set(key, evaluate);
    }
    return evaluate(focus, { ...CONSTANTS, resource, rootResource: resource });
  };
}

/** A value as text whatever the order of its members. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

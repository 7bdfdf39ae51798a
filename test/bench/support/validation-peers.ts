// What else judges the same input: another validator, and the parts of which ours is made, alone.

import { createRequire } from 'node:module';
import path from 'node:path';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import type { Resource } from '../../../src/fhir/json/tree.ts';
import { walkElements } from '../../fhir/path/element-walk.ts';
import { createSchemaOracle, type SchemaOracle } from '../../validation/schema-oracle.ts';

export interface Peer {
  name: string;
  /** A part of what validation is, not a validator: its verdict says nothing. */
  isPart?: true;
  /** What it costs to judge the resource; false: it found an error. undefined when it cannot be asked. */
  judge: ((resource: Resource, profile: string | undefined) => boolean) | undefined;
  /** Why it cannot. */
  absent?: string;
}

export function peers(definitions: Definitions): Peer[] {
  const schema = createSchemaOracle(definitions);
  return [schemaAlone(schema), fhirpathAlone(definitions), medplum(definitions)];
}

function schemaAlone(schema: SchemaOracle): Peer {
  return {
    name: 'ajv alone (shapes)',
    isPart: true,
    judge: (resource) => schema.passes(resource.resourceType, resource),
  };
}

type Compiled = (focus: unknown, variables: Record<string, unknown>) => unknown[];

/** The invariants of every element, each evaluated by the fhirpath package. */
function fhirpathAlone(definitions: Definitions): Peer {
  const require = createRequire(import.meta.url);
  const fhirpath = require('fhirpath') as {
    compile(path: { base: string; expression: string }, model: unknown, options: object): Compiled;
  };
  const r4: unknown = require('fhirpath/fhir-context/r4');
  const compiled = new Map<string, Compiled>();
  const evaluate = (expression: string, base: string): Compiled => {
    const key = `${base} ${expression}`;
    let known = compiled.get(key);
    if (!known) {
      known = fhirpath.compile({ base, expression }, r4, { async: false, traceFn: () => undefined });
      compiled.set(key, known);
    }
    return known;
  };
  return {
    name: 'fhirpath alone (invariants)',
    isPart: true,
    judge(resource, profile) {
      let passed = true;
      const judgeAll = (
        { value, type }: { value: unknown; type: string },
        constraints: readonly { expression?: string }[],
      ): void => {
        if (typeof value !== 'object') return;
        for (const { expression } of constraints) {
          if (!expression || expression.includes('htmlChecks')) continue;
          const variables = { resource, rootResource: resource };
          passed = evaluate(expression, type)(value, variables)[0] !== false && passed;
        }
      };
      walkElements(resource, definitions, judgeAll);
      const root = profile && definitions.structure(profile)?.snapshot?.element[0]?.constraint;
      if (root) judgeAll({ value: resource, type: resource.resourceType }, root);
      return passed;
    },
  };
}

interface Medplum {
  validateResource(resource: unknown, options: object): unknown;
  indexStructureDefinitionBundle(bundle: unknown): void;
}

/** `npm install --prefix test/peers` brings it. */
function medplum(definitions: Definitions): Peer {
  const name = '@medplum/core';
  let core: Medplum;
  try {
    const from = path.join(import.meta.dirname, '..', '..', 'peers', 'package.json');
    core = createRequire(from)('@medplum/core') as Medplum;
  } catch {
    return { name, judge: undefined, absent: 'not installed: npm install --prefix test/peers' };
  }
  // Data types it has within itself.
  core.indexStructureDefinitionBundle(
    [...definitions.resourceTypes].flatMap((type) => definitions.structure(type) ?? []),
  );
  return {
    name,
    judge(resource, profile) {
      const structure = profile === undefined ? undefined : definitions.structure(profile);
      try {
        core.validateResource(resource, structure ? { profile: structure } : {});
        return true;
      } catch {
        return false;
      }
    },
  };
}

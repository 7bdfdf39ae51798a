// The two validators, asked about the same instances.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import { withStored } from '../../../src/conformance/with-stored.ts';
import { FhirError } from '../../../src/fhir/error.ts';
import { parseJson } from '../../../src/fhir/json/parse.ts';
import { isObject, type JsonObject, type Resource } from '../../../src/fhir/json/tree.ts';
import { createSharedParts, createValidator, type Validator } from '../../../src/validation/validator.ts';

export interface Case {
  id: string;
  /** The class of fault. */
  about: string;
  /** The instance's text. */
  resource: string;
  profile?: string;
  /** Definitions that are known for this case only. */
  support?: JsonObject[];
}

/** Errors only, `path: message`; [] where the instance is accepted. */
export type Errors = string[];

export interface Compared extends Case {
  ours: Errors;
  theirs: Errors;
}

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const NOW = new Date('2026-11-25T08:00:00+08:00');

export function createOurs(definitions: Definitions): (one: Case) => Errors {
  const shared = createSharedParts(definitions);
  const of = (support: readonly JsonObject[]) =>
    createValidator({ definitions: withStored(definitions, support), now: () => NOW, shared });
  const alone = of([]);
  const known = new Map<readonly JsonObject[], Validator>();
  const validatorFor = (support: readonly JsonObject[] | undefined): Validator => {
    if (support === undefined || support.length === 0) return alone;
    if (!known.has(support)) known.set(support, of(support));
    return known.get(support)!;
  };
  return ({ resource, profile, support }) => {
    try {
      const { value, numbers } = parseJson(resource);
      if (!isObject(value)) return ['no object'];
      const profiles = profile === undefined ? [] : [profile];
      return validatorFor(support)
        .validate(value as Resource, { numbers, profiles })
        .issues.filter(({ severity }) => severity === 'error' || severity === 'fatal')
        .map(({ expression, diagnostics }) => `${expression}: ${diagnostics}`);
    } catch (error) {
      if (error instanceof FhirError) return error.issues.map(({ diagnostics }) => `: ${diagnostics}`);
      throw error;
    }
  };
}

/** `java` on the path; `jars` as the pom.xml beside this file says. */
export async function compare(cases: Case[], ours: (one: Case) => Errors, jars: string): Promise<Compared[]> {
  const java = spawn(
    'java',
    [
      ...['-Xmx4g', '-XX:+UseSerialGC', '-cp', path.join(jars, '*')],
      path.join(import.meta.dirname, 'ValidatorPeer.java'),
      path.join(ROOT, 'profiles', 'lianti'),
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  for (const { id, resource, profile, support } of cases)
    java.stdin.write(`${JSON.stringify({ id, resource, profile, support })}\n`);
  java.stdin.end();
  const compared: Compared[] = [];
  for await (const line of createInterface(java.stdout)) {
    const one = cases[compared.length]!;
    const { id, issues } = JSON.parse(line) as {
      id: string;
      issues: { severity: string; path: string; message: string }[];
    };
    if (id !== one.id) throw new Error(`The answer to ${one.id} is about ${id}.`);
    const theirs = issues
      .filter(({ severity }) => severity !== 'warning' && severity !== 'information')
      .map(({ severity, path: at, message }) => `${at}: ${severity === 'crash' ? 'CRASH ' : ''}${message}`);
    compared.push({ ...one, ours: ours(one), theirs });
  }
  if (compared.length !== cases.length)
    throw new Error(`Only ${compared.length} of ${cases.length} were answered.`);
  return compared;
}

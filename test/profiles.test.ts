// Every example of every guide: valid ones have no finding, invalid ones exactly the expected. Our invariants mean the
// same to our own FHIRPath and to the fhirpath package.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ElementDefinition } from 'fhir/r4.js';
import type { JsonObject, Resource } from '../src/fhir/json/tree.ts';
import { compileInvariant } from '../src/fhir/path/invariant.ts';
import { createConstraintCompiler } from '../src/validation/constraints.ts';
import { compileWithFhirpath } from '../src/validation/fhirpath-engine.ts';
import { Visit } from '../src/validation/visit.ts';
import { definitions, findings } from './validation/support.ts';

const PROFILES = path.join(import.meta.dirname, '..', 'profiles');

interface Example {
  name: string;
  text: string;
  /** `severity key expression` of each expected issue. */
  expected: string[];
}

const guides = readdirSync(PROFILES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(PROFILES, entry.name, 'examples')))
  .map((entry) => entry.name);

function examples(guide: string, kind: 'valid' | 'invalid'): Example[] {
  const folder = path.join(PROFILES, guide, 'examples', kind);
  if (!existsSync(folder)) return [];
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.expected.json'))
    .map((file) => {
      const expectation =
        kind === 'invalid' ? JSON.parse(read(file.replace(/\.json$/, '.expected.json'))) : { issues: [] };
      const issues = expectation.issues as { severity: string; key: string; expression: string }[];
      return {
        name: file.replace(/\.json$/, ''),
        text: read(file),
        expected: issues.map(({ severity, key, expression }) => `${severity} ${key} ${expression}`),
      };
    });
}

describe.each(guides)('the guide %s', (guide) => {
  it.each(examples(guide, 'valid'))('finds nothing in $name', ({ text, expected }) => {
    expect(findings(text)).toEqual(expected);
  });

  it.each(examples(guide, 'invalid'))('finds what is wrong with $name', ({ text, expected }) => {
    expect(expected).not.toEqual([]);
    expect(findings(text).sort()).toEqual([...expected].sort());
  });

  it('has valid and invalid examples', () => {
    expect(examples(guide, 'valid').length).toBeGreaterThan(1);
    expect(examples(guide, 'invalid').length).toBeGreaterThan(1);
  });
});

describe('invariants of our profiles', () => {
  const compile = createConstraintCompiler(definitions.model);
  const all = guides.flatMap((guide) => [...examples(guide, 'valid'), ...examples(guide, 'invalid')]);

  it('are all known to our own FHIRPath, so that nothing heavy is loaded for them', () => {
    const unknown = ownRoots()
      .flatMap((root) => ownConstraints(root))
      .filter(({ expression }) => compileInvariant(expression!, definitions.model) === undefined);
    expect(unknown.map(({ key }) => key)).toEqual([]);
  });

  it.each(all)('mean the same to fhirpath in $name', ({ text }) => {
    const resource = JSON.parse(text) as Resource;
    for (const url of (resource.meta as JsonObject).profile as string[]) {
      const root = definitions.structure(url)!.snapshot!.element[0]!;
      for (const { key, expression } of ownConstraints(root)) {
        const visit = new Visit(resource, resource.resourceType, undefined);
        const ours = compile(expression!)(resource, undefined, resource.resourceType, visit);
        const theirs = compileWithFhirpath(expression!)(resource, undefined, resource.resourceType, visit);
        expect([key, ours]).toEqual([key, theirs]);
      }
    }
  });

  function ownRoots(): ElementDefinition[] {
    return [...definitions.resourceTypes].flatMap((type) =>
      definitions.profilesOf(type).flatMap((url) => definitions.structure(url)!.snapshot!.element),
    );
  }

  function ownConstraints(element: ElementDefinition) {
    return (element.constraint ?? []).filter(({ key }) => key.startsWith('lianti-'));
  }
});

// Every example of every guide: valid ones have no finding, invalid ones exactly the expected. Our invariants mean the
// same to our own FHIRPath and to the fhirpath package.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type {
  CodeSystemConcept,
  ConceptMap,
  ElementDefinition,
  Measure,
  StructureDefinition,
} from 'fhir/r4.js';
import type { JsonObject, Resource } from '../src/fhir/json/tree.ts';
import { compileInvariant } from '../src/fhir/path/invariant.ts';
import { createConstraintCompiler } from '../src/validation/constraints.ts';
import { compileWithFhirpath } from '../src/validation/fhirpath-engine.ts';
import { Visit } from '../src/validation/visit.ts';
import { definitions, findings, validate } from './validation/support.ts';

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

interface Artifact extends Pick<StructureDefinition, 'kind' | 'derivation' | 'differential'> {
  resourceType: string;
  id: string;
  url: string;
  title?: string;
}

/** What the guide defines, in order of their files. */
function artifacts(guide: string): Artifact[] {
  const folder = path.join(PROFILES, guide);
  return readdirSync(folder)
    .filter((file) => /^[A-Z].*\.json$/.test(file))
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
}

function profilesIn({ text }: Example): string[] {
  return (JSON.parse(text) as { meta: { profile: string[] } }).meta.profile;
}

function keyOf(finding: string): string {
  return finding.split(' ')[1]!;
}

function countBy(items: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Undefined where the system is not known here as a whole. */
function conceptsOf(system: string | undefined): Map<string, string | undefined> | undefined {
  const known = system === undefined ? undefined : definitions.codeSystem(system);
  if (known?.content !== 'complete' && known?.content !== 'fragment') return undefined;
  const concepts = new Map<string, string | undefined>();
  const collect = (list: readonly CodeSystemConcept[]): void => {
    for (const { code, display, concept } of list) {
      concepts.set(code, display);
      collect(concept ?? []);
    }
  };
  collect(known.concept ?? []);
  return concepts;
}

const displayOf = (system: string | undefined, code: string): string | undefined =>
  conceptsOf(system)?.get(code);

const existsIn = (system: string | undefined, code: string): boolean => conceptsOf(system)?.has(code) ?? true;

describe.each(guides)('the guide %s', (guide) => {
  it.each(examples(guide, 'valid'))('finds nothing in $name', ({ text, expected }) => {
    expect(findings(text)).toEqual(expected);
  });

  it.each(examples(guide, 'invalid'))('finds what is wrong with $name', ({ text, expected }) => {
    expect(expected).not.toEqual([]);
    expect(findings(text).sort()).toEqual([...expected].sort());
  });

  it('has two valid and three invalid examples of each profile, and one that breaks each invariant', () => {
    const profiles = artifacts(guide).filter(
      ({ kind, derivation }) => kind === 'resource' && derivation === 'constraint',
    );
    const valid = countBy(examples(guide, 'valid').flatMap(profilesIn));
    const invalid = countBy(examples(guide, 'invalid').flatMap(profilesIn));
    const lacking = profiles
      .map(({ url }) => ({ url, valid: valid.get(url) ?? 0, invalid: invalid.get(url) ?? 0 }))
      .filter((count) => count.valid < 2 || count.invalid < 3);
    expect(lacking).toEqual([]);

    const broken = new Set(examples(guide, 'invalid').flatMap(({ expected }) => expected.map(keyOf)));
    const keys = artifacts(guide)
      .flatMap(({ differential }) => differential?.element ?? [])
      .flatMap(({ constraint = [] }) => constraint.map(({ key }) => key));
    expect(keys.filter((key) => !broken.has(key))).toEqual([]);
  });

  it.each(artifacts(guide))('is itself without a fault in $resourceType $id', (artifact) => {
    // A busy machine may leave a rule undecided: too-costly is no fault of the artifact.
    expect(validate(artifact).filter(({ code }) => code !== 'too-costly')).toEqual([]);
  });

  it.each(artifacts(guide))('has a Chinese and an English title for $resourceType $id', ({ title }) => {
    expect(title).toMatch(/[a-z].*\p{Script=Han}/iu);
  });

  it.each(artifacts(guide).filter(({ resourceType }) => resourceType === 'ConceptMap'))(
    'maps only codes that there are in $id',
    (artifact) => {
      for (const { source, target, element } of (artifact as unknown as ConceptMap).group ?? []) {
        for (const { code, display, target: targets = [] } of element) {
          expect([source, code, display]).toEqual([source, code, displayOf(source, code!) ?? display]);
          for (const to of targets)
            if (to.code) expect([to.code, existsIn(target, to.code)]).toEqual([to.code, true]);
        }
      }
    },
  );
});

describe.each(guides)('the measures of %s', (guide) => {
  it.each(measures(guide))('count what can be searched for: $name $search', ({ search }) => {
    const { pathname, searchParams } = new URL(search, 'http://localhost/');
    const known = definitions.searchParameters(pathname.slice(1));
    expect([...searchParams.keys()].filter((name) => !known.has(name))).toEqual([]);
  });
});

function measures(guide: string): { name: string; search: string }[] {
  return artifacts(guide)
    .filter(({ resourceType }) => resourceType === 'Measure')
    .flatMap((measure) => (measure as unknown as Measure).group ?? [])
    .flatMap(({ population = [] }) => population)
    .map(({ criteria }) => ({ name: criteria.name!, search: criteria.expression! }));
}

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

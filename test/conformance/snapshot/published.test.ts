// Snapshots made from the differentials of every published profile, R4's and ours, against the published ones:
// element by element, in the same order. What differs stands here with its reason.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type { ElementDefinition, StructureDefinition } from 'fhir/r4.js';
import { generateSnapshot } from '../../../src/conformance/snapshot/generate.ts';
import { testDefinitions } from '../definitions.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const R4 = path.join(ROOT, 'node_modules', '@iguhealth', 'hl7.fhir.r4.core', 'definitions', 'hl7');
const OURS = path.join(ROOT, 'profiles', 'lianti');

const CORE = 'http://hl7.org/fhir/StructureDefinition/';

/** Profile → elements that may differ, each with the reason. */
const ACCEPTED: Record<string, { elements: RegExp; reason: string }> = {
  'familymemberhistory-genetic': {
    elements: /^FamilyMemberHistory\.(relationship|sex|born\[x\]|age\[x\]|deceased\[x\]|condition)(\.|$)/,
    reason: 'Published without the elements that its slices are slices of.',
  },
  'provenance-relevant-history': {
    elements: /^Provenance\.(agent:Author\.type|entity\.agent)$/,
    reason:
      'Published with the binding of the base in spite of its own, and with a contentReference to a slice.',
  },
  bp: {
    elements: /^Observation\.component(:\w+)?\.value\[x\]/,
    reason: 'Published without the slices by type that its other elements of this form have.',
  },
  cholesterol: {
    elements: /^Observation\.referenceRange\.(high|low)$/,
    reason: 'Repeats constraints of the type.',
  },
  hdlcholesterol: { elements: /^Observation\.referenceRange\.(high|low)$/, reason: 'As cholesterol.' },
  ldlcholesterol: { elements: /^Observation\.referenceRange\.(high|low)$/, reason: 'As cholesterol.' },
  catalog: {
    elements: /^Composition\.date$/,
    reason: 'Published without the element that its slice is a slice of.',
  },
  'elementdefinition-de': {
    elements: /^ElementDefinition\.extension:(Question|AllowedUnits)\./,
    reason: 'Published with the elements of an extension that nothing is said of.',
  },
};

const definitions = await testDefinitions();
const profiles = [
  ...['profiles-resources', 'profiles-others', 'profiles-types', 'extension-definitions'].flatMap(readBundle),
  ...readdirSync(OURS)
    .filter((name) => name.startsWith('StructureDefinition-') && name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(path.join(OURS, name), 'utf8')) as StructureDefinition),
].filter(({ derivation }) => derivation === 'constraint');
const byUrl = new Map(profiles.map((profile) => [profile.url, profile]));
const source = {
  structure: (url: string) => byUrl.get(url.split('|', 1)[0]!) ?? definitions.structure(url),
};

function readBundle(name: string): StructureDefinition[] {
  const bundle = JSON.parse(readFileSync(path.join(R4, `${name}.json`), 'utf8')) as {
    entry: { resource: StructureDefinition }[];
  };
  return bundle.entry
    .map(({ resource }) => resource)
    .filter(({ resourceType }) => resourceType === 'StructureDefinition');
}

/** What decides about instances. */
function essence(def: ElementDefinition | undefined): unknown {
  if (!def) return 'absent';
  const { path: at, sliceName, min, max, contentReference, slicing, binding } = def;
  const values = Object.entries(def).filter(([name]) => /^(fixed|pattern|minValue|maxValue)[A-Z]/.test(name));
  return {
    at,
    sliceName,
    min,
    max,
    contentReference,
    types: def.type?.map(({ code, profile, targetProfile }) => [code, profile, targetProfile]),
    slicing: slicing && [slicing.discriminator, slicing.rules, slicing.ordered],
    binding: binding && [binding.strength, binding.valueSet],
    constraints: def.constraint?.map(({ key }) => key).sort(),
    values,
  };
}

function differences(profile: StructureDefinition): string[] {
  const { elements, problems } = generateSnapshot(profile, source, definitions.model);
  expect(problems).toEqual([]);
  const ours = new Map(elements.map((def) => [def.id!, def]));
  const published = new Map(profile.snapshot!.element.map((def) => [def.id!, def]));
  const ids = [...new Set([...published.keys(), ...ours.keys()])];
  const differing = ids.filter(
    (id) => JSON.stringify(essence(ours.get(id))) !== JSON.stringify(essence(published.get(id))),
  );
  return differing.length > 0 || [...ours.keys()].join() === [...published.keys()].join()
    ? differing
    : ['order'];
}

test('there are the profiles of R4 and ours', () => {
  expect(profiles.length).toBeGreaterThan(460);
  expect(profiles.filter(({ url }) => url.startsWith('https://lianti.dev/')).length).toBeGreaterThan(20);
});

test('every published snapshot is made again from its differential', () => {
  const found: Record<string, string[]> = {};
  for (const profile of profiles) {
    const name = profile.url.replace(CORE, '');
    const accepted = ACCEPTED[name];
    const left = differences(profile).filter((id) => !accepted?.elements.test(id));
    if (left.length > 0) found[name] = left;
  }
  expect(found).toEqual({});
});

test('the list of accepted differences has none that does not occur', () => {
  const unneeded = Object.keys(ACCEPTED).filter((name) => differences(byUrl.get(CORE + name)!).length === 0);
  expect(unneeded).toEqual([]);
});

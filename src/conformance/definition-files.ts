// The files of a folder of definitions, and what each defines. A FHIR package says it in `.index.json`, so that a
// start need not read them all; a file that the index does not know as it is now is read itself.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface Canonical {
  resourceType: string;
  url: string;
  version?: string;
  /** Of a StructureDefinition. */
  kind?: string;
  type?: string;
  derivation?: string;
  /** Of a CodeSystem: the set of all its codes, and the system that it supplements. */
  valueSet?: string;
  supplements?: string;
}

export interface DefinitionFile extends Canonical {
  file: string;
}

/** `.index.json`, as scripts/build-profiles.ts writes it: that of a FHIR package, with sizes in bytes. */
export interface DefinitionIndex {
  'index-version': 2;
  files: (Canonical & { filename: string; size: number })[];
}

export const INDEX_FILE = '.index.json';

const KINDS = new Set(['StructureDefinition', 'ValueSet', 'CodeSystem', 'ConceptMap', 'Measure']);

const PACKAGED = new Set([...KINDS, 'Questionnaire', 'Library', 'SearchParameter']);

/** In order of their names. Throws when one is no definition. */
export function definitionFiles(folder: string): DefinitionFile[] {
  return filesOf(folder, canonicalIn);
}

/** Of a package, which holds other things as well: those are left out. In order of their names. */
export function packageFiles(folder: string): DefinitionFile[] {
  const files = filesOf(folder, (file) => canonicalOf(readJson(file) as Canonical));
  return files.filter(({ resourceType, url }) => PACKAGED.has(resourceType) && typeof url === 'string');
}

/** What the index says of a file holds as long as its size is the same. */
function filesOf(folder: string, read: (file: string) => Canonical): DefinitionFile[] {
  const indexed = readIndex(join(folder, INDEX_FILE));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== INDEX_FILE)
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const known = indexed.get(name);
      return { ...(known?.size === statSync(file).size ? known : read(file)), file };
    });
}

function readIndex(file: string): Map<string, DefinitionIndex['files'][number]> {
  if (!existsSync(file)) return new Map();
  return new Map((readJson(file) as DefinitionIndex).files.map((entry) => [entry.filename, entry]));
}

function canonicalIn(file: string): Canonical {
  const found = canonicalOf(readJson(file) as Canonical);
  if (!KINDS.has(found.resourceType) || typeof found.url !== 'string') {
    throw new Error(
      `${file} is no StructureDefinition, ValueSet, CodeSystem, ConceptMap or Measure with a url.`,
    );
  }
  return found;
}

export function canonicalOf(one: Canonical): Canonical {
  const { resourceType, url, version, kind, type, derivation, valueSet, supplements } = one;
  return { resourceType, url, version, kind, type, derivation, valueSet, supplements };
}

export function readJson(file: string): object {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as object;
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`);
  }
}

// Builds build/definitions/ from the published R4 packages: small files that are read at every start, and a
// packed store of everything else that is read piece by piece. Does nothing when it is up to date.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Correction, correct } from './definitions/correct.ts';
import { Packer } from './definitions/pack.ts';
import { compartmentData, searchParameterData } from './definitions/search-parameters.ts';
import { shapeDefinitions } from './definitions/shape.ts';
import { readResources, readSchema, sourceVersions } from './definitions/source.ts';
import { strip } from './definitions/strip.ts';
import { typeModelData } from './definitions/type-model.ts';

type Json = Record<string, unknown>;

const HERE = dirname(fileURLToPath(import.meta.url));
const RECIPE = join(HERE, 'definitions');
const FOLDER = join(HERE, '..', 'build', 'definitions');
const PACKED = new Set(['StructureDefinition', 'ValueSet', 'CodeSystem', 'ConceptMap']);

/** Builds when something changed since the last time; answers the folder. */
export async function ensureDefinitions(): Promise<string> {
  const built = stampOf(FOLDER);
  const versions = sourceVersions();
  if (versions === undefined) {
    if (built !== undefined) return FOLDER;
    throw new Error(
      'The R4 definitions are not built, and the packages to build them from are not installed: run npm install.',
    );
  }
  const stamp = `${versions} ${recipeHash()}`;
  if (built !== stamp) build(stamp);
  return FOLDER;
}

function stampOf(folder: string): string | undefined {
  const file = join(folder, 'stamp');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function recipeHash(): string {
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const file of readdirSync(RECIPE).sort()) hash.update(readFileSync(join(RECIPE, file)));
  return hash.digest('hex');
}

function build(stamp: string): void {
  const resources = readResources();
  const schema = readSchema();
  const shapes = shapeDefinitions(schema);
  const corrections = JSON.parse(readFileSync(join(RECIPE, 'corrections.json'), 'utf8')) as Correction[];
  correct(resources, schema, corrections);

  const packer = new Packer();
  for (const resource of resources) {
    const type = resource.resourceType as string;
    if (PACKED.has(type) && resource.kind !== 'logical')
      packer.add(type, resource.url as string, strip(resource));
  }
  for (const [name, shape] of Object.entries(shapes))
    if (name !== 'ResourceList') packer.add('shape', name, shape);
  const { data, index } = packer.finish();

  const of = (type: string): Json[] => resources.filter((resource) => resource.resourceType === type);
  // Written beside and renamed, so that a start during the build never reads half of it.
  const fresh = `${FOLDER}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  const write = (file: string, content: unknown): void =>
    writeFileSync(join(fresh, file), Buffer.isBuffer(content) ? content : JSON.stringify(content));
  write('pack.data', data);
  write('pack.index.json', index);
  write('type-model.json', typeModelData(of('StructureDefinition') as never));
  write('search-parameters.json', searchParameterData(of('SearchParameter')));
  write('compartments.json', compartmentData(of('CompartmentDefinition')));
  writeFileSync(join(fresh, 'stamp'), stamp);
  swap(fresh, stamp);
}

/** Puts the fresh folder in place, unless another process was quicker with the same. */
function swap(fresh: string, stamp: string): void {
  const old = `${fresh}.old`;
  try {
    if (stampOf(FOLDER) === stamp) return;
    if (existsSync(FOLDER)) renameSync(FOLDER, old);
    renameSync(fresh, FOLDER);
  } catch (error) {
    if (stampOf(FOLDER) !== stamp) throw error;
  } finally {
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const before = stampOf(FOLDER);
  const start = performance.now();
  await ensureDefinitions();
  const tookMs = Math.round(performance.now() - start);
  if (stampOf(FOLDER) !== before) process.stdout.write(`Built the R4 definitions in ${tookMs} ms.\n`);
}

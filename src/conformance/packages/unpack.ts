// Unpacks the definitions of a FHIR package (.tgz) into a folder of its own: whole or not at all, and never anything
// but the JSON files of package/. An index with sizes is written beside them, so that a start reads one file.

import { createReadStream, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isObject } from '../../fhir/json/tree.ts';
import { type Canonical, canonicalOf, type DefinitionIndex, INDEX_FILE } from '../definition-files.ts';
import { type Manifest, manifestOf } from './manifest.ts';
import { BadArchive, readTar, type TarLimits } from './tar.ts';

export interface Unpacked {
  manifest: Manifest;
  folder: string;
  /** Definitions in it. */
  count: number;
}

const LIMITS: TarLimits = { totalMax: 1024 ** 3, fileMax: 128 * 1024 * 1024, filesMax: 50_000 };
/** Files directly in package/; examples and other things stand in folders of their own. */
const DEFINITION = /^package\/([^/]+\.json)$/;
export const MANIFEST_FILE = 'package.json';

/**
 * Into `<parent>/<name>#<version>`; one that is there is replaced. `onFile` is told how many files were read. Throws
 * an Error with one clear line.
 */
export async function unpackPackage(
  file: string,
  parent: string,
  onFile: (count: number) => void = () => undefined,
  limits: TarLimits = LIMITS,
): Promise<Unpacked> {
  mkdirSync(parent, { recursive: true });
  const fresh = join(parent, `.unpacking-${process.pid}-${Date.now()}`);
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  try {
    const { manifest, files } = await write(file, fresh, onFile, limits);
    const index: DefinitionIndex = { 'index-version': 2, files };
    writeFileSync(join(fresh, INDEX_FILE), JSON.stringify(index));
    const folder = join(parent, `${manifest.name}#${manifest.version}`);
    const old = `${fresh}-old`;
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(fresh, folder);
    rmSync(old, { recursive: true, force: true });
    return { manifest, folder, count: files.length };
  } catch (error) {
    throw new Error(`${file} cannot be used: ${(error as Error).message}`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function write(
  file: string,
  folder: string,
  onFile: (count: number) => void,
  limits: TarLimits,
): Promise<{ manifest: Manifest; files: DefinitionIndex['files'] }> {
  const files: DefinitionIndex['files'] = [];
  let manifest: Manifest | undefined;
  let count = 0;
  for await (const { name, content } of readTar(unzipped(file), limits)) {
    onFile(++count);
    const filename = DEFINITION.exec(name)?.[1];
    if (filename === undefined || filename === INDEX_FILE) continue;
    const parsed = parsedJson(content, filename);
    if (filename === MANIFEST_FILE) manifest = manifestOf(parsed, file);
    else if (isObject(parsed) && typeof parsed.url === 'string' && typeof parsed.resourceType === 'string')
      files.push({ filename, size: content.length, ...canonicalOf(parsed as unknown as Canonical) });
    else continue;
    writeFileSync(join(folder, filename), content);
  }
  if (!manifest) throw new BadArchive('it has no package/package.json.');
  return { manifest, files };
}

/** Gzip that says more than it holds fails here; what it unpacks to is bounded by the reader. */
function unzipped(file: string): Readable {
  const gunzip = createGunzip();
  pipeline(createReadStream(file), gunzip, () => undefined);
  return gunzip;
}

function parsedJson(content: Buffer, name: string): unknown {
  try {
    return JSON.parse(content.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new BadArchive(`${name} is no JSON: ${(error as Error).message}`);
  }
}

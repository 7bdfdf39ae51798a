// The packages of this server: those that were added to its data folder, and those that a setting names. Each is a
// folder of definitions, to be read as the guides of the server are.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Manifest, manifestOf, missingDependencies } from './manifest.ts';
import { MANIFEST_FILE, unpackPackage } from './unpack.ts';

export interface Package {
  manifest: Manifest;
  folder: string;
}

export interface Packages {
  packages: readonly Package[];
  /** What they build on and is not here, a sentence each. */
  warnings: readonly string[];
  /** Removes what was unpacked for this process alone. */
  close(): void;
}

export const NO_PACKAGES: Packages = { packages: [], warnings: [], close: () => undefined };

/**
 * `dataFolder`: where packages are added, `undefined` for none; `paths`: archives (.tgz) and folders. The later of two
 * of one name goes before. Throws an Error with one clear line.
 */
export async function openPackages(
  dataFolder: string | undefined,
  paths: readonly string[],
): Promise<Packages> {
  if (paths.length === 0 && (dataFolder === undefined || !existsSync(dataFolder))) return NO_PACKAGES;
  let temporary: string | undefined;
  const packages = new Map<string, Package>();
  const close = () => temporary !== undefined && rmSync(temporary, { recursive: true, force: true });
  try {
    for (const one of dataFolder === undefined ? [] : addedPackages(dataFolder))
      packages.set(nameOf(one), one);
    for (const path of paths) {
      if (!existsSync(path)) throw new Error(`PACKAGES names ${path}, and there is no such file or folder.`);
      let found: Package;
      if (statSync(path).isDirectory()) found = packageIn(path);
      else {
        temporary ??= mkdtempSync(join(tmpdir(), 'lianti-packages-'));
        found = await unpackPackage(path, temporary);
      }
      packages.set(nameOf(found), found);
    }
  } catch (error) {
    close();
    throw error;
  }
  const all = [...packages.values()];
  return { packages: all, warnings: warningsOf(all.map(({ manifest }) => manifest)), close };
}

/** In order of their names. */
export function addedPackages(dataFolder: string): Package[] {
  if (!existsSync(dataFolder)) return [];
  return readdirSync(dataFolder)
    .filter((name) => !name.startsWith('.') && existsSync(join(dataFolder, name, MANIFEST_FILE)))
    .sort()
    .map((name) => packageIn(join(dataFolder, name)));
}

/** A folder is a package itself, or holds one as archives do, in package/. */
function packageIn(path: string): Package {
  const folder = existsSync(join(path, 'package', MANIFEST_FILE)) ? join(path, 'package') : path;
  const file = join(folder, MANIFEST_FILE);
  if (!existsSync(file)) throw new Error(`${path} is no FHIR package: it has no package.json.`);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`);
  }
  return { manifest: manifestOf(content, path), folder };
}

export function warningsOf(manifests: readonly Manifest[]): string[] {
  return manifests.flatMap((one) =>
    missingDependencies(one, manifests).map(
      (missing) => `${one.name}#${one.version} builds on ${missing}: add that package too.`,
    ),
  );
}

function nameOf({ manifest: { name, version } }: Package): string {
  return `${name}#${version}`;
}

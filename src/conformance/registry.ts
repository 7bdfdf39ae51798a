// Definitional resources by canonical URL: the base ones from the packed store, ours from files in profiles/.
// Only where they are is kept; what they say is read when it is asked for, and the recent ones are remembered.

import { LRUCache } from 'lru-cache';
import { isVersion } from './canonical-version.ts';
import {
  type Canonical,
  type DefinitionFile,
  definitionFiles,
  packageFiles,
  readJson,
} from './definition-files.ts';
import type { Packed } from './packed.ts';

export interface Registry {
  /** By canonical URL with or without `|version`; ours before the base ones. */
  find(resourceType: string, url: string): unknown;
  /** Those in the folder of profiles, in order of their files. */
  own: readonly Canonical[];
  /** It comes from a package. */
  isPackaged(resourceType: string, url: string): boolean;
  /** Canonical URLs of a kind, ours and the base ones. */
  urls(resourceType: string): Set<string>;
}

const REMEMBERED = 48;

/**
 * Throws when one of the profiles is no definition or two have the same URL. Of packages, the later goes before, and
 * what the server came with before all of them: no package changes R4 or the profiles of the server.
 */
export function openRegistry(
  packed: Packed,
  profileFolders: readonly string[],
  packageFolders: readonly string[] = [],
): Registry {
  const own = new Map<string, DefinitionFile>();
  for (const found of profileFolders.flatMap(definitionFiles)) {
    const key = `${found.resourceType} ${found.url}`;
    const other = own.get(key);
    if (other) throw new Error(`${found.file} and ${other.file} define the same URL ${found.url}.`);
    own.set(key, found);
  }
  const packaged = new Set<string>();
  for (const found of [...packageFolders].reverse().flatMap(packageFiles)) {
    const key = `${found.resourceType} ${found.url}`;
    if (own.has(key) || packed.has(found.resourceType, found.url)) continue;
    own.set(key, found);
    packaged.add(key);
  }
  const recent = new LRUCache<string, object>({ max: REMEMBERED });

  function read(resourceType: string, url: string): object | undefined {
    const key = `${resourceType} ${url}`;
    const known = recent.get(key);
    if (known) return known;
    const file = own.get(key)?.file;
    const found = (file === undefined ? packed.read(resourceType, url) : readJson(file)) as
      | object
      | undefined;
    if (found) recent.set(key, found);
    return found;
  }

  return {
    own: [...own.values()],
    isPackaged: (resourceType, url) => packaged.has(`${resourceType} ${url}`),
    urls: (resourceType) =>
      new Set([
        ...[...own.values()].filter((one) => one.resourceType === resourceType).map(({ url }) => url),
        ...packed.names(resourceType),
      ]),
    find(resourceType, canonical) {
      const [url = '', version] = canonical.split('|');
      const found = read(resourceType, url);
      if (version === undefined || found === undefined) return found;
      const held = (found as { version?: string }).version;
      return held === undefined || isVersion(version, held) ? found : undefined;
    },
  };
}

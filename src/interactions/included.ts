// What comes with the matches of a page: _include and _revinclude, round by round, under the caller's own sight.
// R4 search.html#include, #revinclude.

import type { Issue } from '../fhir/issue.ts';
import type { Resource } from '../fhir/json/tree.ts';
import { createIncluder, type NamedTarget, type Targets } from '../search/include.ts';
import { PageResources } from '../search/page-resources.ts';
import type { Include } from '../search/parse-include.ts';
import { createReverseIncluder } from '../search/revinclude.ts';
import { allOf } from '../search/where.ts';
import type { Query, Where } from '../storage/query.ts';
import type { Reading, Version } from '../storage/store.ts';
import type { Context } from './context.ts';

/** Versions answered by one search at most. */
const FOUND_MAX = 10_000;

/** In the order in which they were found, each once and none of the matches; what is deleted or out of sight left out. */
export async function includedWith(
  matches: readonly Version[],
  { includes, revincludes }: { includes: readonly Include[]; revincludes: readonly Include[] },
  reading: Reading,
  context: Context,
): Promise<{ versions: Version[]; issues: Issue[] }> {
  const page = new PageResources();
  for (const { key, version, inside } of matches) {
    if (inside) continue;
    page.note(key);
    page.note({ ...key, version });
  }
  const includer = createIncluder(includes, context, page);
  const reverse = createReverseIncluder(revincludes, context.definitions);
  const versions: Version[] = [];
  let resources = treesOf(matches);
  while (resources.length > 0) {
    const found = await readTargets(includer.next(resources), page, reading, context);
    for (const question of reverse.next(resources)) {
      const { versions: referring } = await context.store.search(
        { ...question, sort: [], count: Math.min(page.enough, FOUND_MAX) },
        reading,
      );
      // A versioned reference may have brought it already.
      const fresh = referring.filter(({ key, version }) => !page.has({ ...key, version }) && page.take(key));
      for (const { key, version } of fresh) page.note({ ...key, version });
      found.push(...fresh);
    }
    versions.push(...found);
    resources = treesOf(found);
  }
  return { versions, issues: page.issues };
}

/** Those that are there and in sight. */
export async function readTargets(
  { keys, named }: Targets,
  page: PageResources,
  reading: Reading,
  context: Context,
): Promise<Version[]> {
  const { store } = context;
  const current = await store.read(
    keys.filter(({ version }) => version === undefined),
    reading,
  );
  const older = await Promise.all(
    keys.flatMap(({ version, ...key }) =>
      version === undefined ? [] : [store.readVersion(key, version, reading)],
    ),
  );
  const isFresh = (version: Version) => !page.has(version.key) && page.take(version.key);
  const byName = (await Promise.all(named.map((one) => findNamed(one, reading, context))))
    .flat()
    .filter(isFresh);
  const isLive = (version: Version | undefined): version is Version => version?.text !== undefined;
  // The same version may have been named before: then it is here.
  const unnamed = [...current.filter(isLive), ...byName].filter((one) => {
    const key = { ...one.key, version: one.version };
    if (page.has(key)) return false;
    page.note(key);
    return true;
  });
  return [...unnamed, ...older.filter(isLive)];
}

/** The newest with this url, or the one with the version that is asked for. */
async function findNamed(
  { types, url, version }: NamedTarget,
  reading: Reading,
  { store, definitions }: Context,
): Promise<Version[]> {
  const known = types.length > 0 ? types : [...definitions.resourceTypes];
  const able = known.filter((type) => definitions.searchParameters(type).has('url'));
  if (able.length === 0) return [];
  const isNamed: Where = { kind: 'match', param: 'url', match: { kind: 'uri', how: 'equals', value: url } };
  const isVersion: Where[] =
    version === undefined
      ? []
      : [{ kind: 'match', param: 'version', match: { kind: 'token', code: version.toLowerCase() } }];
  const query: Query = {
    types: able,
    where: allOf([isNamed, ...isVersion]),
    sort: [{ by: '_lastUpdated', descending: true }],
    count: 1,
  };
  return (await store.search(query, reading)).versions;
}

function treesOf(versions: readonly Version[]): Resource[] {
  return versions.map(({ text, inside }) => {
    const tree = JSON.parse(text!) as Resource;
    // What is contained has no place of its own: nothing but its container refers to it.
    return inside ? { ...tree, id: undefined } : tree;
  });
}

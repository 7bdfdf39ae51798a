// package.json of a FHIR package: its name, what it is for, what it builds on.
// https://hl7.org/fhir/packages.html (FHIR NPM packages).

import { isObject } from '../../fhir/json/tree.ts';

export interface Manifest {
  name: string;
  version: string;
  fhirVersions: string[];
  /** Name → version, which may end in `.x`. */
  dependencies: Record<string, string>;
  /** Canonical URL of the guide. */
  canonical?: string;
}

/** The core of R4 is here already. */
const BUILT_IN: ReadonlySet<string> = new Set(['hl7.fhir.r4.core', 'hl7.fhir.core']);
const NAME = /^[a-z0-9][a-z0-9.-]{0,100}$/i;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9.+-]{0,60}$/;

/** Throws an Error with one clear line. */
export function manifestOf(content: unknown, source: string): Manifest {
  if (!isObject(content)) throw new Error(`${source} has no package.json that can be read.`);
  const { name, version, fhirVersions, 'fhir-version-list': older, dependencies, canonical, url } = content;
  if (typeof name !== 'string' || !NAME.test(name) || typeof version !== 'string' || !VERSION.test(version))
    throw new Error(`The package.json of ${source} needs a name and a version.`);
  const versions = [fhirVersions, older].find(Array.isArray) as unknown[] | undefined;
  const named = (versions ?? []).map(String);
  if (named.length > 0 && !named.some((one) => one.startsWith('4.0')))
    throw new Error(`${name}#${version} is for FHIR ${named.join(', ')}, and this server speaks R4 (4.0.1).`);
  const canonicalUrl = [canonical, url].find((one) => typeof one === 'string') as string | undefined;
  return {
    name,
    version,
    fhirVersions: named,
    dependencies: isObject(dependencies)
      ? Object.fromEntries(Object.entries(dependencies).map(([one, wanted]) => [one, String(wanted)]))
      : {},
    ...(canonicalUrl !== undefined && { canonical: canonicalUrl }),
  };
}

/** What a package builds on and is not there, in words. */
export function missingDependencies(one: Manifest, all: readonly Manifest[]): string[] {
  return Object.entries(one.dependencies).flatMap(([name, wanted]) => {
    if (BUILT_IN.has(name)) return wanted.startsWith('4.0') ? [] : [`${name}#${wanted}, and 4.0.1 is here`];
    const there = all.filter((other) => other.name === name);
    if (there.some(({ version }) => isWanted(version, wanted))) return [];
    const instead = there.map(({ version }) => version).join(', ');
    return [instead === '' ? `${name}#${wanted}` : `${name}#${wanted}, and ${instead} is here`];
  });
}

/** `1.2.x` is any 1.2; `current`, `latest` and `dev` are whatever there is. */
function isWanted(version: string, wanted: string): boolean {
  if (['current', 'latest', 'dev', '*'].includes(wanted) || wanted === version) return true;
  const stem = /^(.*?)\.x(?:\.x)?$/.exec(wanted)?.[1];
  return stem !== undefined && (version === stem || version.startsWith(`${stem}.`));
}

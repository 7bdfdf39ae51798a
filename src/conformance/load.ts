// Reads at start what the server knows of R4 and of its own profiles; answers the Definitions.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  CapabilityStatement,
  CodeSystem,
  ConceptMap,
  Library,
  Measure,
  Questionnaire,
  StructureDefinition,
  TerminologyCapabilities,
  ValueSet,
} from 'fhir/r4.js';
import { createTypeModel } from '../fhir/elements.ts';
import type { JsonObject } from '../fhir/json/tree.ts';
import { type AddedDefinitions, addSearchParameters } from './added-parameters.ts';
import { compartmentsOf } from './compartments.ts';
import type { Definitions } from './definitions.ts';
import { openPacked, type SearchParameterData } from './packed.ts';
import { openRegistry } from './registry.ts';
import { searchParameterData } from './search-parameter-data.ts';
import { createSearchParameters } from './search-parameters.ts';
import { shapeSchema } from './shape-schema.ts';
import { createSnapshots } from './snapshot/snapshots.ts';
import type { CodeTable } from './terminology/code-table.ts';
import { createCodeTables } from './terminology/code-tables.ts';
import { createMembership } from './terminology/membership.ts';

export interface Folders {
  /** What scripts/build-definitions.ts wrote: build/definitions. */
  definitionsFolder: string;
  /** One for each guide: profiles/lianti. Definitions are its `*.json`; `examples` below it is left alone. */
  profileFolders: readonly string[];
  /** capability: CapabilityStatement.json, TerminologyCapabilities.json and SearchParameter/*.json are read from there. */
  capabilityFolder: string;
  /** Of FHIR packages, see packages/. The later goes before. */
  packageFolders?: readonly string[];
  /** Code systems that are held outside of resources. */
  held?: { codeTable(canonical: string): CodeTable | undefined; generation(): number };
}

const STRUCTURE = 'http://hl7.org/fhir/StructureDefinition/';

/** Throws an Error with one clear line when a file cannot be used. */
export function loadDefinitions({
  definitionsFolder,
  profileFolders,
  capabilityFolder,
  packageFolders = [],
  held,
}: Folders): Definitions {
  const packed = openPacked(definitionsFolder);
  const registry = openRegistry(packed, profileFolders, packageFolders);
  const model = createTypeModel(packed.typeModel);
  const own = readSearchParameters(join(capabilityFolder, 'SearchParameter'));
  const valueSet = (url: string): ValueSet | undefined =>
    registry.find('ValueSet', url) as ValueSet | undefined;
  const codeSystem = (url: string): CodeSystem | undefined =>
    registry.find('CodeSystem', url) as CodeSystem | undefined;
  const supplements = (url: string) =>
    registry.own
      .filter((own) => own.supplements?.split('|')[0] === url)
      .flatMap((own) => codeSystem(own.url) ?? []);
  const codeTables = createCodeTables({ codeSystem, supplements, ...(held && { held: held.codeTable }) });
  // How codes are compared is part of the index: only what always is here decides about it.
  const shipped = createCodeTables({
    codeSystem: (url) => (registry.isPackaged('CodeSystem', url) ? undefined : codeSystem(url)),
  });
  const systemOfSet = (url: string) => registry.own.find((own) => own.valueSet?.split('|')[0] === url)?.url;
  const generation = held?.generation ?? (() => 0);
  const membership = createMembership({ valueSet, codeTable: codeTables.of, systemOfSet, generation });
  const resourceTypes = Object.entries(packed.typeModel)
    .filter(([, { kind, abstract }]) => kind === 'resource' && abstract !== true)
    .map(([type]) => type)
    .sort();

  const snapshots = createSnapshots(model);
  const structure = (url: string): StructureDefinition | undefined => {
    const canonical = url.includes(':') ? url : STRUCTURE + url;
    const found = registry.find('StructureDefinition', canonical) as StructureDefinition | undefined;
    // What came with the server has its snapshots; packages may leave them out.
    return found && packageFolders.length > 0 && found.derivation === 'constraint'
      ? snapshots(found, { structure }).structure
      : found;
  };

  return {
    model,
    resourceTypes: new Set(resourceTypes),
    searchParameters: createSearchParameters(packed.searchParameters, own, model),
    compartments: compartmentsOf(packed.compartments),
    structure,
    valueSet,
    codeSystem,
    conceptMap: (url) => registry.find('ConceptMap', url) as ConceptMap | undefined,
    conceptMaps: () => [...registry.urls('ConceptMap')],
    codeTable: codeTables.of,
    generation,
    systemOfSet,
    library: (url) => registry.find('Library', url) as Library | undefined,
    measure: (url) => registry.find('Measure', url) as Measure | undefined,
    questionnaire: (url) => registry.find('Questionnaire', url) as Questionnaire | undefined,
    packagedSearchParameters: () =>
      registry.own
        .filter(({ resourceType }) => resourceType === 'SearchParameter')
        .map(({ url }) => registry.find('SearchParameter', url) as JsonObject),
    isInValueSet: membership.isInValueSet,
    isCaseSensitive: createMembership({ valueSet, codeTable: shipped.of }).isCaseSensitive,
    profilesOf: (resourceType) =>
      registry.own
        .filter(
          ({ kind, derivation, type }) =>
            kind === 'resource' && derivation === 'constraint' && type === resourceType,
        )
        .map(({ url }) => url),
    shapeSchema: (type) => shapeSchema(type, (name) => packed.read('shape', name)),
    capability: readJson(join(capabilityFolder, 'CapabilityStatement.json')) as CapabilityStatement,
    terminology: readJson(join(capabilityFolder, 'TerminologyCapabilities.json')) as TerminologyCapabilities,
    close: () => packed.close(),
  };
}

/** Our own SearchParameter resources, in order of their files. */
function readSearchParameters(folder: string): SearchParameterData[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => {
    const parameter = searchParameterData(readJson(join(folder, name)) as JsonObject);
    if (!parameter.url || !parameter.code || parameter.base.length === 0 || !parameter.type) {
      throw new Error(`${join(folder, name)} needs url, code, base and type of a SearchParameter.`);
    }
    return parameter;
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/**
 * The same definitions with search parameters added; everything else is shared. `worked` keeps what the same
 * parameters were worked out to be before.
 */
export function withSearchParameters(
  definitions: Definitions,
  added: readonly SearchParameterData[],
  worked: AddedDefinitions = new WeakMap(),
): Definitions {
  const { searchParameters, model } = definitions;
  return { ...definitions, searchParameters: addSearchParameters(searchParameters, added, model, worked) };
}

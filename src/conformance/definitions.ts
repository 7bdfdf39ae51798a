// What the server knows about R4 and its own profiles, read at start from packed data and from the folders
// profiles/ and capability/. Every other room asks this interface.

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
import type { TypeModel } from '../fhir/elements.ts';
import type { JsonObject } from '../fhir/json/tree.ts';
import type { CompiledPath } from '../fhir/path/compile.ts';
import type { CodeTable } from './terminology/code-table.ts';

export type SearchParameterType =
  | 'number'
  | 'date'
  | 'string'
  | 'token'
  | 'reference'
  | 'composite'
  | 'quantity'
  | 'uri'
  | 'special';

export interface SearchParameterDefinition {
  /** The canonical URL. */
  url: string;
  code: string;
  /** The resource type it is resolved for. */
  resourceType: string;
  type: SearchParameterType;
  /** The part of the published expression that concerns this resource type. */
  expression: string;
  /** Target types of a reference. */
  targets: string[];
  /**
   * Parts of a composite, in order: their definition and their path inside the composite's element. Give the
   * resource as second argument: MolecularSequence looks from a variant back at `%resource`.
   */
  components: { definition: SearchParameterDefinition; expression: string; values: CompiledPath }[];
  /**
   * Where its facts are kept. Usually itself. `patient` of an Observation is kept as `subject` with the targets
   * [Patient]; `combo-code` as `code` and `component-code`. Facts that two parameters share are stored once.
   */
  stored: { param: string; targets?: string[] }[];
  /** Finds the values; undefined when `stored` names only others. */
  values: CompiledPath | undefined;
  /** What its author leaves to callers, where he says so. */
  limits?: SearchLimits;
  /** Id of the SearchParameter on this server that defines it; absent: it came with the server. */
  added?: string;
}

/** What a SearchParameter allows; absent: everything. R4 searchparameter.html. */
export interface SearchLimits {
  comparators?: readonly string[];
  modifiers?: readonly string[];
  /** Names that a chain may go on with. */
  chains?: readonly string[];
  /** `a,b` in one value. */
  multipleOr?: boolean;
}

export interface Compartment {
  /** `Patient`, … */
  type: string;
  /** Reference parameters of a resource type that put it into the compartment; [] not in it; `{def}`: the resource itself. */
  params(resourceType: string): readonly string[];
}

export interface Definitions {
  model: TypeModel;
  /** The 146 resource types that can be stored, R4 order by name. */
  resourceTypes: ReadonlySet<string>;
  /** By code, those of Resource and DomainResource included. */
  searchParameters(resourceType: string): ReadonlyMap<string, SearchParameterDefinition>;
  compartments: readonly Compartment[];
  /**
   * By canonical URL, with or without `|version`; base types by name too. Snapshots always. What it answers is
   * shared: do not change it. A version that is not the one held answers undefined.
   */
  structure(url: string): StructureDefinition | undefined;
  valueSet(url: string): ValueSet | undefined;
  codeSystem(url: string): CodeSystem | undefined;
  conceptMap(url: string): ConceptMap | undefined;
  /** Canonical URLs of all concept maps. */
  conceptMaps(): string[];
  /** The codes of a code system and their hierarchy, supplements included; taken apart once. */
  codeTable(url: string): CodeTable | undefined;
  /** Another number when code systems that are held outside of resources have changed. */
  generation(): number;
  /** The code system whose CodeSystem.valueSet this is: a set that may be written down nowhere. */
  systemOfSet(url: string): string | undefined;
  questionnaire(url: string): Questionnaire | undefined;
  library(url: string): Library | undefined;
  measure(url: string): Measure | undefined;
  /** SearchParameters of packages, as they are written; those that can be used are searched by. */
  packagedSearchParameters(): JsonObject[];
  /**
   * Is the code in the value set? `unknown` when the set cannot be worked out here (needs a code system
   * whose content we do not hold).
   */
  isInValueSet(valueSetUrl: string, system: string | undefined, code: string): 'yes' | 'no' | 'unknown';
  /** True when codes of the system are compared with case (default for unknown systems: false). */
  isCaseSensitive(system: string): boolean;
  /** Canonical URLs of our own profiles for a type, for CapabilityStatement.supportedProfile. */
  profilesOf(resourceType: string): string[];
  /**
   * The R4 JSON schema (draft-06 keywords) of one resource type or data type, self-contained: `$ref`s lead to its
   * own `definitions`. Contained and bundled resources are only asked for their resourceType. A new object each
   * time; undefined for an unknown type.
   */
  shapeSchema(type: string): object | undefined;
  /** capability/CapabilityStatement.json as it is written; see capability.ts for what is served. */
  capability: CapabilityStatement;
  /** capability/TerminologyCapabilities.json as it is written. */
  terminology: TerminologyCapabilities;
  /** Releases the file that definitions are read from. */
  close(): void;
}

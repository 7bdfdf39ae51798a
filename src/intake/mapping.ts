// A mapping: how the lines of one source become FHIR. Its JSON shape is mappings/mapping.schema.json.

import type { JsonObject } from '../fhir/json/tree.ts';
import type { Encoding } from './decode.ts';
import type { CodeTable, Options } from './transforms/transform.ts';

export interface Label {
  zh: string;
  en: string;
}

/** A value the whole file shares: from a column, the title, the file name or `--set`, in that order. */
export interface ParameterSpec {
  label: Label;
  type: 'date' | 'text' | 'code' | 'organization';
  required?: boolean;
  /** Column that must hold one value all through the file. */
  column?: string;
  /** Patterns with a named group `value`. */
  titleCell?: string[];
  fileName?: string[];
  /** For `code`: the codes allowed, and what the source's words mean. */
  codes?: string[];
  words?: Record<string, string>;
  default?: string;
}

export interface ColumnSpec {
  /** The names this source uses; width, blanks and brackets do not matter. */
  headers: string[];
  transform: string;
  required?: boolean;
  /** The cell must hold something. */
  filled?: boolean;
  /** Why no resource takes this column: a cell that holds something is reported. */
  unmapped?: string;
  options?: Options;
}

export interface DerivedSpec {
  as: string;
  transform: string;
  /** Role → column or earlier derived name. */
  from: Record<string, string>;
}

/** A resource the whole file shares: an organisation, the place, the order. */
export interface ContextSpec {
  as: string;
  type: string;
  /** Parameter whose text names it; without one the resource is always made. */
  parameter?: string;
  /** Search parameter that finds it by that text or by `searchValue`. */
  search?: string;
  searchValue?: string;
  /** A Group whose members are all children of the file. */
  members?: boolean;
  /** What makes it the same one in another file: placeholders. */
  key: string[];
  /** `templates/<name>.json` */
  template: string;
}

/** Groups of the children of the file with equal values of `by`: the classes. */
export interface GroupSpec {
  as: string;
  by: string[];
  key: string[];
  /** `templates/<name>.json` */
  template: string;
}

export interface ResourceSpec {
  as: string;
  /** Written once for each; `<name>` in any string is replaced. */
  for?: Record<string, string>[];
  /** Names that must (or with `!` must not) have a value. */
  when?: string[];
  /** `child`: the child key; otherwise the measurement key with this kind and eye. */
  key: 'child' | { kind: string; eye?: string };
  /** A panel: members that an earlier file gave it stay. */
  panel?: boolean;
  /** `templates/<name>.json` */
  template: string;
}

export interface MappingDocument {
  $schema?: string;
  id: string;
  version: string;
  title: Label;
  format: 'csv';
  encoding: Encoding;
  csv?: { delimiter?: string };
  parameters: Record<string, ParameterSpec>;
  columns: Record<string, ColumnSpec>;
  /** Table of words for a missing value, `codes/<name>.json`. */
  missing: string;
  derived?: DerivedSpec[];
  child: { source: string; id: string; idNumber?: string; name: string; birthDate: string; sex: string };
  /** Values a line must have to be complete: of lines for the same child the last complete one holds. */
  complete: string[];
  /** Parameters and context that name the sitting: with the child, eye and kind the measurement key. */
  order: string;
  /** `1` when absent. */
  attempt?: string;
  context: ContextSpec[];
  groups?: GroupSpec[];
  resources: ResourceSpec[];
}

/** A mapping as it was read. */
export interface Mapping {
  document: MappingDocument;
  columns: ReadonlyMap<string, ColumnSpec>;
  /** Fragments are already included. */
  templates: ReadonlyMap<string, JsonObject>;
  codes: ReadonlyMap<string, CodeTable>;
}

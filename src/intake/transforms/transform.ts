// The contract of transforms: a cleaned cell, or cells of one line, become named values and remarks.
// The list is closed (transforms/index.ts): a mapping chooses by name and never brings code.

import type { Json } from '../../fhir/json/tree.ts';
import type { Decimal } from '../decimal.ts';
import type { Finding, Remark } from '../finding.ts';

export type Value = Json | Decimal | undefined;

/** Values by name. A column `vaRight` gives `vaRight`, `vaRight.raw`, `vaRight.logmar` … */
export type Values = Record<string, Value>;

/** A word of a source and what it means: the files in a mapping's `codes/`. */
export type CodeTable = ReadonlyMap<string, Readonly<Record<string, string>>>;

export interface TransformContext {
  /** Values of the file's parameters by name. */
  parameters: Readonly<Record<string, string>>;
  codes: ReadonlyMap<string, CodeTable>;
}

/** What a mapping says beside the transform's name. */
export type Options = Readonly<Record<string, Json | undefined>>;

export interface Reading {
  /** By suffix: '' is the value itself, 'logmar' becomes `<column>.logmar`. */
  values: Values;
  remarks?: Remark[];
}

export interface CellTransform {
  /** Suffixes it may give, for checking templates when a mapping is read. */
  outputs: readonly string[];
  /** Names of code tables it needs, from its options. */
  tables?(options: Options): string[];
  /** False: the text is taken as written, without NFKC (names: compatibility characters are other characters). */
  normalise?: false;
  read(text: string, options: Options, context: TransformContext): Reading;
}

export interface RowTransform {
  outputs: readonly string[];
  /** Roles in `from` that must be given; a transform that takes any number of inputs has none. */
  roles: readonly string[];
  read(from: ReadonlyMap<string, RowInput>, context: TransformContext): RowReading;
}

export interface RowReading {
  values: Values;
  findings?: Finding[];
}

/** One input of a row transform: a column or the output of an earlier row transform. */
export interface RowInput {
  /** Header, or the name when it is no column. */
  header: string;
  value: Value;
  /** `<name>.<suffix>` */
  get(suffix: string): Value;
}

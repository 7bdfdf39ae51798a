// The files that scripts/build-definitions.ts writes, and how the packed store among them is read.

import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { TypeModelData } from '../fhir/elements.ts';
import type { SearchLimits, SearchParameterType } from './definitions.ts';

export interface SearchParameterData {
  url: string;
  code: string;
  base: string[];
  type: SearchParameterType;
  expression?: string;
  target?: string[];
  component?: { definition: string; expression: string }[];
  limits?: SearchLimits;
  /** See SearchParameterDefinition. */
  added?: string;
}

export interface CompartmentData {
  type: string;
  /** Resource type → reference parameters. */
  params: Record<string, string[]>;
}

/** kind → name → [offset, length] in bytes. */
export type PackIndex = Record<string, Record<string, [number, number]>>;

export interface Packed {
  typeModel: TypeModelData;
  searchParameters: SearchParameterData[];
  compartments: CompartmentData[];
  /** The entry parsed anew; undefined when there is none. */
  read(kind: string, name: string): unknown;
  has(kind: string, name: string): boolean;
  names(kind: string): string[];
  close(): void;
}

/** Opens `folder`; the packed store stays open until `close`. */
export function openPacked(folder: string): Packed {
  const json = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const index = json('pack.index.json') as PackIndex;
  const file = openSync(join(folder, 'pack.data'), 'r');
  return {
    typeModel: json('type-model.json') as TypeModelData,
    searchParameters: json('search-parameters.json') as SearchParameterData[],
    compartments: json('compartments.json') as CompartmentData[],
    read(kind, name) {
      const entries = index[kind];
      if (!entries || !Object.hasOwn(entries, name)) return undefined;
      const [offset, length] = entries[name]!;
      const text = Buffer.allocUnsafe(length);
      readSync(file, text, 0, length, offset);
      return JSON.parse(text.toString('utf8'));
    },
    has: (kind, name) => Object.hasOwn(index[kind] ?? {}, name),
    names: (kind) => Object.keys(index[kind] ?? {}),
    close: () => closeSync(file),
  };
}

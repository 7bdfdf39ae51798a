// The FHIRPath functions that this engine knows.

import { collections } from './collections.ts';
import { existence } from './existence.ts';
import { fhir } from './fhir.ts';
import type { BuildFunction } from './function.ts';
import { math } from './math.ts';
import { strings } from './strings.ts';

export const FUNCTIONS: ReadonlyMap<string, BuildFunction> = new Map(
  [existence, collections, strings, math, fhir].flatMap((table) => Object.entries(table)),
);

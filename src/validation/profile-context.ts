// What compiling a profile needs beside the profile itself.

import type { StructureDefinition } from 'fhir/r4.js';
import type { Definitions } from '../conformance/definitions.ts';
import type { BaseTypes } from './base-types.ts';
import type { ConstraintCompiler } from './holds.ts';
import type { InCanonicalUnit } from './questionnaire/compare.ts';
import type { ItemCheck } from './visit.ts';

export interface Profile {
  url: string;
  /** The type it constrains: `Observation`, `Extension`, `Quantity`. */
  type: string;
  structure: StructureDefinition;
  /** What it asks for beyond the type. */
  check: ItemCheck;
  /** Why its rules cannot be told; then `check` warns of it. */
  fault?: string;
}

export interface ProfileContext {
  definitions: Definitions;
  types: BaseTypes;
  constraints: ConstraintCompiler;
  now(): Date;
  inCanonicalUnit: InCanonicalUnit;
  /** A compiled profile by its canonical URL; undefined when it is not known. */
  profile(url: string): Profile | undefined;
  /** What a profile asks of one of its elements: `Composition.section:allergies`; undefined when it is not known. */
  profileElement(url: string, id: string): ItemCheck | undefined;
}

// A constraint as a function.

import type { Json, JsonObject } from '../fhir/json/tree.ts';
import type { Visit } from './visit.ts';

/** True when the constraint holds for an element. May throw when the expression cannot be evaluated. */
export type Holds = (
  value: Json | undefined,
  extra: JsonObject | undefined,
  type: string,
  visit: Visit,
) => boolean;

/** The expression asks for what only this server does not know: no fault of its author or of the data. */
export class NotKnownHere extends Error {}

/** Throws when the expression cannot be parsed. */
export type ConstraintCompiler = (expression: string) => Holds;

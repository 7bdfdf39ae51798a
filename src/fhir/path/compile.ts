// FHIRPath of search parameters compiled to plain functions. R4 searchparameter.html, fhirpath N1.

import type { TypeModel } from '../elements.ts';

/** A value found by a path, with what is needed to place it: its FHIR type and where it stands. */
export interface Located {
  value: unknown;
  /** FHIR type: `Quantity`, `dateTime`, `CodeableConcept`, `Patient.contact` … */
  type: string;
  /** The object or array that holds it, and its member name or index there. */
  parent: object;
  member: string | number;
}

/** Never throws on odd data: what is not there or of another shape is not found. */
export type CompiledPath = (resource: object) => Located[];

export declare function compilePath(expression: string, resourceType: string, model: TypeModel): CompiledPath;

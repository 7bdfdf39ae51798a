// What is findable about one version of a resource: typed, folded and normalised once by
// search/index-resource, packed by each engine in its own way. R4 search.html#ptypes.

/** Milliseconds since 1970 UTC, half open: lo <= t < hi. An open end is ±OPEN. */
export interface DateRange {
  lo: number;
  hi: number;
}

/** The end of an interval that has none: the largest time that JavaScript can hold. */
export const OPEN = 8.64e15;

export interface TokenValue {
  kind: 'token';
  /** '' when the code stands without a system. */
  system: string;
  /** As written; '' when there is a system but no code. */
  code: string;
  /** The code as compared: lower case, unless its system says that case matters. */
  fold: string;
}

export interface StringValue {
  kind: 'string';
  /** As written, for :exact. */
  text: string;
  /** As compared, see fhir/fold.ts; for the plain form and :contains. */
  fold: string;
}

export interface DateValue extends DateRange {
  kind: 'date';
}

/** An exact number has lo = hi; one with a comparator or a Range has an open or wide interval. */
export interface NumberValue {
  kind: 'number';
  lo: number;
  hi: number;
}

export interface QuantityValue {
  kind: 'quantity';
  lo: number;
  hi: number;
  system: string;
  /** The code of the unit, or '' . */
  code: string;
  /** The unit as printed, or ''. */
  unit: string;
}

/**
 * Either a resource of this server (type and id) or something elsewhere (url, also a canonical one). An id that
 * starts with # is a contained resource of the same container: chains step into it.
 */
export interface ReferenceValue {
  kind: 'reference';
  type?: string;
  id?: string;
  url?: string;
  /** Version of a versioned or canonical reference. */
  version?: string;
}

export interface UriValue {
  kind: 'uri';
  value: string;
}

export type SimpleValue =
  | TokenValue
  | StringValue
  | DateValue
  | NumberValue
  | QuantityValue
  | ReferenceValue
  | UriValue;

/** A place on the earth: degrees, WGS84. */
export interface PositionValue {
  kind: 'position';
  latitude: number;
  longitude: number;
}

/** Values found together in the same element, in the order of SearchParameter.component. */
export interface CompositeValue {
  kind: 'composite';
  parts: SimpleValue[];
}

export type EntryValue = SimpleValue | PositionValue | CompositeValue;

/**
 * One findable fact. `param` is the code of a search parameter, one of the reserved names below, or
 * `<param>:identifier`, `<param>:of-type` and `<param>:text` (tokens and strings behind those modifiers), and
 * `<param>:ucum` (quantities in the canonical unit, where they are written in another) and `<param>:typed` (names as
 * they are typed: Chinese ones in Latin letters).
 * `within` is set on facts of a contained resource: its id and type inside the container.
 */
export type Entry = EntryValue & { param: string; within?: { type: string; id: string } };

/**
 * Reserved parameters, written for every resource type.
 * `_ref`: every literal reference, also in extensions and contained resources.
 */
export const RESERVED = [
  '_ref',
  '_compartment',
  '_owner',
  '_profile',
  '_tag',
  '_security',
  '_source',
] as const;

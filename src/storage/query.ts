// The one question a store answers: a tree of conditions over index entries, an order and a page.
// Nothing here knows HTTP, FHIRPath or an engine.

/** Prefixes of ordered values, R4 search.html#prefix. */
export type Comparison = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

export interface TokenMatch {
  kind: 'token';
  /** undefined: any system; '': none at all. */
  system?: string;
  /** undefined: any code of the system. Compared with TokenValue.fold unless `exact`. */
  code?: string;
  exact?: boolean;
}

export interface StringMatch {
  kind: 'string';
  /** equals looks at the text as written, all others at the folded one; gt … le compare by code point. */
  how: 'starts' | 'contains' | 'equals' | 'ends' | 'same' | 'gt' | 'lt' | 'ge' | 'le';
  text: string;
}

/** lo <= asked < hi; `ap` has already been widened into lo and hi. */
export interface DateMatch {
  kind: 'date';
  /** co: the stored span contains the asked one. */
  op: Comparison | 'co';
  lo: number;
  hi: number;
}

/**
 * For eq, ne and ap the asked value stands for lo <= v < hi (its implicit precision);
 * the other prefixes compare with `value` itself.
 */
export interface NumberMatch {
  kind: 'number';
  op: Comparison;
  value: number;
  lo: number;
  hi: number;
}

export interface QuantityMatch {
  kind: 'quantity';
  op: Comparison;
  value: number;
  lo: number;
  hi: number;
  /** undefined: any. */
  system?: string;
  /** Compared with code and, when no system is given, with the printed unit too. */
  code?: string;
}

export interface ReferenceMatch {
  kind: 'reference';
  type?: string;
  id?: string;
  url?: string;
  /** '': a reference that says no version. undefined: of any or none. */
  version?: string;
  /**
   * With a url only: a canonical of the same hierarchy. With a version, the version is below or above the asked one
   * (1.2.3 is below 1.2); without, the url is, as in UriMatch.
   */
  how?: 'below' | 'above';
}

export interface UriMatch {
  kind: 'uri';
  /** below: starts with the asked value at a path border; above: the stored value starts the asked one. */
  how: 'equals' | 'below' | 'above';
  value: string;
}

export type SimpleMatch =
  | TokenMatch
  | StringMatch
  | DateMatch
  | NumberMatch
  | QuantityMatch
  | ReferenceMatch
  | UriMatch;

/** Not farther than this from a place, on the sphere of distance.ts. */
export interface PositionMatch {
  kind: 'position';
  /** Degrees, WGS84. */
  latitude: number;
  longitude: number;
  metres: number;
}

export interface CompositeMatch {
  kind: 'composite';
  parts: SimpleMatch[];
}

/** Codes of one system: only these, or all but these. Compared with TokenValue.fold. */
export type CodesOf = { system: string } & ({ only: string[] } | { allBut: string[] });

/** A token in one of the sets: a value set, or the codes below another. */
export interface TokenSetMatch {
  kind: 'token-set';
  sets: CodesOf[];
}

export type Match = SimpleMatch | PositionMatch | CompositeMatch | TokenSetMatch;

export type Where =
  | { kind: 'and'; all: Where[] }
  | { kind: 'or'; any: Where[] }
  | { kind: 'not'; where: Where }
  /** The resource id, of whatever type is asked for. */
  | { kind: 'ids'; ids: string[] }
  /** One of these resources. */
  | { kind: 'keys'; keys: { type: string; id: string }[] }
  /** meta.lastUpdated in from <= at < before, milliseconds. */
  | { kind: 'updated'; from?: number; before?: number }
  /** Some entry of this parameter satisfies the match. */
  | { kind: 'match'; param: string; match: Match }
  /** Some entry of this parameter satisfies none of the matches. */
  | { kind: 'other'; param: string; matches: (TokenMatch | UriMatch)[] }
  /** There is no entry of this parameter (`targets`: no reference to one of these types, or of a type that is not known). */
  | { kind: 'missing'; param: string; targets?: string[] }
  /** It is of one of these types and satisfies `where`, which is asked of these types only. */
  | { kind: 'typed'; types: string[]; where: Where }
  /** It contains a resource of one of these types that satisfies `where`. */
  | { kind: 'contains'; types: string[]; where: Where }
  /** A reference `param` leads to one of these resources. */
  | { kind: 'refers'; param: string; keys: { type: string; id: string }[] }
  /** A reference `param` leads to a live resource of one of `targets` that satisfies `where`. */
  | { kind: 'chain'; param: string; targets: string[]; where: Where }
  /** A live resource of `type` that satisfies `where` refers here by `param`. */
  | { kind: 'has'; type: string; param: string; where: Where }
  /**
   * A reference `param` leads to type/id, or to a resource of the same type below or above it: reached over the
   * references `link` of live resources of that type, however they go in circles.
   */
  | { kind: 'tree'; param: string; type: string; id: string; link: string; how: 'below' | 'above' }
  /** The phrase, folded, stands in what a person reads of the resource: see readable-text.ts. */
  | { kind: 'text'; of: TextPart; phrase: string };

/** The narrative alone, or all the texts of a resource. */
export type TextPart = 'narrative' | 'content';

/** Everything satisfies it. */
export const ALWAYS: Where = { kind: 'and', all: [] };

/** Sorted by the smallest (ascending) or largest (descending) value; resources without one come last. */
export type SortKey =
  | { by: '_id' | '_lastUpdated'; descending: boolean }
  | {
      by: 'param';
      param: string;
      kind: 'token' | 'string' | 'date' | 'number' | 'quantity' | 'reference' | 'uri';
      descending: boolean;
    };

/** Where a page ended: made and read by one engine, carried by others as it is. JSON without secrets. */
export type Cursor = string;

export interface Query {
  /** Never empty: a search over all types names them all. */
  types: string[];
  where: Where;
  /**
   * Contained resources of these types are found too, or only they, each with its container. By _id and _lastUpdated
   * they come last: they have none of their own.
   */
  contained?: 'only' | 'both';
  /** [] is the store's own stable order. */
  sort: SortKey[];
  /** Versions wanted at most, 0 to 10,000. */
  count: number;
  after?: Cursor;
}

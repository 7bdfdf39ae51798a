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
  /** starts and contains look at the folded text, equals at the text as written. */
  how: 'starts' | 'contains' | 'equals';
  text: string;
}

/** lo <= asked < hi; `ap` has already been widened into lo and hi. */
export interface DateMatch {
  kind: 'date';
  op: Comparison;
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
  version?: string;
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

export type Match = SimpleMatch | PositionMatch | CompositeMatch;

export type Where =
  | { kind: 'and'; all: Where[] }
  | { kind: 'or'; any: Where[] }
  | { kind: 'not'; where: Where }
  /** The resource id, of whatever type is asked for. */
  | { kind: 'ids'; ids: string[] }
  /** meta.lastUpdated in from <= at < before, milliseconds. */
  | { kind: 'updated'; from?: number; before?: number }
  /** Some entry of this parameter satisfies the match. */
  | { kind: 'match'; param: string; match: Match }
  /** There is no entry of this parameter (`targets`: no reference to one of these types). */
  | { kind: 'missing'; param: string; targets?: string[] }
  /** A reference `param` leads to a live resource of one of `targets` that satisfies `where`. */
  | { kind: 'chain'; param: string; targets: string[]; where: Where }
  /** A live resource of `type` that satisfies `where` refers here by `param`. */
  | { kind: 'has'; type: string; param: string; where: Where };

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
  /** [] is the store's own stable order. */
  sort: SortKey[];
  /** Versions wanted at most, 0 to 10,000. */
  count: number;
  after?: Cursor;
}

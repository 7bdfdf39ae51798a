// One request and its answer, the same whether it came over HTTP, as a Bundle entry, from an import or a job.

import type { NumberSources } from '../fhir/json/numbers.ts';
import type { JsonDocument } from '../fhir/json/parse.ts';
import type { Resource } from '../fhir/json/tree.ts';

/** A resource as it was sent. */
export interface ResourceBody {
  resource: Resource;
  /** Compact JSON text of the same. */
  text: string;
  numbers: NumberSources;
}

/** What a Binary holds, as itself. R4 binary.html. */
export interface BinaryContent {
  /** Media type, as it was sent. */
  type: string;
  bytes: Buffer;
  /** Literal reference of Binary.securityContext. */
  securityContext?: string;
}

export interface FhirRequest {
  /** Upper case. */
  method: string;
  /** Decoded segments below the base: [] for the base itself. */
  path: string[];
  /** Decoded, in order. */
  query: [name: string, value: string][];
  /** Names in lower case: if-match, if-none-match, if-none-exist, if-modified-since, prefer, idempotency-key. */
  headers: Readonly<Record<string, string | undefined>>;
  body?: ResourceBody;
  /** A JSON Patch. */
  patch?: JsonDocument;
  /** Instead of a body: the content of a Binary. */
  content?: BinaryContent;
  /** Of a Binary its content is asked for, not its FHIR form. */
  wantsContent?: boolean;
  /** The answer may come as bytes: it goes out as it is. */
  wantsBytes?: boolean;
  /** Parameters of a POST _search. */
  form?: [name: string, value: string][];
}

export interface FhirResponse {
  status: number;
  /** In HTTP's own spelling: ETag, Last-Modified, Location … */
  headers: Record<string, string>;
  /** lastUpdated of the newest version that this answer tells of, milliseconds. */
  at?: number;
  /** Compact JSON text of the resource that is sent back. */
  body?: string;
  /** The same as UTF-8, instead of `body`, for a request with `wantsBytes`. */
  bytes?: Uint8Array;
  /** Instead of a body: the content of a Binary. */
  content?: BinaryContent;
}

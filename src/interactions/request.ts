// One request and its answer, the same whether it came over HTTP, as a Bundle entry, from an import or a job.

import type { Readable } from 'node:stream';
import type { Issue } from '../fhir/issue.ts';
import type { NumberSources } from '../fhir/json/numbers.ts';
import type { JsonDocument } from '../fhir/json/parse.ts';
import type { Resource } from '../fhir/json/tree.ts';
import type { Blob, ByteRange } from '../storage/store.ts';

/** A resource as it was sent. */
export interface ResourceBody {
  readonly resource: Resource;
  /** Compact JSON text of the same. */
  readonly text: string;
  readonly numbers: NumberSources;
  /** A Binary's data, held as a blob already: then the resource has none. */
  readonly content?: Blob;
  /** Lets go of `resource` and `numbers`, which belong together; they are read anew when they are needed again. */
  release?(): void;
}

export type { ByteRange };

/** What a Binary holds, as itself. R4 binary.html. */
interface Content {
  /** Media type, as it was sent. */
  type: string;
  /** Literal reference of Binary.securityContext. */
  securityContext?: string;
}

export interface BinaryUpload extends Content {
  /** Fails where the door's limit is. */
  bytes: Readable;
}

export interface BinaryContent extends Content {
  size: number;
  /** All of it, or a part. */
  open(range?: ByteRange): Promise<Readable>;
}

export type Tell = (issues: readonly Issue[], within?: string) => Issue[];

/** Without a caller who said how, issues are told as they are. */
export function tellOf({ tell }: Pick<FhirRequest, 'tell'>): Tell {
  return tell ?? ((issues) => [...issues]);
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
  /** The text of an XML Patch. */
  xmlPatch?: string;
  /**
   * Issues as the caller wants to read them: in a language, with their places in the text that was sent. `within` is
   * the way to what their expressions begin at.
   */
  tell?: Tell;
  /** Instead of a body: the content of a Binary. */
  content?: BinaryUpload;
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
  /** Once, when the bytes are on their way: their memory is used again. */
  release?(): void;
  /** Instead of a body: the content of a Binary. */
  content?: BinaryContent;
}

// What intake is handed: one FHIR interaction at a time, and a place for raw files. It knows no server.

import type { NumberSources } from '../fhir/json/numbers.ts';
import type { Resource } from '../fhir/json/tree.ts';

/** A resource as it is sent: the tree, the same as compact JSON text, and the digits of its numbers. */
export interface IntakeBody {
  resource: Resource;
  text: string;
  numbers: NumberSources;
}

export interface IntakeRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base, with its query, written as in `Bundle.entry.request.url`: '' takes a Bundle, `Patient/k1`. */
  path: string;
  body?: IntakeBody;
  /** Names in lower case, such as `if-none-exist`. */
  headers?: Record<string, string>;
}

export interface IntakeAnswer {
  /** HTTP status; a refusal is an answer with an OperationOutcome, not a throw. */
  status: number;
  body?: Resource;
}

export type Submit = (request: IntakeRequest) => Promise<IntakeAnswer>;

export interface StoredBlob {
  /** Content hash, as the store names it. */
  hash: string;
  /** Bytes. */
  size: number;
}

export type PutBlob = (bytes: AsyncIterable<Uint8Array>) => Promise<StoredBlob>;

/** A file that can be read more than once: it is checked whole before anything is stored. */
export interface SourceFile {
  /** Without folders. */
  name: string;
  open(): AsyncIterable<Uint8Array>;
}

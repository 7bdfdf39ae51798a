// What one write would do, decided before anything is written: create, update and delete make plans,
// write.ts commits them if what they expect still holds.

import type { Blob, Expect, Key, Method, Version } from '../storage/store.ts';
import type { ResourceBody } from './request.ts';

export interface Plan {
  key: Key;
  /** Absent: there is nothing to write. */
  change?: Change;
  expects: Expect[];
  /** The resource as it stands, when there is nothing to write; undefined for one that is gone anyway. */
  standing?: Version;
  /** Index of the Bundle entry that asked for it. */
  entry?: number;
  /** FHIRPath prefix of issues, e.g. `Bundle.entry[2].resource`; absent: the resource's own type. */
  path?: string;
}

export interface Change {
  method: Method;
  /** Absent: a deletion. */
  body?: ResourceBody;
  /** The version it follows, a tombstone too; undefined: none known. */
  current?: Version;
}

/** What became of a plan. */
export interface Done {
  key: Key;
  /** Index of the Bundle entry that asked for it. */
  entry?: number;
  what: 'created' | 'updated' | 'deleted' | 'unchanged';
  /** Undefined when there never was a version: a deletion of what never existed. */
  version?: number;
  at?: number;
  /** The resource as a read sends it; absent for a deletion. */
  text?: string;
  /** A Binary's data, which the text then lacks. */
  content?: Blob;
}

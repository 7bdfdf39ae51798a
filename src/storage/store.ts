// The port: what Lianti asks of a storage engine, and all it asks. The contract suite in
// test/storage/contract is this file's other half. No HTTP, no FHIRPath, no profiles, no users.

import type { Readable } from 'node:stream';
import type { Entry } from './index-entry.ts';
import type { Cursor, Query, Where } from './query.ts';
import type { See } from './see.ts';

/** 1, 2, 3 … without gaps: one for each transaction, per store; below 2^53. */
export type Seq = number;

/** Milliseconds since 1970 UTC. */
export type Instant = number;

export interface Key {
  type: string;
  id: string;
}

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ERASE';

export interface Reading {
  /** Answer from a state at least as new as this. */
  min?: Seq;
  /** Instant after which the answer is of no use: the engine throws StoreTimeout. */
  deadline?: Instant;
  /** What this caller may see; undefined sees everything. */
  see?: See;
  /** Hand out `bytes` instead of `text`: for sending, which then needs no decoding and encoding. */
  bytes?: boolean;
  /** Leave `content` beside the text, where it would be put into it (contents.ts). */
  bare?: boolean;
}

export interface Version {
  key: Key;
  /** 1, 2, 3 … for each resource: meta.versionId. */
  version: number;
  seq: Seq;
  /** meta.lastUpdated. */
  at: Instant;
  method: Method;
  deleted: boolean;
  labels: string[];
  /** Of a search for contained resources: which one of this resource's was found. */
  inside?: Key;
  /** The resource as a read sends it, compact JSON. Absent: deleted or erased. */
  text?: string;
  /** The same as UTF-8, instead of the text, where Reading.bytes asks for it. */
  bytes?: Uint8Array;
  /** A Binary's data, which its text then lacks. */
  content?: Blob;
}

export interface Found {
  versions: Version[];
  /** Present when there is more. */
  next?: Cursor;
  /** The state it was judged on. */
  seq: Seq;
}

/** absent: not live (never written, or deleted); present: live; a number: live or deleted at that version. */
export type Expect =
  | { key: Key; version: number | 'absent' | 'present' }
  /** The search finds exactly these keys, judged just before the transaction's own writes. */
  | { types: string[]; where: Where; keys: Key[] };

export interface Write {
  key: Key;
  method: Method;
  /** Absent for a deletion. The stored text is head, `"versionId":"n","lastUpdated":"…"`, tail. */
  text?: { head: string; tail: string };
  /** Must be held or there already: otherwise transact throws BlobMissing, and nothing is written. */
  content?: Blob;
  /** Empty for a deletion. */
  entries: Entry[];
  labels: string[];
}

export interface Transaction {
  /** Unique: the same id again answers the first commit. */
  id: string;
  /** Hash of what was asked; the same id with another digest throws IdReused. Default: hash of the writes. */
  digest?: string;
  /** Kept with the commit for whoever repeats it, in the caller's own form. Not part of the chain. */
  receipt?: string;
  expects: Expect[];
  /** Keys are distinct. May be empty: then only the expectations are judged and no number is spent. */
  writes: Write[];
}

export type Failed = { index: number; found: Key[] | number | 'absent' | 'deleted' };

export type Outcome =
  | { ok: true; seq: Seq; at: Instant; versions: number[]; repeated?: Receipt }
  | { ok: false; failed: Failed[] };

/** An earlier commit under the same id. */
export interface Receipt {
  seq: Seq;
  at: Instant;
  digest: string;
  receipt?: string;
}

/** Everything; one type; one resource. */
export type Scope = { key?: undefined; type?: string } | { key: Key; type?: undefined };

export interface Page {
  /** At most, 0 to 10,000. */
  count: number;
  after?: Cursor;
}

export interface HistoryPage extends Page {
  /** Only versions with at >= since. */
  since?: Instant;
  /** Only versions with at < before. */
  before?: Instant;
}

/** One transaction as the log holds it: enough to verify the chain and to append it to another store. */
export interface Committed {
  seq: Seq;
  at: Instant;
  id: string;
  digest: string;
  /** Hash of this entry, hex: see chain.ts. */
  hash: string;
  versions: CommittedVersion[];
}

export interface CommittedVersion extends Version {
  /** Salted hash of the text and the content's hash, hex; '' when there never was a text. */
  textHash: string;
  /** Gone when the text is erased. */
  salt?: string;
  /** ERASE only: the versions whose text went. Not part of the chain. */
  erased?: number[];
}

/** Which part of the log: some types (all when absent), so many transactions at most. */
export interface Part {
  types?: string[];
  limit: number;
}

/** Entries of a current version anew; ignored when that version is no longer current. */
export interface Reindexed {
  key: Key;
  version: number;
  entries: Entry[];
}

export interface Erasure {
  id: string;
  /** All versions of each, or only those named; the current one cannot be named alone. */
  keys: { key: Key; versions?: number[] }[];
}

export interface Lease {
  /** Milliseconds from now; false when it was lost to another holder. */
  renew(ttlMs: number): Promise<boolean>;
  release(): Promise<void>;
}

export interface Cells {
  read(name: string): Promise<string | undefined>;
  /** Compare and set; `expected` undefined: only if absent. */
  write(name: string, value: string, expected: string | undefined): Promise<boolean>;
}

export interface Blob {
  /** SHA-256 of the content, hex. */
  hash: string;
  size: number;
}

export interface Held extends Blob {
  /** Once: then only versions keep it. */
  release(): Promise<void>;
}

/** Positions of the first and the last byte, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

export interface Blobs {
  /** Durable when it resolves, for good; throws BlobTooLarge beyond `limit` bytes. The same content is kept once. */
  put(bytes: Readable, limit: number): Promise<Blob>;
  /** The same for content of a version to come: kept while it is held and as long as any version has it. */
  hold(bytes: Readable, limit: number): Promise<Held>;
  /** All of it or a part. Throws BlobMissing; the stream fails when the content goes while it is read. */
  get(hash: string, range?: ByteRange): Promise<Readable>;
}

/** For people: how a query was answered, measured while it was. */
export interface Explanation {
  /** What found the resources, and in which way. */
  driver: string;
  /** What the parts of the query were thought to find; counting stops at a limit. */
  estimates: { leaf: string; rows: number }[];
  /** Rows that the driver has, each of which may be asked for the rest; counted up to a limit. */
  driven?: number;
  /** Resources on the page. */
  found: number;
  planMs: number;
  runMs: number;
  /** In the order in which they ran, for planning and for the search. */
  statements: {
    text: string;
    values: unknown[];
    purpose: 'plan' | 'search';
    /** Rows it gave. */
    rows: number;
    ms: number;
    /** The engine's own words about it. */
    plan: string[];
  }[];
}

export interface Tip {
  seq: Seq;
  at: Instant;
  hash: string;
}

export interface Engine {
  /** A tenant is a store. Throws StoreUnavailable with one clear line when it must not be opened. */
  open(tenant: string): Promise<Store>;
  close(): Promise<void>;
}

export interface Store {
  /** All or none, and durable when it resolves. */
  transact(tx: Transaction): Promise<Outcome>;
  /** The commit made under this transaction id, if there was one. */
  receipt(id: string): Promise<Receipt | undefined>;
  /** Current versions; a tombstone is a Version, undefined was never written or is out of sight. */
  read(keys: Key[], reading?: Reading): Promise<(Version | undefined)[]>;
  readAt(keys: Key[], at: Seq): Promise<(Version | undefined)[]>;
  readVersion(key: Key, version: number, reading?: Reading): Promise<Version | undefined>;
  search(query: Query, reading?: Reading): Promise<Found>;
  /** Exact up to `atMost` (default: without bound); `atMost` + 1 means "more". */
  count(query: Query, atMost?: number, reading?: Reading): Promise<number>;
  /** The number of matches: exact up to `exactUpTo`, beyond it about right, in two figures. */
  estimate(query: Query, exactUpTo: number, reading?: Reading): Promise<number>;
  /** Newest first. */
  history(scope: Scope, page: HistoryPage, reading?: Reading): Promise<Found>;
  /** Oldest first. `upTo` moves on even where nothing was in sight. */
  changes(after: Seq, part: Part, reading?: Reading): Promise<{ committed: Committed[]; upTo: Seq }>;
  /** Live resources of these types as they stood at `at`, deleted ones left out. */
  scan(types: string[], at: Seq, page: Page, reading?: Reading): Promise<Found>;
  /** Resolves with the newest number as soon as it is above `after`, from whichever process; rejects on abort. */
  wait(after: Seq, signal: AbortSignal): Promise<Seq>;
  tip(): Promise<Tip>;
  /** Derived data: spends no number. */
  index(batch: Reindexed[]): Promise<void>;
  /** Migration and restore: only seq = tip + 1 with a chain that fits; entries[i] belong to versions[i]; contents first. */
  append(committed: Committed, entries: Entry[][]): Promise<void>;
  /** Text, entries, salts and content that no version has any more go; one log entry of method ERASE says so; the chain still verifies. */
  erase(tx: Erasure): Promise<Seq>;
  /** undefined: held by somebody else. */
  lease(name: string, ttlMs: number): Promise<Lease | undefined>;
  cells: Cells;
  blobs: Blobs;
  /** Entries of a current version as the store holds them, for checks; order and duplicates do not matter. */
  entries(key: Key): Promise<Entry[]>;
  /** Runs it, and says how. Tells of resources out of sight: of how many rows there are. */
  explain(query: Query, reading?: Reading): Promise<Explanation>;
  close(): Promise<void>;
}

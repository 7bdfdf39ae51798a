// What a handler needs besides the request: composed once (services) or made for each request (context).

import type { Principal } from '../authorization/principal.ts';
import type { InstantFormat } from '../fhir/instant.ts';
import type { PageMemory } from '../fhir/page-memory.ts';
import type { LocalBases } from '../fhir/reference.ts';
import type { PageKey } from '../search/page.ts';
import type { Instant, Key, Seq, Store } from '../storage/store.ts';
import type { Edition } from './edition.ts';
import type { Jobs } from './jobs.ts';
import type { FhirRequest, FhirResponse } from './request.ts';
import type { WriteRule } from './write-rule.ts';

export type Dispatch = (request: FhirRequest, context: Context) => Promise<FhirResponse>;

export type OperationLevel = 'system' | 'type' | 'instance' | 'version';

/** What an operation is called on: the server, a type, a resource or one version of it. */
export interface OperationTarget {
  type?: string;
  id?: string;
  vid?: string;
}

/** A named operation: `$validate` and its like. */
export interface Operation {
  name: string;
  levels: readonly OperationLevel[];
  /** The types that it belongs to; absent: all of them. */
  types?: readonly string[];
  /** False: reads only, and may be called with GET. */
  affectsState: boolean;
  run(request: FhirRequest, context: Context, target: OperationTarget): Promise<FhirResponse>;
}

export interface Settings {
  /** Absolute, without a slash at the end: `http://127.0.0.1:3000/fhir`. */
  baseUrl: string;
  timeZone: string;
  validation: 'enforce' | 'report';
  references: 'check' | 'allow';
  searchHandling: 'strict' | 'lenient';
  /** A search that takes longer is given up. */
  searchTimeoutMs: number;
  /** Does a conditional delete that finds several delete them? */
  conditionalDelete: 'single' | 'multiple';
  conditionalDeleteMax: number;
  /** Bytes up to which the content of a Binary stays in its text. */
  binaryInlineMax: number;
  /** Entries of one Bundle at most. */
  bundleEntriesMax: number;
}

/** The definitions in force: src/indexing keeps them. */
export interface Editions {
  current(): Edition;
  /** Resolves when the edition in force holds every definition committed up to this number. */
  reached(seq: Seq): Promise<void>;
  /** The edition in force, whose entries are on their way to the store until `release` is called. */
  hold(): { edition: Edition; release(): void };
}

/** How far a walk over the resources of some types has come; enough to go on in another process. */
export interface IndexPlace {
  types: string[];
  at: Seq;
  done: number;
  after?: string;
}

/** Makes index entries anew by the definitions in force: src/indexing. */
export interface Reindex {
  /** How many resources there were. `start`: where an earlier try has come to. */
  types(
    types: string[],
    given: {
      signal: AbortSignal;
      start?: IndexPlace;
      onSlice(place: IndexPlace, total: number): Promise<void> | undefined;
    },
  ): Promise<number>;
  /** False: it is not live. */
  one(key: Key): Promise<boolean>;
}

export interface Services {
  store: Store;
  editions: Editions;
  reindex: Reindex;
  settings: Settings;
  local: LocalBases;
  rules: readonly WriteRule[];
  operations: ReadonlyMap<string, Operation>;
  /** Key of the page tokens. */
  pageKey: PageKey;
  /** For answers that go out as bytes. */
  pageMemory: PageMemory;
  formatInstant: InstantFormat;
  now(): Instant;
  newId(): string;
  /** A finding that does not concern the caller: report mode, odd data. */
  note(message: string, details: Record<string, unknown>): void;
  dispatch: Dispatch;
  /** For Prefer: respond-async; absent where every request is answered at once. */
  jobs?: Jobs;
}

/** The edition is the one that was in force when the request came. */
export interface Context extends Services, Edition {
  principal: Principal;
  requestId: string;
  /** At least as new as this commit, for reads that follow one in the same Bundle. */
  min?: number;
  /** Nothing is stored: writes are planned, judged and answered with what would happen. */
  dryRun?: boolean;
  /** Of a job: it is to end without writing more. */
  signal?: AbortSignal;
  /** Of a job: how far it is, for people. */
  progress?(text: string): void;
}

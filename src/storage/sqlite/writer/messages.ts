// What the store asks of its writer, and what comes back. Plain data: it crosses a thread.

import type { Entry } from '../../index-entry.ts';
import type {
  Blob,
  Committed,
  Erasure,
  Expect,
  Instant,
  Outcome,
  Reindexed,
  Seq,
  Tip,
  Transaction,
  Write,
} from '../../store.ts';
import type { Packed, Sequence } from './packed.ts';

/** A transaction as the writer takes it: arrays, or what unpacks itself as it is gone through. */
export interface Transacting extends Omit<Transaction, 'expects' | 'writes'> {
  expects: Sequence<Expect>;
  writes: Sequence<Write>;
  /** What the writes bring beside their texts. */
  contents: Blob[];
}

/** A large transaction on its way. */
export interface PackedTransaction extends Omit<Transaction, 'expects' | 'writes'> {
  expects: Packed;
  writes: Packed;
  contents: Blob[];
}

/** Each kind of call with its answer. */
export interface Calls {
  transact: { ask: { tx: Transacting; now: Instant }; answer: Outcome };
  /** `held`: hashes of contents that somebody holds. */
  append: { ask: { committed: Committed; entries: Entry[][]; held: string[] }; answer: undefined };
  erase: { ask: { erasure: Erasure; now: Instant; held: string[] }; answer: Seq };
  index: { ask: { batch: Reindexed[] }; answer: undefined };
  cell: { ask: { name: string; value: string; expected: string | undefined }; answer: boolean };
  /** Takes or renews; false: held by somebody else. */
  lease: {
    ask: { name: string; holder: string; ttlMs: number; now: Instant; renew: boolean };
    answer: boolean;
  };
  release: { ask: { name: string; holder: string }; answer: undefined };
  blobStart: { ask: object; answer: number };
  blobPart: { ask: { blob: number; n: number; bytes: Uint8Array }; answer: undefined };
  blobEnd: { ask: { blob: number; hash: string; size: number; use: BlobUse }; answer: undefined };
  blobDrop: { ask: { blob: number }; answer: undefined };
  /** Drops what no version has. */
  blobRelease: { ask: { hash: string }; answer: undefined };
}

/** Who keeps a blob: who holds it, versions, or nobody drops it. */
export type BlobUse = 0 | 1 | 2;

export type CallKind = keyof Calls;

export type Call = { [K in CallKind]: { kind: K } & Calls[K]['ask'] }[CallKind];

/** An error as data; `name` says which class of errors.ts it is. */
export interface Thrown {
  name: string;
  message: string;
  stack?: string;
  retryAfterS?: number;
  id?: string;
}

export type Answer = { value: Calls[CallKind]['answer'] } | { thrown: Thrown };

/** To the writer thread: calls in order, then perhaps the end. */
export type ToWriter =
  | { calls: { n: number; call: Call }[] }
  | { n: number; packed: PackedTransaction; now: Instant }
  | { close: true };

/** From it: everything that one commit settled; how far the log is now. */
export type FromWriter =
  | { answers: { n: number; answer: Answer }[]; tip: Tip }
  | { closed: true }
  | { broken: string };

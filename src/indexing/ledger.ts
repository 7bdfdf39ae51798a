// Which index entries of the store are complete, and what they were made by. Kept in a cell: a build that was cut off
// is known after a restart, and so is a release that makes other entries than the one before.

import { createHash } from 'node:crypto';
import type { Cells, Store } from '../storage/store.ts';
import type { Fingerprints } from './wanted.ts';

const CELL = 'search-index';

/** Entries of several definitions, or of one among half of the resources. */
const UNFINISHED = '';

export interface Ledger {
  /** Counts the changes of what is wanted, also over restarts: a build that was cut off goes on in its own only. */
  readonly epoch: number;
  /**
   * From now on these entries are wanted, by type. What the store holds otherwise is unfinished when it resolves,
   * durably: before the first write that makes other entries.
   */
  adopt(wanted: ReadonlyMap<string, Fingerprints>): Promise<void>;
  /** Whether every resource has its entries for the parameter, made as `fingerprint` says. */
  isComplete(resourceType: string, param: string, fingerprint: string): boolean;
  /** Types with unfinished entries. */
  unfinished(): string[];
  /**
   * All resources have been indexed by what was wanted of these types, `goals`, since `epoch`: known at once, kept when
   * it resolves. A type of which something else was wanted in between stays unfinished.
   */
  finish(goals: readonly (readonly [type: string, goal: Fingerprints])[], epoch: number): Promise<void>;
}

interface Kept {
  epoch: number;
  /** Of what was wanted last, in short. */
  wanted?: string;
  /** Type → stored parameter → fingerprint or UNFINISHED. */
  types: Record<string, Record<string, string>>;
}

const NONE: Fingerprints = new Map();

export async function openLedger(store: Store): Promise<Ledger> {
  const text = await store.cells.read(CELL);
  const isFresh = text === undefined && (await store.tip()).seq === 0;
  const kept: Kept = text === undefined ? { epoch: 0, types: {} } : (JSON.parse(text) as Kept);
  let wanted: ReadonlyMap<string, Fingerprints> = new Map();
  /** Epoch since which the same is wanted of a type. */
  const since = new Map<string, number>();
  let saving: Promise<unknown> = Promise.resolve();

  /** One after the other: the last writes what is known then. */
  function save(): Promise<unknown> {
    saving = saving.then(() => put(store.cells, JSON.stringify(kept)));
    return saving;
  }

  return {
    get epoch() {
      return kept.epoch;
    },

    async adopt(next) {
      const digest = digestOf(next);
      const isChanged = kept.wanted !== digest;
      if (isChanged) kept.epoch++;
      for (const [type, params] of next) {
        if (!isSame(params, wanted.get(type) ?? NONE)) since.set(type, kept.epoch);
        const there = kept.types[type] ?? {};
        kept.types[type] = there;
        for (const param of new Set([...params.keys(), ...Object.keys(there)])) {
          const fingerprint = params.get(param);
          if (there[param] === fingerprint || there[param] === UNFINISHED) continue;
          there[param] = isFresh && wanted.size === 0 ? fingerprint! : UNFINISHED;
        }
      }
      wanted = next;
      kept.wanted = digest;
      if (isChanged) await save();
    },

    isComplete(resourceType, param, fingerprint) {
      return kept.types[resourceType]?.[param] === fingerprint;
    },

    unfinished() {
      return Object.keys(kept.types).filter((type) => Object.values(kept.types[type]!).includes(UNFINISHED));
    },

    async finish(goals, epoch) {
      for (const [type, goal] of goals) {
        if (since.get(type)! <= epoch) finishType(kept.types[type]!, goal, wanted.get(type) ?? NONE);
      }
      await save();
    },
  };
}

function digestOf(wanted: ReadonlyMap<string, Fingerprints>): string {
  const all = createHash('sha256');
  for (const [type, fingerprints] of wanted) all.update(`${type} ${[...fingerprints].join(' ')}\n`);
  return all.digest('hex').slice(0, 16);
}

function finishType(there: Record<string, string>, goal: Fingerprints, now: Fingerprints): void {
  for (const [param, fingerprint] of goal) if (now.get(param) === fingerprint) there[param] = fingerprint;
  // What is no longer wanted has been taken away.
  if (!isSame(now, goal)) return;
  for (const param of Object.keys(there)) if (!goal.has(param)) delete there[param];
}

function isSame(a: Fingerprints, b: Fingerprints): boolean {
  return a.size === b.size && [...a].every(([param, fingerprint]) => b.get(param) === fingerprint);
}

async function put(cells: Cells, value: string): Promise<void> {
  for (;;) {
    const known = await cells.read(CELL);
    if (known === value || (await cells.write(CELL, value, known))) return;
  }
}

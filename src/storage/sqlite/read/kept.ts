// The current versions that were read last, kept in memory as they are sent. A resource that a write is under way
// for is not kept: until the write is settled, and from whichever state, only the database knows.

import { LRUCache } from 'lru-cache';
import type { Key, Version } from '../../store.ts';

/** Of texts and what hangs on them, altogether. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** What a version costs beside its text, about. */
const OVERHEAD_BYTES = 500;
/**
 * Of so many versions it is remembered how often they were read: about as many as there is room for. When there is no more
 * room, only what is read for the third time is kept: what is read rarely would push out what is not, and making room costs
 * more than it brings. Einziger, Friedman, Manes, TinyLFU, 2017.
 */
const COUNTED = 16_384;
const OFTEN = 3;
/** A larger text would crowd out many small ones, and gains least. */
const TEXT_MAX_BYTES = 256 * 1024;

export interface Kept {
  get(key: Key): Version | undefined;
  /** By its number in the file, which costs least. */
  at(ver: number): Version | undefined;
  /** `version` has `bytes`, is current, and was read after the last news of a commit. */
  put(version: Version, ver: number): void;
  /** Runs a write of these resources; undefined: of any. */
  around<T>(keys: readonly Key[] | undefined, write: () => Promise<T>): Promise<T>;
}

export function createKept(maxBytes = KEPT_BYTES): Kept {
  /** By name, the current version. */
  const numbers = new Map<string, number>();
  const kept = new LRUCache<number, Version>({
    maxSize: maxBytes,
    sizeCalculation: ({ bytes }) => bytes!.length + OVERHEAD_BYTES,
    dispose({ key }, ver) {
      const name = nameOf(key);
      if (numbers.get(name) === ver) numbers.delete(name);
    },
  });
  const counted = new Uint32Array(COUNTED);
  const counts = new Uint8Array(COUNTED);
  const isWorthRoom = (ver: number, bytes: number): boolean => {
    if (kept.calculatedSize + bytes + OVERHEAD_BYTES <= maxBytes) return true;
    const place = ver % COUNTED;
    if (counted[place] !== ver >>> 0) {
      counted[place] = ver;
      counts[place] = 0;
    }
    return ++counts[place]! >= OFTEN;
  };
  const drop = (name: string) => {
    const ver = numbers.get(name);
    if (ver !== undefined) kept.delete(ver);
  };
  /** How many writes are under way for each. */
  const busy = new Map<string, number>();
  let allBusy = 0;

  const begin = (keys: readonly Key[] | undefined) => {
    if (!keys) {
      allBusy++;
      kept.clear();
      return;
    }
    for (const key of keys) {
      const name = nameOf(key);
      busy.set(name, (busy.get(name) ?? 0) + 1);
      drop(name);
    }
  };
  const end = (keys: readonly Key[] | undefined) => {
    if (!keys) {
      allBusy--;
      return;
    }
    for (const key of keys) {
      const name = nameOf(key);
      const left = busy.get(name)! - 1;
      if (left === 0) busy.delete(name);
      else busy.set(name, left);
    }
  };

  return {
    get(key) {
      const ver = numbers.get(nameOf(key));
      return ver === undefined ? undefined : kept.get(ver);
    },
    at: (ver) => kept.get(ver),
    put(version, ver) {
      const size = version.bytes!.length;
      if (allBusy > 0 || size > TEXT_MAX_BYTES || !isWorthRoom(ver, size)) return;
      const name = nameOf(version.key);
      if (busy.has(name)) return;
      drop(name);
      kept.set(ver, version);
      numbers.set(name, ver);
    },
    async around(keys, write) {
      begin(keys);
      try {
        return await write();
      } finally {
        end(keys);
      }
    },
  };
}

function nameOf({ type, id }: Key): string {
  return `${type}/${id}`;
}

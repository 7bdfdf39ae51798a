// Do the expectations of a transaction still hold? Judged inside the commit, before its own writes.

import type { Expect, Failed, Key } from '../../store.ts';
import type { Searcher } from '../search/run.ts';
import type { Sequence } from './packed.ts';
import { LIVE, REFERRED, type ResourceRows } from './resource-rows.ts';

/** [] when all hold. Entries of earlier calls must have been flushed when there is a search among them. */
export function judgeExpects(
  expects: Sequence<Expect>,
  resources: ResourceRows,
  searcher: Searcher,
): Failed[] {
  const failed: Failed[] = [];
  let index = -1;
  for (const expect of expects) {
    index++;
    if ('key' in expect) {
      const found = stateOf(expect.key, resources);
      if (!holds(expect.version, found))
        failed.push({ index, found: found.is === 'live' ? found.vid : found.is });
    } else {
      const found = searcher.keys(expect.types, expect.where, expect.keys.length + 2);
      if (!sameKeys(found, expect.keys)) failed.push({ index, found });
    }
  }
  return failed;
}

export function needsSearch(expects: Sequence<Expect>): boolean {
  for (const expect of expects) if (!('key' in expect)) return true;
  return false;
}

interface Found {
  is: 'live' | 'deleted' | 'absent';
  vid: number;
}

function stateOf(key: Key, resources: ResourceRows): Found {
  const row = resources.find(key);
  if (!row || row.state === REFERRED) return { is: 'absent', vid: 0 };
  return { is: row.state === LIVE ? 'live' : 'deleted', vid: row.vid };
}

function holds(expected: number | 'absent' | 'present', found: Found): boolean {
  if (expected === 'absent') return found.is !== 'live';
  if (expected === 'present') return found.is === 'live';
  return found.is !== 'absent' && found.vid === expected;
}

function sameKeys(a: readonly Key[], b: readonly Key[]): boolean {
  if (a.length !== new Set(b.map(keyText)).size) return false;
  const expected = new Set(b.map(keyText));
  return a.every((key) => expected.has(keyText(key)));
}

function keyText(key: Key): string {
  return `${key.type}/${key.id}`;
}

// Entries of current versions anew, after the definitions changed: derived data, no number is spent.

import type { Reindexed } from '../../store.ts';
import { LIVE } from './resource-rows.ts';
import type { Work } from './work.ts';

export function reindex(work: Work, batch: readonly Reindexed[]): undefined {
  for (const { key, version, entries } of batch) {
    const row = work.resources.find(key);
    if (row?.state === LIVE && row.vid === version) work.entries.replace(row.rid, key.type, entries);
  }
}

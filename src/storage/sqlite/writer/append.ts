// Takes over an entry of another store's log as it is: migration and restore.

import { hashCommitted, hashText } from '../../chain.ts';
import { StoreUnavailable } from '../../errors.ts';
import type { Entry } from '../../index-entry.ts';
import type { Committed, CommittedVersion } from '../../store.ts';
import { contentsOf, dropContents, requireContents, useContent } from './blob-writes.ts';
import { eraseTexts } from './erase.ts';
import { DELETED, LIVE } from './resource-rows.ts';
import { Refused } from './thrown.ts';
import type { Work } from './work.ts';

export function append(
  work: Work,
  committed: Committed,
  entries: readonly Entry[][],
  held: readonly string[],
): undefined {
  check(work, committed);
  requireContents(
    work,
    committed.versions.flatMap(({ content }) => content ?? []),
  );
  committed.versions.forEach((version, i) => {
    appendVersion(work, version, entries[i] ?? [], held);
  });
  work.log.addTransaction(committed);
}

function check({ log, resources }: Work, committed: Committed): void {
  const { tip } = log;
  const refuse = (why: string) => {
    throw new Refused(new StoreUnavailable(`Log entry ${committed.seq} cannot be appended: ${why}.`));
  };
  if (committed.seq !== tip.seq + 1) refuse(`the next number here is ${tip.seq + 1}`);
  if (committed.at < tip.at) refuse('it is older than the entry before it');
  if (hashCommitted(tip.hash, committed) !== committed.hash)
    refuse('its hash does not follow from the entry before it');
  for (const v of committed.versions) {
    const name = `${v.key.type}/${v.key.id}`;
    const last = resources.find(v.key)?.vid ?? 0;
    if (v.version !== last + 1) refuse(`${name} version ${v.version} does not follow version ${last}`);
    if (v.text !== undefined && hashText(v.salt ?? '', v.text, v.content) !== v.textHash)
      refuse(`the text of ${name} version ${v.version} is not the one that was logged`);
  }
}

function appendVersion(
  work: Work,
  version: CommittedVersion,
  entries: readonly Entry[],
  held: readonly string[],
): void {
  const { resources, log, connection } = work;
  const row = resources.find(version.key);
  const labels = connection.names.addLabels(version.labels);
  const state = version.deleted ? DELETED : LIVE;
  const { type } = version.key;
  const rid = resources.put(version.key, row, { state, vid: version.version, ver: log.nextVersion, labels });
  log.addVersion({ version, rid, labels });
  const current = version.text === undefined ? [] : entries;
  if (row?.state === LIVE) work.entries.replace(rid, type, current);
  else work.entries.add(rid, type, current);
  if (version.content) useContent(work, version.content);
  // The other store erased these after we may have copied them.
  if (version.erased) {
    const contents = contentsOf(work, rid, version.erased);
    eraseTexts(work, rid, version.erased);
    dropContents(work, contents, held);
  }
}

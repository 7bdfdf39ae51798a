// Erasure by law: texts, entries and salts go, the chain stays whole, and one log entry says which versions went.

import { createHash } from 'node:crypto';
import { hashText } from '../../chain.ts';
import { IdReused } from '../../errors.ts';
import type { CommittedVersion, Erasure, Key, Seq } from '../../store.ts';
import { readContent } from '../version-row.ts';
import { contentsOf, dropContents } from './blob-writes.ts';
import { DELETED, LIVE, REFERRED, type ResourceRow } from './resource-rows.ts';
import { Refused } from './thrown.ts';
import { findReceipt } from './transact.ts';
import type { Work } from './work.ts';

/** `held`: hashes of contents that stay although no version has them any more, until they are released. */
export function erase(work: Work, erasure: Erasure, now: number, held: readonly string[]): Seq {
  const digest = createHash('sha256').update(JSON.stringify(erasure.keys)).digest('hex');
  const before = findReceipt(work, erasure.id);
  if (before) {
    if (before.digest !== digest) throw new Refused(new IdReused(erasure.id));
    return before.seq;
  }
  const planned = erasure.keys.flatMap(({ key, versions }) => {
    const row = work.resources.find(key);
    return row && row.state !== REFERRED ? [{ key, row, versions: choose(key, row, versions) }] : [];
  });
  const seq = work.log.tip.seq + 1;
  const at = Math.max(now, work.log.tip.at);
  const contents = planned.flatMap(({ row, versions }) => contentsOf(work, row.rid, versions));
  const made = planned.map(({ key, row, versions }) => eraseOne(work, key, row, versions, seq, at));
  work.log.addTransaction({ seq, at, id: erasure.id, digest, versions: made });
  dropContents(work, contents, held);
  return seq;
}

function choose(key: Key, row: ResourceRow, versions: readonly number[] | undefined): number[] {
  const all = Array.from({ length: row.vid }, (_, i) => i + 1);
  if (!versions) return all;
  const chosen = all.filter((version) => versions.includes(version));
  if (row.state === LIVE && chosen.includes(row.vid) && chosen.length < all.length)
    throw new Refused(
      new Error(
        `Version ${row.vid} of ${key.type}/${key.id} is the current one: erase all versions, or change it first.`,
      ),
    );
  return chosen;
}

function eraseOne(
  work: Work,
  key: Key,
  row: ResourceRow,
  versions: number[],
  seq: number,
  at: number,
): CommittedVersion {
  const { connection, log, resources, entries } = work;
  const [labels, body, lastAt, content] = connection.statements
    .rows('SELECT labels, body, at, content FROM versions WHERE ver=+?')
    .get(row.ver) as [number, string | null, number, string | null];
  // Erasing what is past leaves a living resource: its text goes on under the new version.
  const lives = row.state === LIVE && !versions.includes(row.vid) && body !== null;
  const version = row.vid + 1;
  const made: CommittedVersion = {
    key,
    version,
    seq,
    at,
    method: 'ERASE',
    deleted: !lives,
    labels: connection.names.labels(labels),
    textHash: '',
    erased: versions,
  };
  if (lives) {
    made.text = body.replace(stamp(row.vid, work.formatInstant(lastAt)), () =>
      stamp(version, work.formatInstant(at)),
    );
    made.salt = work.newSalt();
    if (content !== null) made.content = readContent(content);
    made.textHash = hashText(made.salt, made.text, made.content);
  }
  eraseTexts(work, row.rid, versions);
  resources.put(key, row, { state: lives ? LIVE : DELETED, vid: version, ver: log.nextVersion, labels });
  log.addVersion({ version: made, rid: row.rid, labels });
  if (!lives) {
    const targets = elsewhereOf(work, row.rid);
    entries.replace(row.rid, key.type, []);
    dropUnused(work, targets);
  }
  return made;
}

function stamp(version: number, lastUpdated: string): string {
  return `"versionId":"${version}","lastUpdated":"${lastUpdated}"`;
}

/** Texts, contents and salts of some versions, and the receipts that may repeat them. */
export function eraseTexts({ connection }: Work, rid: number, versions: readonly number[]): void {
  const { run } = connection.statements;
  const text = run('UPDATE versions SET body=NULL, salt=NULL, content=NULL WHERE rid=+? AND vid=+?');
  const receipt = run(
    'UPDATE transactions SET receipt=NULL WHERE seq=(SELECT seq FROM versions WHERE rid=+? AND vid=+?)',
  );
  for (const version of versions) {
    text.run(rid, version);
    receipt.run(rid, version);
  }
}

/** URLs that a resource refers to: rows of `resources` that hold text of its own. */
function elsewhereOf({ connection, resources }: Work, rid: number): number[] {
  return [rid, ...resources.containedIn(rid)].flatMap((owner) =>
    connection.statements
      .rows(
        "SELECT y.rid FROM reference t CROSS JOIN resources y ON y.rid=t.target WHERE t.rid=+? AND y.id GLOB '|*'",
      )
      .all(owner)
      .map(([target]) => target as number),
  );
}

function dropUnused({ connection, resources }: Work, rids: readonly number[]): void {
  for (const rid of rids)
    if (!connection.statements.rows('SELECT 1 FROM reference WHERE target=+? LIMIT 1').get(rid))
      resources.drop(rid);
}

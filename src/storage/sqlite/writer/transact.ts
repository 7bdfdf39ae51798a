// One transaction inside a commit: known already, expected, written.

import { createHash } from 'node:crypto';
import { hashText } from '../../chain.ts';
import { IdReused, StoreTimeout } from '../../errors.ts';
import type { CommittedVersion, Expect, Failed, Outcome, Receipt, Write } from '../../store.ts';
import { requireContents, useContent } from './blob-writes.ts';
import { judgeExpects, needsSearch } from './judge.ts';
import type { Transacting } from './messages.ts';
import type { Sequence } from './packed.ts';
import { DELETED, LIVE } from './resource-rows.ts';
import { Refused } from './thrown.ts';
import type { Work } from './work.ts';

/** Milliseconds the expectations may search: longer would hold up every other writer. */
const JUDGE_MS = 2000;

export function transact(work: Work, tx: Transacting, now: number): Outcome {
  const digest = tx.digest ?? digestOf(tx.writes);
  const before = tx.writes.length > 0 ? findReceipt(work, tx.id) : undefined;
  if (before) {
    if (before.digest !== digest) throw new Refused(new IdReused(tx.id));
    return {
      ok: true,
      seq: before.seq,
      at: before.at,
      versions: versionsOf(work, before.seq),
      repeated: before,
    };
  }
  if (needsSearch(tx.expects)) work.entries.flush();
  const failed = judge(work, tx.expects);
  if (failed.length > 0) return { ok: false, failed };
  const { tip } = work.log;
  if (tx.writes.length === 0) return { ok: true, seq: tip.seq, at: tip.at, versions: [] };
  requireContents(work, tx.contents);
  const seq = tip.seq + 1;
  const at = Math.max(now, tip.at);
  const versions = Array.from(tx.writes, (write) => applyWrite(work, write, seq, at));
  work.log.addTransaction({ seq, at, id: tx.id, digest, versions }, tx.receipt);
  return { ok: true, seq, at, versions: versions.map((v) => v.version) };
}

/** A search that takes too long refuses its own transaction only. */
function judge(work: Work, expects: Sequence<Expect>): Failed[] {
  try {
    return work.connection.within(JUDGE_MS, () => judgeExpects(expects, work.resources, work.searcher));
  } catch (error) {
    throw error instanceof StoreTimeout ? new Refused(error) : error;
  }
}

/** What the log's hash needs of the version it wrote: the text itself is not kept. */
function applyWrite(work: Work, write: Write, seq: number, at: number): CommittedVersion {
  const { resources, log, entries, connection } = work;
  const { key, method, labels } = write;
  const row = resources.find(key);
  const version = (row?.vid ?? 0) + 1;
  const deleted = write.text === undefined;
  const made: CommittedVersion = { key, version, seq, at, method, deleted, labels, textHash: '' };
  if (write.text) {
    made.text = `${write.text.head}"versionId":"${version}","lastUpdated":"${work.formatInstant(at)}"${write.text.tail}`;
    made.salt = work.newSalt();
    if (write.content) {
      made.content = write.content;
      useContent(work, write.content);
    }
    made.textHash = hashText(made.salt, made.text, made.content);
  }
  const set = connection.names.addLabels(labels);
  const state = deleted ? DELETED : LIVE;
  const rid = resources.put(key, row, { state, vid: version, ver: log.nextVersion, labels: set });
  log.addVersion({ version: made, rid, labels: set });
  if (row?.state === LIVE) entries.replace(rid, key.type, write.entries);
  else entries.add(rid, key.type, write.entries);
  delete made.text;
  return made;
}

export function findReceipt(work: Pick<Work, 'connection'>, id: string): Receipt | undefined {
  const row = work.connection.statements
    .rows('SELECT seq, at, digest, receipt FROM transactions WHERE id=+?')
    .get(id) as [number, number, string, string | null] | undefined;
  if (!row) return undefined;
  const receipt: Receipt = { seq: row[0], at: row[1], digest: row[2] };
  if (row[3] !== null) receipt.receipt = row[3];
  return receipt;
}

function versionsOf(work: Work, seq: number): number[] {
  const rows = work.connection.statements.rows('SELECT vid FROM versions WHERE seq=+? ORDER BY ver').all(seq);
  return rows.map(([vid]) => vid as number);
}

/** SHA-256, hex, over the JSON of [[type, id, method, head, tail, labels, hash of the content] …]. */
function digestOf(writes: Iterable<Write>): string {
  const hash = createHash('sha256');
  let before = '[';
  for (const { key, method, text, labels, content } of writes) {
    const asked = [key.type, key.id, method, text?.head, text?.tail, labels];
    hash.update(before + JSON.stringify(content ? [...asked, content.hash] : asked));
    before = ',';
  }
  return hash.update(before === '[' ? '[]' : ']').digest('hex');
}

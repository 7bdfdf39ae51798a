// Is a store what its log says? Walks the log once and compares numbers, times, hashes, texts, contents, the current
// versions and, when told how texts are indexed, the entries. For `lianti verify`, restores and tests.

import { createHash } from 'node:crypto';
import { GENESIS, hashCommitted, hashText } from './chain.ts';
import { BlobMissing } from './errors.ts';
import type { Entry } from './index-entry.ts';
import type { Blob, Committed, CommittedVersion, Key, Store } from './store.ts';

export interface VerifyOptions {
  /** Called after each stretch of the log with the number reached and the last one. */
  onProgress?(seq: number, last: number): void;
  /** The entries that a text should have; left out, entries are not compared. */
  indexOf?(text: string, key: Key): Entry[];
}

export interface Finding {
  /** The log number it shows at, when it belongs to one. */
  seq?: number;
  key?: Key;
  /** A sentence. */
  message: string;
}

/** Transactions read at once. */
const STRETCH = 200;

/** [] when everything agrees. Writes during the walk are left out. */
export async function verifyStore(store: Store, options: VerifyOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  const last = await store.tip();
  const current = new Map<string, CommittedVersion>();
  const contents = new Map<string, CommittedVersion & { content: Blob }>();
  let previous = { seq: 0, at: 0, hash: GENESIS };
  while (previous.seq < last.seq) {
    const { committed } = await store.changes(previous.seq, { limit: STRETCH });
    if (committed.length === 0) {
      findings.push({
        seq: previous.seq,
        message: `The log ends at ${previous.seq}, but its tip says ${last.seq}.`,
      });
      break;
    }
    for (const entry of committed) {
      if (entry.seq > last.seq) break;
      findings.push(...verifyEntry(entry, previous));
      for (const version of entry.versions) {
        findings.push(...fold(version, current));
        if (version.content) contents.set(version.content.hash, { ...version, content: version.content });
      }
      previous = entry;
    }
    options.onProgress?.(Math.min(previous.seq, last.seq), last.seq);
    if (previous.seq >= last.seq) break;
  }
  if (previous.seq === last.seq && previous.hash !== last.hash)
    findings.push({ seq: last.seq, message: 'The tip has another hash than the last entry of the log.' });
  for (const version of contents.values()) findings.push(...(await verifyContent(store, version)));
  findings.push(...(await verifyCurrent(store, current, last.seq, options)));
  return findings;
}

function verifyEntry(entry: Committed, previous: { seq: number; at: number; hash: string }): Finding[] {
  const findings: Finding[] = [];
  const say = (message: string, key?: Key) => findings.push({ seq: entry.seq, key, message });
  if (entry.seq !== previous.seq + 1)
    say(`Number ${entry.seq} follows number ${previous.seq}: there is a hole.`);
  if (entry.at < previous.at) say(`Number ${entry.seq} is older than the one before it.`);
  if (hashCommitted(previous.hash, entry) !== entry.hash)
    say(`The hash of number ${entry.seq} does not follow from the entry before it: the log was changed.`);
  for (const version of entry.versions) {
    const name = `${version.key.type}/${version.key.id} version ${version.version}`;
    if (
      version.text !== undefined &&
      hashText(version.salt ?? '', version.text, version.content) !== version.textHash
    )
      say(`The text of ${name} is not the one that was logged.`, version.key);
    if (version.seq !== entry.seq || version.at !== entry.at)
      say(`${name} has another number or time.`, version.key);
  }
  return findings;
}

/** Content that several versions have is read once. */
async function verifyContent(
  store: Store,
  { key, version, seq, content }: CommittedVersion & { content: Blob },
): Promise<Finding[]> {
  const name = `The content of ${key.type}/${key.id} version ${version}`;
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of await store.blobs.get(content.hash)) {
      hash.update(chunk as Buffer);
      size += (chunk as Buffer).length;
    }
  } catch (error) {
    if (!(error instanceof BlobMissing)) throw error;
    // Erased since the walk began.
    const now = await store.readVersion(key, version, { bare: true });
    return now?.content ? [{ seq, key, message: `${name} is missing.` }] : [];
  }
  if (size === content.size && hash.digest('hex') === content.hash) return [];
  return [{ seq, key, message: `${name} is not the one that was logged.` }];
}

/** Versions of a resource come without gaps; the last is the current one. */
function fold(version: CommittedVersion, current: Map<string, CommittedVersion>): Finding[] {
  const name = `${version.key.type}/${version.key.id}`;
  const before = current.get(name)?.version ?? 0;
  current.set(name, version);
  if (version.version === before + 1) return [];
  return [
    {
      seq: version.seq,
      key: version.key,
      message: `${name} version ${version.version} follows version ${before}.`,
    },
  ];
}

async function verifyCurrent(
  store: Store,
  current: Map<string, CommittedVersion>,
  upTo: number,
  options: VerifyOptions,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, logged] of current) {
    const [found] = await store.read([logged.key], { bare: true });
    // Written again since the walk began.
    if (found && found.seq > upTo) continue;
    const same =
      found?.version === logged.version &&
      found.seq === logged.seq &&
      found.deleted === logged.deleted &&
      found.text === logged.text &&
      found.content?.hash === logged.content?.hash &&
      JSON.stringify(found.labels) === JSON.stringify(logged.labels);
    if (!same)
      findings.push({
        key: logged.key,
        message: `A read of ${name} is not its last version in the log (${logged.version}).`,
      });
    if (!options.indexOf) continue;
    const expected = logged.text === undefined ? [] : options.indexOf(logged.text, logged.key);
    const difference = differenceOf(expected, await store.entries(logged.key));
    if (difference)
      findings.push({ key: logged.key, message: `The index of ${name} ${difference}; reindex it.` });
  }
  return findings;
}

function differenceOf(expected: readonly Entry[], found: readonly Entry[]): string | undefined {
  const want = new Set(expected.map(entryText));
  const have = new Set(found.map(entryText));
  const lacks = [...want].find((entry) => !have.has(entry));
  if (lacks) return `lacks ${lacks}`;
  const more = [...have].find((entry) => !want.has(entry));
  return more ? `has ${more} too many` : undefined;
}

/** An entry as one text, whatever the order of its members; infinity has no JSON. */
function entryText(entry: Entry): string {
  return JSON.stringify(entry, (_, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

// History with _at: the versions that were current at some point of a period, which are those made in it and
// those that stood when it began. R4 http.html#history.

import type { Span } from '../fhir/dates.ts';
import type { Found, HistoryPage, Key, Reading, Scope, Version } from '../storage/store.ts';
import type { Context } from './context.ts';

/** Versions looked at for one page at most; a page may be shorter than asked for, even empty, and go on. */
const LOOKED_AT = 5000;

/** `lo` is part of the period, `hi` is not. */
export async function historyAt(
  scope: Scope,
  page: HistoryPage,
  { lo, hi }: Span,
  reading: Reading,
  context: Context,
): Promise<Found> {
  const before = Math.min(hi, page.before ?? hi);
  const start = await seqAt(scope, lo, context);
  const versions: Version[] = [];
  let after = page.after;
  for (let looked = 0; ; ) {
    const count = page.count - versions.length;
    const found = await context.store.history(scope, { ...page, before, count, after }, reading);
    versions.push(...(await current(found.versions, lo, start, context)));
    looked += found.versions.length;
    after = found.next;
    const isEnough = versions.length >= page.count || looked >= LOOKED_AT;
    if (after === undefined || isEnough) return { versions, next: after, seq: found.seq };
  }
}

/** The newest commit in this scope that was made at or before the instant; 0: none. */
async function seqAt(scope: Scope, at: number, context: Context): Promise<number> {
  const { versions } = await context.store.history(scope, { count: 1, before: at + 1 }, { bare: true });
  return versions[0]?.seq ?? 0;
}

/** Those made after the beginning, and of the older ones those that stood then. */
async function current(versions: Version[], lo: number, start: number, context: Context): Promise<Version[]> {
  const older = versions.filter((version) => version.at <= lo && !version.deleted);
  const keys = new Map(older.map(({ key }): [string, Key] => [`${key.type}/${key.id}`, key]));
  const stood = keys.size === 0 ? [] : await context.store.readAt([...keys.values()], start);
  const numbers = new Map([...keys.keys()].map((name, i) => [name, stood[i]?.version]));
  return versions.filter(({ key, at, version, deleted }) => {
    if (at > lo) return true;
    return !deleted && numbers.get(`${key.type}/${key.id}`) === version;
  });
}

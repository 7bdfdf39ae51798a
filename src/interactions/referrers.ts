// REFERENCES=check: what others refer to cannot be deleted, unless the same transaction deletes or changes
// the referrers. R4 http.html#delete (409).

import { fhirError } from '../fhir/error.ts';
import type { Where } from '../storage/query.ts';
import type { Expect, Key } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { Prepared } from './prepare.ts';

const NAMED = 10;

/** Expectations that nobody else refers to what goes. Throws 409 naming the first referrers. */
export async function checkReferrers(prepared: Prepared[], context: Context): Promise<Expect[]> {
  if (context.settings.references === 'allow') return [];
  const own = new Set(prepared.flatMap((p) => (p.write ? [nameOf(p.write.key)] : [])));
  const expects: Expect[] = [];
  for (const { write, plan } of prepared) {
    if (!write || write.text) continue;
    const where: Where = { kind: 'match', param: '_ref', match: { kind: 'reference', ...write.key } };
    // Everybody's references count, also those this caller may not see.
    const types = [...context.definitions.resourceTypes];
    const query = { types, where, sort: [], count: own.size + NAMED };
    const { versions } = await context.store.search(query, { bare: true });
    const keys = versions.map((version) => version.key);
    const others = keys.filter((key) => !own.has(nameOf(key)));
    if (others.length > 0) throw stillReferred(write.key, others, plan.entry);
    expects.push({ types, where, keys });
  }
  return expects;
}

function stillReferred(key: Key, others: Key[], entry: number | undefined) {
  const list = others.slice(0, NAMED).map(nameOf).join(', ');
  return fhirError(
    'conflict',
    `${nameOf(key)} cannot be deleted: ${list}${others.length >= NAMED ? ' and perhaps more' : ''} refer to it. Change or delete them first, or in the same transaction.`,
    entry === undefined ? {} : { expression: `Bundle.entry[${entry}]` },
  );
}

function nameOf({ type, id }: Key): string {
  return `${type}/${id}`;
}

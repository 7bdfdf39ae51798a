// What became of each plan, and how the same request sent again is answered from the log.

import type { Issue } from '../fhir/issue.ts';
import { joinText } from '../fhir/json/stored-text.ts';
import { IdReused } from '../storage/errors.ts';
import type { Outcome } from '../storage/store.ts';
import type { Context } from './context.ts';
import type { Done } from './plan.ts';
import type { Prepared } from './prepare.ts';
import type { Ticket } from './ticket.ts';

/** One plan's fate, kept with the commit: the index of its write, or the version that stood. */
interface Line {
  type: string;
  id: string;
  what: Done['what'];
  entry?: number;
  write?: number;
  version?: number;
}

export function receiptText(prepared: Prepared[]): string {
  let writes = 0;
  const lines = prepared.map((p): Line => {
    const { type, id } = p.write?.key ?? p.plan.key;
    const { entry } = p.plan;
    if (p.write) return { type, id, entry, what: whatOf(p), write: writes++ };
    return { type, id, entry, what: 'unchanged', version: p.standing?.version };
  });
  return JSON.stringify(lines);
}

export function doneOf(prepared: Prepared[], outcome: Outcome & { ok: true }, context: Context): Done[] {
  let writes = 0;
  const lastUpdated = context.formatInstant(outcome.at);
  return prepared.map((p): Done => {
    const { entry } = p.plan;
    if (!p.write) {
      const { standing } = p;
      return {
        key: p.plan.key,
        entry,
        what: 'unchanged',
        version: standing?.version,
        at: standing?.at,
        text: standing?.text,
        content: standing?.content,
      };
    }
    const version = outcome.versions[writes++]!;
    return {
      key: p.write.key,
      entry,
      what: whatOf(p, version),
      version,
      at: outcome.at,
      text: p.write.text && joinText(p.write.text, version, lastUpdated),
      content: p.write.content,
    };
  });
}

/** What would become of the plans if they were committed now. */
export function foreseen(prepared: Prepared[], seq: number, context: Context): Done[] {
  const written = prepared.filter((p) => p.write);
  const versions = written.map(({ plan }) => (plan.change?.current?.version ?? 0) + 1);
  return doneOf(prepared, { ok: true, seq, at: context.now(), versions }, context);
}

function whatOf({ plan, write }: Prepared, version?: number): Done['what'] {
  if (!write!.text) return 'deleted';
  return version === 1 || write!.method === 'POST' || !plan.change?.current || plan.change.current.deleted
    ? 'created'
    : 'updated';
}

/** The first answer, if this ticket has been used. Throws IdReused for the same key with other content. */
export async function repeatedDone(
  ticket: Ticket,
  context: Context,
): Promise<{ done: Done[]; seq: number; warnings: Issue[] } | undefined> {
  const receipt = await context.store.receipt(ticket.id);
  if (!receipt?.receipt) return undefined;
  if (receipt.digest !== ticket.digest) throw new IdReused(ticket.id);
  const { committed } = await context.store.changes(receipt.seq - 1, { limit: 1 });
  const versions = committed[0]?.versions ?? [];
  const lines = JSON.parse(receipt.receipt) as Line[];
  const done = await Promise.all(
    lines.map(async ({ type, id, entry, what, write, version }): Promise<Done> => {
      const number = write === undefined ? version : versions[write]?.version;
      const found = number === undefined ? undefined : await context.store.readVersion({ type, id }, number);
      return { key: { type, id }, entry, what, version: number, at: found?.at, text: found?.text };
    }),
  );
  return { done, seq: receipt.seq, warnings: [] };
}

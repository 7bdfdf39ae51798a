// What the contract tests share: opening a store for one test, short ways to write and to ask.

import type { Entry } from '../../../src/storage/index-entry.ts';
import type { Query, Where } from '../../../src/storage/query.ts';
import type {
  Engine,
  Key,
  Outcome,
  Reading,
  Store,
  Transaction,
  Version,
  Write,
} from '../../../src/storage/store.ts';

export interface OpenOptions {
  /** The engine's clock; default Date.now. */
  now?: () => number;
}

/** Opens an engine on an empty place of its own. */
export type OpenEngine = (options?: OpenOptions) => Promise<Engine>;

export async function withStore(
  open: OpenEngine,
  test: (store: Store) => Promise<void>,
  options?: OpenOptions,
): Promise<void> {
  const engine = await open(options);
  try {
    await test(await engine.open('default'));
  } finally {
    await engine.close();
  }
}

export const key = (text: string): Key => {
  const [type, id] = text.split('/') as [string, string];
  return { type, id };
};
export const name = ({ type, id }: Key): string => `${type}/${id}`;

/** A write of a resource whose text says `words`, and its narrative; a deletion when `words` is null. */
export function write(
  of: string,
  words: string | null = 'x',
  entries: Entry[] = [],
  labels: string[] = [],
  method: Write['method'] = words === null ? 'DELETE' : 'PUT',
  narrative = '',
): Write {
  if (words === null) return { key: key(of), method, entries: [], labels };
  const { type, id } = key(of);
  const text = narrative === '' ? '' : `"text":{"div":${JSON.stringify(`<div>${narrative}</div>`)}},`;
  return {
    key: key(of),
    method,
    text: {
      head: `{"resourceType":"${type}","id":"${id}","meta":{`,
      tail: `},${text}"words":${JSON.stringify(words)}}`,
    },
    entries,
    labels,
  };
}

export function createIds(): () => string {
  let n = 0;
  return () => `tx-${++n}-${Math.random().toString(36).slice(2)}`;
}
const nextId = createIds();

export const tx = (writes: Write[], more: Partial<Transaction> = {}): Transaction => ({
  id: nextId(),
  expects: [],
  writes,
  ...more,
});

/** Commits; throws when the expectations failed. */
export async function commit(
  store: Store,
  writes: Write[],
  more: Partial<Transaction> = {},
): Promise<Extract<Outcome, { ok: true }>> {
  const outcome = await store.transact(tx(writes, more));
  if (!outcome.ok) throw new Error(`not committed: ${JSON.stringify(outcome.failed)}`);
  return outcome;
}

export const token = (param: string, code: string, system = ''): Entry => ({
  kind: 'token',
  param,
  system,
  code,
  fold: code.toLowerCase(),
});
export const string = (param: string, text: string): Entry => ({
  kind: 'string',
  param,
  text,
  fold: text.toLowerCase(),
});
export const date = (param: string, lo: number, hi = lo + 1): Entry => ({ kind: 'date', param, lo, hi });
export const reference = (param: string, target: string): Entry => ({
  kind: 'reference',
  param,
  ...key(target),
});

export const hasCode = (param: string, code: string, system?: string): Where => ({
  kind: 'match',
  param,
  match: { kind: 'token', code, ...(system === undefined ? {} : { system }) },
});
export const refersTo = (param: string, target: string): Where => ({
  kind: 'match',
  param,
  match: { kind: 'reference', ...key(target) },
});

export const query = (types: string | string[], where: Where, more: Partial<Query> = {}): Query => ({
  types: typeof types === 'string' ? [types] : types,
  where,
  sort: [],
  count: 100,
  ...more,
});

/** More than any test writes. */
const MOST = 10_000;

/** What was found, as `Type/id`; what is contained, as `Type/id#Type/id`. */
export function foundName({ key, inside }: Pick<Version, 'key' | 'inside'>): string {
  return inside ? `${name(key)}#${name(inside)}` : name(key);
}

/** All results over all pages, by foundName. */
export async function findAll(store: Store, q: Query, reading?: Reading): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await store.search({ ...q, after }, reading);
    found.push(...page.versions.map(foundName));
    if (page.next !== undefined && page.next === after) throw new Error(`the page after ${after} is itself`);
    after = page.next;
    if (found.length > MOST) throw new Error(`more than ${MOST} results: the pages go round in circles`);
  } while (after !== undefined);
  return found;
}

/** Entries as a sorted list of texts without repetition: their order and duplicates do not matter. */
export function canonical(entries: readonly Entry[]): string[] {
  const texts = entries.map((entry) =>
    JSON.stringify(entry, (_, value) =>
      value && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .filter(([, v]) => v !== undefined)
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          )
        : value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY
          ? String(value)
          : value,
    ),
  );
  return [...new Set(texts)].sort();
}

// Every kind of condition, order and sight against evaluate() over random resources.

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { containedIn, evaluate, type Facts, type Lookup } from '../../../src/storage/evaluate.ts';
import type { Entry } from '../../../src/storage/index-entry.ts';
import type { Query, SortKey } from '../../../src/storage/query.ts';
import { readableText } from '../../../src/storage/readable-text.ts';
import { isInSight, type See, sightOf } from '../../../src/storage/see.ts';
import type { Key, Store, Write } from '../../../src/storage/store.ts';
import { compareText } from '../../../src/storage/text-order.ts';
import {
  randomEntries,
  randomInnerWhere,
  randomKey,
  randomLabels,
  randomList,
  randomSaying,
  randomSee,
  randomSort,
  randomWhere,
  TYPES,
} from './random-data.ts';
import { canonical, commit, findAll, foundName, name, type OpenEngine, withStore, write } from './support.ts';

/** `place` is how a search names it: contained resources by their container. */
type Held = Facts & { labels: string[]; place: string };

const randomWrite = fc.record({
  key: randomKey,
  live: fc.nat(4),
  entries: randomEntries,
  labels: randomLabels,
  saying: randomSaying,
});
const randomBatch = fc.uniqueArray(randomWrite, { selector: (w) => name(w.key), minLength: 1, maxLength: 6 });
const question = fc
  .record({
    asked: fc.oneof(
      { weight: 3, arbitrary: fc.record({ where: randomWhere }) },
      {
        weight: 1,
        arbitrary: fc.record({
          where: randomInnerWhere,
          contained: fc.constantFrom<NonNullable<Query['contained']>>('only', 'both'),
        }),
      },
    ),
    types: fc.subarray(TYPES, { minLength: 1 }),
    sort: randomSort,
    count: fc.integer({ min: 1, max: 5 }),
    see: randomSee,
  })
  .map(({ asked, see, ...more }): { asked: Query; see: See | undefined } => ({
    asked: { ...more, ...asked },
    see,
  }));

const list = fc.tuple(question, randomList).map(([asked, { where, sort }]) => ({ ...asked, where, sort }));

export function properties(open: OpenEngine): void {
  describe('Over random resources', () => {
    it('every search finds what evaluate() says, in order, each once, on all pages', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(randomBatch, { minLength: 1, maxLength: 6 }),
          fc.array(fc.oneof(question, list), { minLength: 1, maxLength: 12 }),
          async (batches, questions) => {
            let clock = 0;
            await withStore(
              open,
              async (store) => {
                const held = new Map<string, Held>();
                for (const batch of batches) {
                  clock += 2;
                  await fill(store, held, batch, clock);
                }
                await expectEntries(store, held);
                for (const { asked, see } of questions) {
                  const lookup = lookupIn(held, see);
                  const possible = askedOf(held, asked.contained, see);
                  const expected = [...possible.values()]
                    .filter((facts) => asked.types.includes(facts.key.type))
                    .filter((facts) => evaluate(asked.where, facts, lookup));
                  const found = await findAll(store, asked, { see });
                  expect([...found].sort()).toEqual(expected.map(({ place }) => place).sort());
                  expect(await store.count(asked, undefined, { see })).toBe(found.length);
                  expectOrder(
                    found.map((of) => possible.get(of)!),
                    asked.sort,
                  );
                }
              },
              { now: () => clock },
            );
          },
        ),
        { numRuns: 60 },
      );
    });
  });
}

interface Written {
  key: Key;
  live: number;
  entries: Entry[];
  labels: string[];
  saying: { narrative: string; words: string };
}

async function fill(store: Store, held: Map<string, Held>, batch: Written[], at: number): Promise<void> {
  const writes: Write[] = batch.map(({ key, live, entries, labels, saying }) =>
    // One in five is a deletion.
    live === 0
      ? write(name(key), null, [], labels)
      : write(name(key), saying.words, entries, labels, 'PUT', saying.narrative),
  );
  await commit(store, writes);
  for (const { key, live, entries, labels, saying } of batch)
    if (live === 0) held.delete(name(key));
    else held.set(name(key), { key, at, entries, labels, place: name(key), readable: readableIn(saying) });
}

function readableIn({ narrative, words }: Written['saying']): Facts['readable'] {
  return (part) => readableText({ text: { div: `<div>${narrative}</div>` }, words }, part);
}

async function expectEntries(store: Store, held: Map<string, Held>): Promise<void> {
  for (const facts of held.values())
    expect(canonical(await store.entries(facts.key))).toEqual(canonical(facts.entries));
}

function isSeen(facts: Held, see: See | undefined): boolean {
  return isInSight(sightOf(see, facts.key.type), facts.labels);
}

/** Live resources in sight, what they contain, or both, by their place. */
function askedOf(
  held: Map<string, Held>,
  contained: Query['contained'],
  see: See | undefined,
): Map<string, Held> {
  const seen = [...held.values()].filter((facts) => isSeen(facts, see));
  const inside = seen.flatMap((container) =>
    containedIn(container).map((facts): Held => {
      const inner = { type: facts.key.type, id: facts.key.id.slice(1) };
      return { ...facts, labels: container.labels, place: foundName({ key: container.key, inside: inner }) };
    }),
  );
  const asked = contained === 'only' ? inside : contained === 'both' ? [...seen, ...inside] : seen;
  return new Map(asked.map((facts) => [facts.place, facts]));
}

function lookupIn(held: Map<string, Held>, see: See | undefined): Lookup {
  return {
    read(key) {
      const facts = held.get(name(key));
      return facts && isSeen(facts, see) ? facts : undefined;
    },
    referrers(type, param, key) {
      return [...held.values()].filter(
        (facts) =>
          facts.key.type === type &&
          isSeen(facts, see) &&
          facts.entries.some(
            (e) =>
              e.param === param &&
              !e.within &&
              e.kind === 'reference' &&
              e.type === key.type &&
              e.id === key.id,
          ),
      );
    },
  };
}

/** Neighbours stand in the order of the keys, by the smallest or largest value, the missing last. */
function expectOrder(found: Held[], sort: SortKey[]): void {
  for (let i = 1; i < found.length; i++) {
    for (const key of sort) {
      const [a, b] = [sortValue(found[i - 1]!, key), sortValue(found[i]!, key)];
      const order = compareSorted(a, b) * (key.descending && a && b ? -1 : 1);
      expect(order).toBeLessThanOrEqual(0);
      if (order < 0) break;
    }
  }
}

type SortValue = (string | number)[] | undefined;

function sortValue(facts: Held, key: SortKey): SortValue {
  if (key.by !== 'param' && facts.key.id.startsWith('#')) return undefined;
  if (key.by === '_id') return [facts.key.id];
  if (key.by !== 'param') return [facts.at];
  const values = facts.entries
    .filter((entry) => entry.param === key.param && entry.kind === key.kind && !entry.within)
    .map((entry): (string | number)[] => {
      if (entry.kind === 'token' || entry.kind === 'string') return [entry.fold];
      if (entry.kind === 'uri') return [entry.value];
      if (entry.kind === 'reference')
        return [
          entry.id === undefined
            ? entry.url!
            : entry.id.startsWith('#')
              ? entry.id
              : `${entry.type}/${entry.id}`,
        ];
      if (entry.kind === 'composite' || entry.kind === 'position') throw new Error('not an order');
      return [entry.lo, entry.hi];
    })
    .sort(compareSorted);
  return key.descending ? values.at(-1) : values[0];
}

function compareSorted(a: SortValue, b: SortValue): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    const order =
      typeof x === 'string'
        ? compareText(x, y as string)
        : x < (y as number)
          ? -1
          : x > (y as number)
            ? 1
            : 0;
    if (order !== 0) return order;
  }
  return 0;
}

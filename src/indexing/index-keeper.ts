// Keeps definitions and index in step: the edition in force, the ledger of what is complete, the builder of the rest,
// and $reindex, which makes entries anew although nothing says that they are wrong.

import type { SearchParameterDefinition } from '../conformance/definitions.ts';
import {
  changeDefinitions,
  DEFINING_TYPES,
  type DefinitionChange,
  type StoredDefinitions,
} from '../conformance/stored-definitions.ts';
import type { IndexContext } from '../search/index-context.ts';
import { ALWAYS } from '../storage/query.ts';
import type { Key, Seq, Store } from '../storage/store.ts';
import { type Builder, createBuilder } from './builder.ts';
import { createEditions, type Editions, readDefinitions } from './editions.ts';
import { openLedger } from './ledger.ts';
import { indexVersions, type Place, type WalkGiven, walk } from './walk.ts';
import { createWanted, type Fingerprints } from './wanted.ts';

/** What is known of the index for a search parameter: per cent while it is being built; undefined: complete. */
export type PercentBuilt = (
  definition: SearchParameterDefinition,
  context: IndexContext,
) => number | undefined;

export interface Reindexing {
  signal: AbortSignal;
  /** Where an earlier try has come to. */
  start?: Place;
  onSlice(place: Place, total: number): Promise<void> | undefined;
}

export interface IndexKeeper<E> {
  editions: Editions<E>;
  builder: Builder;
  /** Follows the definitions and builds what is not complete, until `stop`: for servers. */
  begin(): void;
  /** Makes the entries of all live resources of these types anew; how many there were. */
  reindexTypes(types: string[], given: Reindexing): Promise<number>;
  /** The same for one resource; false: it is not live. */
  reindexOne(key: Key): Promise<boolean>;
  stop(): Promise<void>;
}

export interface KeeperGiven<E> {
  store: Store;
  resourceTypes: Iterable<string>;
  /** The edition of what is stored; parts of `previous` that are the same are used again. */
  make(stored: StoredDefinitions, seq: Seq, percentBuilt: PercentBuilt, previous: E | undefined): E;
  /** The same edition, with what is said of the index as it is now. */
  renew(edition: E): E;
  note(message: string, details: Record<string, unknown>): void;
}

export async function openIndexKeeper<E extends { searchContext: IndexContext }>(
  given: KeeperGiven<E>,
): Promise<IndexKeeper<E>> {
  const { store, note } = given;
  const types = [...given.resourceTypes];
  const ledger = await openLedger(store);
  const wanted = createWanted();
  const allWanted = ({ searchContext }: E): Map<string, Fingerprints> =>
    new Map(types.map((type) => [type, wanted(type, searchContext)]));

  const percentBuilt: PercentBuilt = ({ resourceType, stored }, context) => {
    const fingerprints = wanted(resourceType, context);
    // What has no entries, such as _id, is always there.
    const isComplete = stored.every(({ param }) => {
      const fingerprint = fingerprints.get(param);
      return fingerprint === undefined || ledger.isComplete(resourceType, param, fingerprint);
    });
    return isComplete ? undefined : builder.percent(resourceType);
  };

  let stored: StoredDefinitions;
  const next = async (changes: DefinitionChange[], seq: Seq, current?: E): Promise<E> => {
    const changed = changeDefinitions(stored, changes);
    const edition = given.make(changed, seq, percentBuilt, current);
    await ledger.adopt(allWanted(edition));
    stored = changed;
    return edition;
  };

  stored = new Map();
  const { changes, seq } = await readDefinitions(store, DEFINING_TYPES);
  const first = await next(changes, seq);
  const editions = createEditions<E>({
    store,
    types: DEFINING_TYPES,
    first,
    seq,
    next,
    renewed: given.renew,
    onChange: () => builder.wake(),
    note,
  });
  const walking: WalkGiven = { store, hold: editions.hold, note };
  const wantedOf = (type: string, { searchContext }: E) => wanted(type, searchContext);
  const builder = createBuilder(types, ledger, editions, wantedOf, walking);

  return {
    editions,
    builder,
    begin() {
      editions.follow();
      builder.begin();
    },
    async reindexTypes(asked, { signal, start, onSlice }) {
      const place = start ?? { types: asked, at: (await store.tip()).seq, done: 0 };
      const total = await store.count({ types: asked, where: ALWAYS, sort: [], count: 0 });
      const end = await walk(place, walking, { signal, onSlice: (reached) => onSlice(reached, total) });
      return end.done;
    },
    async reindexOne(key) {
      const [version] = await store.read([key], { bare: true });
      if (version?.text === undefined) return false;
      await indexVersions([version], walking);
      return true;
    },
    async stop() {
      editions.stop();
      await builder.stop();
    },
  };
}

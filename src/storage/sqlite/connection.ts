// One connection to the database: its settings, its statements, its names, and the functions SQL may call.

import Database from 'better-sqlite3';
import type { JsonObject } from '../../fhir/json/tree.ts';
import { distanceInMetres } from '../distance.ts';
import { StoreTimeout } from '../errors.ts';
import { matches } from '../match.ts';
import type { CompositeMatch, TextPart } from '../query.ts';
import { hasPhrase, readableText } from '../readable-text.ts';
import { unpackParts } from './composite-parts.ts';
import { NAMES_SIZE, Names } from './names.ts';
import { createStatements, type Statements } from './statements.ts';

export interface Connection {
  db: Database.Database;
  statements: Statements;
  names: Names;
  /** Runs `work` with a limit on the time its long walks may take; StoreTimeout when it is over. */
  within<T>(milliseconds: number | undefined, work: () => T): T;
  /** Looks at the clock, as `tick()` does inside a statement. */
  look(): void;
  /** Runs `work` on one state of the database, and says which. */
  snapshot<T>(work: (seq: number) => T): T;
  /** Takes a state for all readings until `end`; false when there is one already. */
  begin(): boolean;
  end(): void;
}

/** Milliseconds to wait for a lock that another process holds for a moment (a backup tool). */
const BUSY_MS = 5000;

/** Of a larger file only this much is mapped; it counts as resident memory, but belongs to the system's cache. */
const MAPPED_BYTES = 1024 ** 3;

export function openDatabase(file: string, options: { readonly?: boolean } = {}): Database.Database {
  const db = new Database(file, { readonly: options.readonly ?? false, timeout: BUSY_MS });
  // This build opens WAL files with NORMAL: durability must be asked for on every connection.
  db.pragma('synchronous=FULL');
  db.pragma('cache_size=-65536');
  db.pragma('temp_store=MEMORY');
  // Readers look at the system's own copy of the file: with 100,000 resources a read then costs a third less.
  if (options.readonly) db.pragma(`mmap_size=${MAPPED_BYTES}`);
  if (!options.readonly) {
    db.pragma('secure_delete=ON');
    // A backstop: the writer checkpoints when it is idle.
    db.pragma('wal_autocheckpoint=16000');
  }
  return db;
}

export function createConnection(db: Database.Database): Connection {
  let until = Number.POSITIVE_INFINITY;
  const look = () => {
    if (performance.now() > until)
      throw new StoreTimeout(
        'The search took longer than the time it was given: ask for less, or more precisely.',
      );
  };
  db.function('tick', { deterministic: false }, () => {
    look();
    return 1;
  });
  const statements = createStatements(db);
  const names = new Names(db);
  registerCompositeTest(db, names);
  registerDistance(db);
  registerTextTest(db);
  const stateText = `SELECT ifnull((SELECT max(seq) FROM transactions), 0), ${NAMES_SIZE}`;
  /** Of the state that `begin` took, once somebody has asked. */
  let held: number | undefined;
  let isHeld = false;
  const readState = (): number => {
    const [seq, size] = statements.rows(stateText).get() as [number, number];
    if (size !== names.size) names.catchUp();
    return seq;
  };
  const begin = (): boolean => {
    if (db.inTransaction) return false;
    statements.run('BEGIN').run();
    held = undefined;
    isHeld = true;
    return true;
  };
  const end = (): void => {
    isHeld = false;
    if (db.inTransaction) statements.run('COMMIT').run();
  };
  return {
    db,
    statements,
    names,
    look,
    within(milliseconds, work) {
      const before = until;
      until = milliseconds === undefined ? Number.POSITIVE_INFINITY : performance.now() + milliseconds;
      try {
        return work();
      } finally {
        until = before;
      }
    },
    begin,
    end,
    snapshot(work) {
      const own = begin();
      try {
        if (!isHeld) return work(readState());
        held ??= readState();
        return work(held);
      } finally {
        if (own) end();
      }
    },
  };
}

/** Composite matches that stay parsed: those of one query, by far. */
const MATCHES_KEPT = 100;

/** composite_is(parts, match): judges one composite entry; the match is parsed once for all rows. */
function registerCompositeTest(db: Database.Database, names: Names): void {
  const parsed = new Map<string, CompositeMatch>();
  db.function('composite_is', { deterministic: true }, (parts: string, asked: string) => {
    let match = parsed.get(asked);
    if (!match) {
      if (parsed.size >= MATCHES_KEPT) parsed.clear();
      match = JSON.parse(asked) as CompositeMatch;
      parsed.set(asked, match);
    }
    return matches({ kind: 'composite', parts: unpackParts(parts, names) }, match) ? 1 : 0;
  });
}

/** metres_between(latitude, longitude, latitude, longitude): the same figure as in memory, to the last digit. */
function registerDistance(db: Database.Database): void {
  db.function('metres_between', { deterministic: true }, (a: number, b: number, c: number, d: number) =>
    distanceInMetres({ latitude: a, longitude: b }, { latitude: c, longitude: d }),
  );
}

/** reads(ver, body, part, phrase): the text of one version is worked out once for all phrases asked of it. */
function registerTextTest(db: Database.Database): void {
  let known = { ver: -1, part: '', text: '' };
  db.function(
    'reads',
    { deterministic: true },
    (ver: number, body: string | null, part: TextPart, phrase: string) => {
      if (body === null) return 0;
      if (known.ver !== ver || known.part !== part)
        known = { ver, part, text: readableText(JSON.parse(body) as JsonObject, part) };
      return hasPhrase(known.text, phrase) ? 1 : 0;
    },
  );
}

// Prepared statements of one connection by their text, the least used forgotten. Rows come as arrays.

import type Database from 'better-sqlite3';
import type { Sql } from './sql.ts';
import { withStoreErrors } from './sqlite-errors.ts';

export type Row = unknown[];
export type Statement = Database.Statement<unknown[], Row>;

export interface Statements {
  /** Prepared once; rows as arrays in the order of the columns. */
  rows(text: string): Statement;
  all(select: Sql): Row[];
  get(select: Sql): Row | undefined;
  iterate(select: Sql): IterableIterator<Row>;
  /** The statement of a text in pieces, prepared once, and the values that it binds. */
  bound(select: Sql): Bound;
  /** For statements that change something. */
  run(text: string): Database.Statement;
}

export interface Bound {
  statement: Statement;
  values: unknown[];
}

/** Of a text in more pieces they are not worth keeping apart. */
const MARKS_MAX = 300;
/** Marks kept altogether; all are forgotten at once. */
const MARKS_KEPT = 20_000;

/** The way from piece to piece to a statement. */
interface Step {
  next: Map<unknown, Step>;
  statement?: Statement;
}

/** Of a longer one SQLite holds megabytes, and it hardly comes again: a thousand alternatives, each time others. */
export const TEXT_KEPT_MAX = 10_000;

/** Statements by the marks of their pieces. */
function createShapes(prepare: (text: string) => Statement): (select: Sql) => Bound {
  let start: Step = { next: new Map() };
  let kept = 0;
  const marks: unknown[] = [];
  return (select) => {
    marks.length = 0;
    const values: unknown[] = [];
    select.collect(marks, values);
    if (marks.length > MARKS_MAX) return { statement: prepare(select.text), values };
    let step = start;
    for (const mark of marks) {
      let next = step.next.get(mark);
      if (!next) {
        next = { next: new Map() };
        step.next.set(mark, next);
        kept++;
      }
      step = next;
    }
    step.statement ??= prepare(select.text);
    const { statement } = step;
    if (kept > MARKS_KEPT) {
      start = { next: new Map() };
      kept = 0;
    }
    return { statement, values };
  };
}

/** Keeps about `max` statements. A query of two filters costs 35 µs to prepare and 8 to run. */
export function createStatements(db: Database.Database, max = 500): Statements {
  const kept = new Map<string, Database.Statement>();
  const get = (text: string, make: () => Database.Statement): Database.Statement => {
    const found = kept.get(text);
    if (found) {
      // Re-inserting moves it to the young end; only worth it once the map is filling up.
      if (kept.size > max / 2) {
        kept.delete(text);
        kept.set(text, found);
      }
      return found;
    }
    const made = make();
    if (text.length > TEXT_KEPT_MAX) return made;
    kept.set(text, made);
    if (kept.size > max) kept.delete(kept.keys().next().value!);
    return made;
  };
  const rows = (text: string) =>
    get(text, () => withStoreErrors(() => db.prepare(text)).raw(true)) as Statement;
  const bound = createShapes(rows);
  return {
    rows,
    bound,
    all(select) {
      const { statement, values } = bound(select);
      return statement.all(values);
    },
    get(select) {
      const { statement, values } = bound(select);
      return statement.get(values);
    },
    iterate(select) {
      const { statement, values } = bound(select);
      return statement.iterate(values);
    },
    run: (text) => get(text, () => db.prepare(text)),
  };
}

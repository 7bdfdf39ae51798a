// Entry rows waiting to be written: many rows to an INSERT. They belong to the open transaction of the writer;
// whoever reads entries must flush first.

import type Database from 'better-sqlite3';
import type { EntryRow } from './entry-rows.ts';
import { ENTRY_TABLES, type EntryTable, TABLE_NAMES } from './entry-tables.ts';

const SIZES = [32, 8, 1] as const;

export class RowBuffer {
  readonly #db: Database.Database;
  readonly #waiting: Record<EntryTable, (string | number)[]>;
  readonly #inserts = new Map<string, Database.Statement>();
  readonly #deletes = new Map<EntryTable, Database.Statement>();

  constructor(db: Database.Database) {
    this.#db = db;
    this.#waiting = Object.fromEntries(TABLE_NAMES.map((table) => [table, []])) as never;
  }

  add(row: EntryRow): void {
    const waiting = this.#waiting[row.table];
    for (const value of row.values) waiting.push(value);
    const width = row.values.length;
    if (waiting.length === SIZES[0] * width) {
      this.#insert(row.table, SIZES[0]).run(waiting);
      waiting.length = 0;
    }
  }

  /** Deletes a row that is in its table, not one that waits here. */
  remove(row: EntryRow): void {
    const { columns, key } = ENTRY_TABLES[row.table];
    let statement = this.#deletes.get(row.table);
    if (!statement) {
      const where = columns.slice(0, key).map((column) => `${column} = +?`);
      statement = this.#db.prepare(`DELETE FROM ${row.table} WHERE ${where.join(' AND ')}`);
      this.#deletes.set(row.table, statement);
    }
    statement.run(row.values.slice(0, key));
  }

  flush(): void {
    for (const table of TABLE_NAMES) {
      const waiting = this.#waiting[table];
      const width = ENTRY_TABLES[table].columns.length;
      let at = 0;
      for (const size of SIZES)
        while (waiting.length - at >= size * width) {
          this.#insert(table, size).run(waiting.slice(at, at + size * width));
          at += size * width;
        }
      waiting.length = 0;
    }
  }

  /** Forgets what waits: its transaction was rolled back. */
  clear(): void {
    for (const table of TABLE_NAMES) this.#waiting[table].length = 0;
  }

  #insert(table: EntryTable, rows: number): Database.Statement {
    const key = `${table} ${rows}`;
    let statement = this.#inserts.get(key);
    if (!statement) {
      const { columns } = ENTRY_TABLES[table];
      const row = `(${columns.map(() => '?').join(',')})`;
      // Equal entries of one resource are one row.
      const text = `INSERT OR IGNORE INTO ${table} (${columns}) VALUES ${Array(rows).fill(row).join(',')}`;
      statement = this.#db.prepare(text);
      this.#inserts.set(key, statement);
    }
    return statement;
  }
}

// Brings the entry tables to what a resource's new version says: everything for a new one, the difference else.

import type { Entry } from '../../index-entry.ts';
import type { Connection } from '../connection.ts';
import { type EntryRow, entryRows } from '../entry-rows.ts';
import { ENTRY_TABLES, TABLE_NAMES } from '../entry-tables.ts';
import { readRows } from '../read-rows.ts';
import type { RowBuffer } from '../row-buffer.ts';
import type { ResourceRows } from './resource-rows.ts';

export class EntryWrites {
  readonly #connection: Connection;
  readonly #resources: ResourceRows;
  readonly #buffer: RowBuffer;
  /** Resources whose rows may still wait in the buffer. */
  readonly #waiting = new Set<number>();

  constructor(connection: Connection, resources: ResourceRows, buffer: RowBuffer) {
    this.#connection = connection;
    this.#resources = resources;
    this.#buffer = buffer;
  }

  /** Before anything reads entries. */
  flush(): void {
    this.#buffer.flush();
    this.#waiting.clear();
  }

  clear(): void {
    this.#buffer.clear();
    this.#waiting.clear();
  }

  add(rid: number, type: string, entries: readonly Entry[]): void {
    this.#waiting.add(rid);
    for (const row of entryRows(entries, type, rid, this.#connection.names, this.#resources))
      this.#buffer.add(row);
  }

  replace(rid: number, type: string, entries: readonly Entry[]): void {
    if (this.#waiting.has(rid)) this.flush();
    const containedBefore = this.#resources.containedIn(rid);
    const before = new Map<string, EntryRow>();
    for (const owner of [rid, ...containedBefore])
      for (const table of TABLE_NAMES)
        for (const row of readRows(this.#connection.statements, table, owner)) before.set(keyOf(row), row);
    const added: EntryRow[] = [];
    const kept = new Set<number>([rid]);
    for (const row of entryRows(entries, type, rid, this.#connection.names, this.#resources)) {
      kept.add(row.values[ENTRY_TABLES[row.table].rid] as number);
      if (row.table === 'reference') kept.add(row.values[0] as number);
      const key = keyOf(row);
      if (!before.delete(key)) added.push(row);
    }
    for (const row of before.values()) this.#buffer.remove(row);
    for (const inner of containedBefore) if (!kept.has(inner)) this.#resources.dropContained(rid, inner);
    this.#waiting.add(rid);
    for (const row of added) this.#buffer.add(row);
  }
}

function keyOf(row: EntryRow): string {
  return `${row.table}\u0000${row.values.join('\u0000')}`;
}

// What every call of the writer works with: one connection and the writer's positions on it.

import { createInstantFormat } from '../../../fhir/instant.ts';
import type { Connection } from '../connection.ts';
import { RowBuffer } from '../row-buffer.ts';
import { createSearcher, type Searcher } from '../search/run.ts';
import { EntryWrites } from './entry-writes.ts';
import { LogWrites } from './log-writes.ts';
import { ResourceRows } from './resource-rows.ts';
import { createSalts } from './salts.ts';

export interface Work {
  connection: Connection;
  searcher: Searcher;
  resources: ResourceRows;
  entries: EntryWrites;
  log: LogWrites;
  formatInstant(at: number): string;
  newSalt(): string;
}

export function createWork(connection: Connection, timeZone: string): Work {
  const resources = new ResourceRows(connection);
  return {
    connection,
    searcher: createSearcher(connection),
    resources,
    entries: new EntryWrites(connection, resources, new RowBuffer(connection.db)),
    log: new LogWrites(connection),
    formatInstant: createInstantFormat(timeZone),
    newSalt: createSalts(),
  };
}

/** After a rollback: what memory holds beyond the tables was never written. */
export function reloadWork(work: Work): void {
  work.entries.clear();
  work.connection.names.reload();
  work.resources.reload();
  work.log.reload();
}

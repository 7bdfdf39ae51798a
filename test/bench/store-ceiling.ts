// What bare SQLite can do with the same rows in the same tables: no threads, no expectations, no hashes. The
// distance from here to the engine is what the engine costs.

import { createConnection, openDatabase } from '../../src/storage/sqlite/connection.ts';
import { entryRows } from '../../src/storage/sqlite/entry-rows.ts';
import { initialise } from '../../src/storage/sqlite/open-file.ts';
import { RowBuffer } from '../../src/storage/sqlite/row-buffer.ts';
import { ResourceRows } from '../../src/storage/sqlite/writer/resource-rows.ts';
import type { Write } from '../../src/storage/store.ts';

const ROWS_A_COMMIT = 9;

export function measureCeiling(file: string, patients: Write[][]): void {
  const db = openDatabase(file);
  initialise(db, 'Asia/Shanghai', file);
  const connection = createConnection(db);
  const resources = new ResourceRows(connection);
  const buffer = new RowBuffer(db);
  const labels = patients.map((row) => connection.names.addLabels(row[0]!.labels));
  // Making the rows is the engine's work; only storing them is timed.
  db.exec('BEGIN');
  const prepared = patients.map((row, n) =>
    row.map((write, i) => {
      const rid = resources.of(write.key.type, write.key.id);
      const rows = entryRows(write.entries, write.key.type, rid, connection.names, resources);
      const body = write.text!.head + write.text!.tail;
      return {
        rid,
        type: connection.names.type(write.key.type),
        rows,
        body,
        labels: labels[n]!,
        ver: n * 8 + i + 1,
      };
    }),
  );
  db.exec('COMMIT');
  const version = db.prepare('INSERT INTO versions VALUES (?, ?, ?, ?, ?, 1, 0, 0, ?, ?, ?, NULL, ?, NULL)');
  const resource = db.prepare('UPDATE resources SET state=0, vid=1, ver=?, labels=? WHERE rid=?');
  const transaction = db.prepare('INSERT INTO transactions VALUES (?, ?, ?, ?, ?, NULL)');
  const hash = Buffer.alloc(32, 7);
  const salt = Buffer.alloc(16, 7);
  const start = performance.now();
  for (let n = 0; n < prepared.length; n += ROWS_A_COMMIT) {
    db.exec('BEGIN IMMEDIATE');
    prepared.slice(n, n + ROWS_A_COMMIT).forEach((row, i) => {
      const seq = n + i + 1;
      for (const { rid, type, rows, body, labels: set, ver } of row) {
        version.run(ver, seq, seq, type, rid, set, hash, salt, body);
        resource.run(ver, set, rid);
        for (const r of rows) buffer.add(r);
      }
      transaction.run(seq, seq, `ceiling${seq}`, 'd', hash.toString('hex'));
    });
    buffer.flush();
    db.exec('COMMIT');
  }
  const seconds = (performance.now() - start) / 1000;
  db.close();
  console.log(
    `  bare SQLite, same rows, ${ROWS_A_COMMIT} transactions a commit: ${Math.round((patients.length * 8) / seconds)} resources/s`,
  );
}

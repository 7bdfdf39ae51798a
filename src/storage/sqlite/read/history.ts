// History, newest first: of one resource, of a type, of everything. R4 http.html#history.

import type { See } from '../../see.ts';
import type { Found, HistoryPage, Scope } from '../../store.ts';
import { sightTest } from '../compile/sight.ts';
import type { Connection } from '../connection.ts';
import { firstVersionAt, tickOf } from '../search/context.ts';
import { orderName, readCursor, writeCursor } from '../search/cursor.ts';
import { allOf, raw, type Sql, sql } from '../sql.ts';
import { toVersion, VER, VERSION_COLUMNS } from '../version-row.ts';

export function readHistory(
  connection: Connection,
  scope: Scope,
  page: HistoryPage,
  see: See | undefined,
  asBytes?: boolean,
): Found {
  const order = orderName('history', scope.key?.type ?? scope.type, scope.key?.id);
  return connection.snapshot((seq) => {
    const after = readCursor(order, page.after, 0);
    const { tests, types } = scopeTests(connection, scope);
    if (after) tests.push(sql`v.ver<${after.rid}`);
    if (page.since !== undefined) tests.push(sql`v.ver>=${firstVersionAt(connection, page.since)}`);
    if (page.before !== undefined) tests.push(sql`v.ver<${firstVersionAt(connection, page.before)}`);
    const sight = sightTest(types, 'v', { names: connection.names, see });
    if (sight) tests.push(sight, tickOf('v'));
    // Version numbers rise with the log, for one resource too.
    const by = raw(scope.key ? 'v.vid' : 'v.ver');
    const select = sql`SELECT ${raw(VERSION_COLUMNS)} FROM versions v CROSS JOIN resources x ON x.rid=v.rid
      WHERE ${allOf(tests)} ORDER BY ${by} DESC LIMIT ${page.count + 1}`;
    const rows = connection.statements.all(select);
    const versions = rows.slice(0, page.count).map((row) => toVersion(row, connection.names, asBytes));
    if (rows.length <= page.count || versions.length === 0) return { versions, seq };
    const last = rows[page.count - 1]![VER] as number;
    return { versions, next: writeCursor(order, { rid: last, values: [] }), seq };
  });
}

function scopeTests({ names }: Connection, scope: Scope): { tests: Sql[]; types: string[] } {
  if (scope.key) {
    const { type, id } = scope.key;
    const rid = sql`(SELECT r.rid FROM resources r WHERE r.type=${names.type(type)} AND r.id=${id})`;
    return { tests: [sql`v.rid=${rid}`], types: [type] };
  }
  if (scope.type === undefined) return { tests: [], types: names.types };
  return { tests: [sql`v.type=${names.type(scope.type)}`], types: [scope.type] };
}

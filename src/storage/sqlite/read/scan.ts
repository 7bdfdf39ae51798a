// Everything of some types as it stood at one number of the log: exports, reindexing.

import type { See } from '../../see.ts';
import type { Found, Page, Seq } from '../../store.ts';
import { sightTest } from '../compile/sight.ts';
import type { Connection } from '../connection.ts';
import { tickOf } from '../search/context.ts';
import { orderName, readCursor, writeCursor } from '../search/cursor.ts';
import { allOf, raw, sql } from '../sql.ts';
import type { Row } from '../statements.ts';
import { RID, toVersion, VERSION_COLUMNS } from '../version-row.ts';

export function scanAsOf(
  connection: Connection,
  types: readonly string[],
  at: Seq,
  page: Page,
  see: See | undefined,
  asBytes?: boolean,
): Found {
  const order = orderName('scan', types, at);
  return connection.snapshot((tip) => {
    const after = readCursor(order, page.after, 1);
    let place = (after?.values[0]?.[0] as number | undefined) ?? 0;
    let rid = after?.rid ?? 0;
    const found: { row: Row; place: number }[] = [];
    while (place < types.length && found.length <= page.count) {
      for (const row of scanType(connection, types[place]!, at, rid, page.count + 1 - found.length, see))
        found.push({ row, place });
      if (found.length > page.count) break;
      place++;
      rid = 0;
    }
    const versions = found.slice(0, page.count).map(({ row }) => toVersion(row, connection.names, asBytes));
    const seq = Math.min(at, tip);
    if (found.length <= page.count || versions.length === 0) return { versions, seq };
    const last = found[page.count - 1]!;
    return {
      versions,
      next: writeCursor(order, { rid: last.row[RID] as number, values: [[last.place]] }),
      seq,
    };
  });
}

function scanType(
  connection: Connection,
  type: string,
  at: Seq,
  after: number,
  limit: number,
  see: See | undefined,
): Row[] {
  const { names, statements } = connection;
  const sight = sightTest([type], 'v', { names, see });
  const tests = [sql`x.type=${names.type(type)}`, sql`x.rid>${after}`, raw('x.state IN (0, 1)')];
  tests.push(raw('v.deleted=0'), raw('v.body IS NOT NULL'), ...(sight ? [sight] : []), tickOf('x'));
  const select = sql`SELECT ${raw(VERSION_COLUMNS)} FROM resources x CROSS JOIN versions v
    ON v.ver=(SELECT w.ver FROM versions w WHERE w.rid=x.rid AND w.seq<=${at} ORDER BY w.vid DESC LIMIT 1)
    WHERE ${allOf(tests)} ORDER BY x.rid LIMIT ${limit}`;
  return statements.all(select);
}

// Sort values of all that satisfy, for several keys at once or keys that only their text orders.

import type { Query } from '../../query.ts';
import type { Connection } from '../connection.ts';
import { allOf, isOneOf, raw, type Sql, sql } from '../sql.ts';
import type { Position, SortValue } from './cursor.ts';
import type { SearchPlan } from './plan.ts';
import { compareValues, type ParamKey, sortColumns } from './sort-columns.ts';

/** Resources whose values are read at once. */
const CHUNK = 5000;

export function collectByKeys(connection: Connection, plan: SearchPlan, query: Query): Position[] {
  const found = collect(connection, plan);
  const items: Position[] = found.map(([rid]) => ({ rid, values: [] }));
  for (const [place, key] of query.sort.entries()) {
    if (key.by === 'param') {
      const values = readSortValues(connection, query.types, key, found);
      for (const item of items) item.values.push(values.get(item.rid) ?? null);
    } else {
      // Version numbers rise with time and tell all resources apart, so only the last key may use them.
      const isLast = place === query.sort.length - 1;
      found.forEach(([, ver, id, at], i) => {
        // What is contained was never updated by itself.
        items[i]!.values.push(at === null ? null : [key.by === '_id' ? id : isLast ? ver : at]);
      });
    }
  }
  return items;
}

type Collected = readonly [rid: number, ver: number, id: string, at: number | null];

function collect({ statements }: Connection, plan: SearchPlan): Collected[] {
  const query = sql`SELECT x.rid, x.ver, x.id, v.at FROM (SELECT DISTINCT rid FROM (${plan.rows})) d CROSS JOIN resources x ON x.rid=d.rid
    LEFT JOIN versions v ON v.ver=x.ver WHERE ${allOf(plan.tests)}`;
  return statements.all(query) as unknown as Collected[];
}

/** The smallest value of each resource, or the largest. */
function readSortValues(
  connection: Connection,
  types: readonly string[],
  key: ParamKey,
  found: readonly Collected[],
): Map<number, SortValue> {
  const { statements, names } = connection;
  const parameters = types.flatMap((type) => names.parameters(type, key.param));
  const numbers = parameters.filter((one) => one.kind === key.kind).map((one) => one.p);
  const best = new Map<number, readonly (string | number)[]>();
  for (let at = 0; at < found.length; at += CHUNK) {
    connection.look();
    const rids = JSON.stringify(found.slice(at, at + CHUNK).map(([rid]) => rid));
    const select = selectValues(key, rids, numbers);
    for (const [rid, ...columns] of statements.iterate(select)) {
      const isReference = key.kind === 'reference';
      const value = isReference ? referenceText(columns, connection) : (columns as (string | number)[]);
      const known = best.get(rid as number);
      const order = known ? compareValues(value, known) : 0;
      if (!known || (key.descending ? order > 0 : order < 0)) best.set(rid as number, value);
    }
  }
  return best;
}

function selectValues(key: ParamKey, rids: string, numbers: readonly number[]): Sql {
  const { table, columns } = sortColumns(key);
  const of = raw(table);
  const own = sql`FROM json_each(${rids}) k CROSS JOIN ${of} e ON e.rid=k.value AND ${isOneOf('e.p', numbers)}`;
  if (key.kind === 'reference')
    return sql`SELECT e.rid, y.type, y.id, c.cid ${own} CROSS JOIN resources y ON y.rid=e.target
      LEFT JOIN contained c ON c.rid=y.rid`;
  return sql`SELECT e.rid, ${raw(columns.map((column) => `e.${column}`).join(', '))} ${own}`;
}

/** References sort by how they are written: type/id, or the URL. */
function referenceText([type, id, cid]: readonly unknown[], { names }: Connection): string[] {
  if (cid !== null) return [`#${cid}`];
  const text = id as string;
  return [text.startsWith('|') ? text.slice(1) : `${names.typeName(type as number)}/${text}`];
}

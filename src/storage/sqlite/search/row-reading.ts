// How the rows of a page become versions: with their texts from the file, or, where many are likely to be in memory still
// (read/kept.ts), by their places, so that only the texts of the others are read. A text costs more to read than all
// the rest of its row.

import type { Version } from '../../store.ts';
import type { Connection } from '../connection.ts';
import type { Kept } from '../read/kept.ts';
import type { Row } from '../statements.ts';
import { RID, toVersion, VER, VERSION_COLUMNS } from '../version-row.ts';

export interface RowReading {
  /** Of alias x of `resources`, and of v where it is joined; the values of the order follow them. */
  columns: string;
  /** Stands behind a FROM that ends with x. */
  join(kind: 'CROSS' | 'LEFT'): string;
  rid(row: Row): number;
  /** The values of the order. */
  outputs(row: Row): (string | number)[];
  /** In the same order. */
  toVersions(rows: readonly Row[]): Version[];
}

/** Texts with their rows. */
export function wholeRows({ names }: Connection, asBytes: boolean | undefined): RowReading {
  return {
    columns: VERSION_COLUMNS,
    join: (kind) => `${kind} JOIN versions v ON v.ver=x.ver`,
    rid: (row) => row[RID] as number,
    outputs: (row) => row.slice(VER + 1) as (string | number)[],
    toVersions: (rows) => rows.map((row) => toVersion(row, names, asBytes)),
  };
}

/** In the order of the rids that are listed. */
const CURRENT = `SELECT ${VERSION_COLUMNS} FROM json_each(+?) k CROSS JOIN resources x ON x.rid=k.value
  CROSS JOIN versions v ON v.ver=x.ver`;

/** Versions with bytes, from memory where they are there; all that are not are read at once. */
export function keptRows({ names, statements }: Connection, kept: Kept): RowReading {
  const read = (rids: readonly number[]): Version[] =>
    statements
      .rows(CURRENT)
      .all(JSON.stringify(rids))
      .map((row) => {
        const version = toVersion(row, names, true);
        if (version.bytes) kept.put(version, row[VER] as number);
        return version;
      });
  return {
    columns: 'x.rid, x.ver',
    join: () => '',
    rid: (row) => row[0] as number,
    outputs: (row) => row.slice(2) as (string | number)[],
    toVersions(rows) {
      const known = rows.map((row) => kept.at(row[1] as number));
      const missing = rows.flatMap((row, i) => (known[i] ? [] : [row[0] as number]));
      const others = missing.length > 0 ? read(missing) : [];
      let next = 0;
      return known.map((version) => version ?? others[next++]!);
    },
  };
}

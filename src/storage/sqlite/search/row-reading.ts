// What is selected of the rows of a page: versions with their texts, or, where many texts are likely to be in memory still
// (read/texts.ts), only which versions they are. A text costs more to read than all the rest of its row.

import type { Row } from '../statements.ts';
import { RID, VER, VERSION_COLUMNS } from '../version-row.ts';

export interface RowReading {
  /** Of alias x of `resources`, and of v where it is joined; the values of the order follow them. */
  columns: string;
  /** Stands behind a FROM that ends with x. */
  join(kind: 'CROSS' | 'LEFT'): string;
  rid(row: Row): number;
  /** The number of the version in the file. */
  ver(row: Row): number;
  /** The values of the order. */
  outputs(row: Row): (string | number)[];
}

/** Rows for toVersion. */
export const WHOLE_ROWS: RowReading = {
  columns: VERSION_COLUMNS,
  join: (kind) => `${kind} JOIN versions v ON v.ver=x.ver`,
  rid: (row) => row[RID] as number,
  ver: (row) => row[VER] as number,
  outputs: (row) => row.slice(VER + 1) as (string | number)[],
};

/** Rows that say which version it is. */
export const NUMBERED_ROWS: RowReading = {
  columns: 'x.rid, x.ver',
  join: () => '',
  rid: (row) => row[0] as number,
  ver: (row) => row[1] as number,
  outputs: (row) => row.slice(2) as (string | number)[],
};

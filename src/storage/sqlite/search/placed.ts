// The rows of a page and their places in the order. Only the place of the last one is asked for: places are made when they are.

import type { Row } from '../statements.ts';
import type { Position } from './cursor.ts';
import type { RowReading } from './row-reading.ts';

export interface Placed {
  /** See RowReading. */
  rows: Row[];
  positionOf(at: number): Position;
}

/** In the order of their numbers. */
export function placedByRid(rows: Row[], reading: RowReading): Placed {
  return { rows, positionOf: (at) => ({ rid: reading.rid(rows[at]!), values: [] }) };
}

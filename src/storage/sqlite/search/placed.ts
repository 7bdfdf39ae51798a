// A row of a page with its place in the order.

import type { Row } from '../statements.ts';
import type { Position } from './cursor.ts';

export interface Placed {
  /** See RowReading. */
  row: Row;
  position: Position;
}

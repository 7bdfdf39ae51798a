// position: the stretch of latitudes that can be near, then the distance itself.

import { degreesOfLatitude } from '../../distance.ts';
import type { PositionMatch } from '../../query.ts';
import { sql } from '../sql.ts';
import { type CompileContext, type Condition, parametersOf } from './condition.ts';
import { entryCondition } from './entry-condition.ts';

/** lo is the latitude, hi the longitude: see entry-tables.ts. */
export function compilePosition(
  param: string,
  match: PositionMatch,
  types: readonly string[],
  context: CompileContext,
): Condition {
  const { latitude, longitude, metres } = match;
  const span = degreesOfLatitude(metres);
  return entryCondition(
    {
      table: 'quantity',
      parameters: parametersOf(context, types, param, 'position'),
      where: [
        sql`t.lo>=${latitude - span} AND t.lo<=${latitude + span}`,
        sql`metres_between(t.lo, t.hi, ${latitude}, ${longitude})<=${metres}`,
      ],
      passes: true,
      label: `${param} within ${metres} m`,
    },
    context,
  );
}

// Axis of a cylinder, a whole number 1 to 180.

import { Decimal } from '../decimal.ts';
import { type Remark, rejected, repaired } from '../finding.ts';
import type { CellTransform } from './transform.ts';

const WRITTEN = /^[×xX*@]?(\d{1,3})(?:\.0+)?[°度]?$/;

export const axis: CellTransform = {
  outputs: [],
  read(cell) {
    const match = WRITTEN.exec(cell.replace(/\s/g, ''));
    const given = match ? Number(match[1]) : Number.NaN;
    if (!match || given > 360) {
      const reason = `"${cell}" is no axis: a whole number of degrees from 0 to 180 was expected. Correct the cell.`;
      return { values: {}, remarks: [rejected('axis', reason)] };
    }
    const remarks: Remark[] = [];
    const value = given === 0 ? 180 : given > 180 ? given - 180 : given;
    if (String(value) !== cell) {
      const [rule, reason] =
        given === 0
          ? ['axis-zero', 'The axis 0 is written as 180.']
          : given > 180
            ? ['axis-beyond-180', 'An axis beyond 180 is the same line less 180.']
            : ['axis-form', 'Signs around the axis were taken out.'];
      remarks.push(repaired(rule!, String(value), reason!));
    }
    return { values: { '': new Decimal(String(value)) }, remarks };
  },
};
